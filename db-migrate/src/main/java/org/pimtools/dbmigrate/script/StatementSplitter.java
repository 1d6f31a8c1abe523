package org.pimtools.dbmigrate.script;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a script apart into statements, line by line, where the {@code mariadb} client of MariaDB 10.11 does (observed with its
 * general log): {@code DELIMITER}, quotes as {@code sql_mode} has them at that place of the script, comments, {@code USE name} on a
 * line of its own. Under another delimiter it ends statements at a semicolon as well, where the server does: the client sends all of
 * them at once, and a driver cannot. Where the client would cut the body of a routine, which the server would refuse, the statement
 * goes on to the end of the body, as for Flyway.
 *
 * <p>A statement's text is that of the file from its first character to its last, comments inside included; nothing in it is changed
 * but line ends, which are {@code \n}. What the client would take for a command of its own, and what has no end, is a fault.
 *
 * <p>Memory holds one statement at a time. Uses no IO.
 */
public final class StatementSplitter {
    /** Where statements and faults go to, in the order of the file. */
    public interface Sink {
        void statement(Found statement);

        /**
         * @param line where it is, from 1
         * @param message what is wrong there: lower case, no final stop
         */
        void fault(int line, String message);
    }

    /**
     * A statement.
     *
     * @param number from 1
     * @param line where it begins, from 1
     * @param offset where it begins in the file, in bytes of UTF-8
     * @param dialect of the session that runs it
     */
    public record Found(int number, int line, long offset, String sql, Dialect dialect) {}

    private static final String SEMICOLON = ";";
    /** The client keeps no more of a delimiter. */
    private static final int LONGEST_DELIMITER = 15;

    private static final Pattern DELIMITER =
            Pattern.compile("\\s*delimiter(?:[ \\t]\\s*(.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern USE = Pattern.compile(
            "\\s*(use[ \\t]\\s*(?:`(?:[^`]|``)+`|[^'\"`\\s]+))\\s*(?:(?:#|--|/\\*).*)?", Pattern.CASE_INSENSITIVE);
    /** Without a blank behind it, or not at the beginning of a line. */
    private static final Pattern NO_DELIMITER = Pattern.compile("delimiter\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern BEGINS_PROGRAM =
            Pattern.compile("(/\\*|create|alter|begin|if|case|loop|while|repeat|for)", Pattern.CASE_INSENSITIVE);
    private static final String BAD_DELIMITER = "has a DELIMITER that the mariadb client does not take";
    private static final int LONGEST_COMMAND = "nowarning".length();
    /** What the client does itself, but for DELIMITER and USE. No statement of MariaDB begins with one of these words but HELP. */
    private static final Set<String> COMMANDS = Set.of(
            "?",
            "charset",
            "clear",
            "connect",
            "costs",
            "edit",
            "ego",
            "exit",
            "go",
            "help",
            "nopager",
            "notee",
            "nowarning",
            "pager",
            "print",
            "prompt",
            "quit",
            "rehash",
            "sandbox",
            "source",
            "status",
            "system",
            "tee",
            "warnings");

    private final Sink sink;
    private final int version;
    private final SqlModeTracker modes;
    private final StringBuilder text = new StringBuilder();
    private String delimiter = SEMICOLON;
    private Dialect dialect;
    private int statements;
    private int line;
    /** Where the statement begins, and up to where its text is more than spaces and comments. */
    private int begin;

    private long beginOffset;
    private int significant;
    /** How many bytes of the file are before a place in the line at hand. */
    private long bytes;

    private int bytesTo;
    /** The quote that is open, 0 for none, and its line. */
    private char quote;

    private int quoteLine;
    /** The line of the comment that is open, 0 for none; of one that the server executes likewise. */
    private int comment;

    private int executable;
    /** True when no server of this version executes it. */
    private boolean skipped;
    /** How far the statement's text was looked at for blocks. */
    private int seen;

    private Blocks blocks = new Blocks();
    private boolean doubted;

    /** @param dialect of the session in which the script begins */
    public StatementSplitter(Dialect dialect, Sink sink) {
        this.dialect = dialect;
        this.sink = sink;
        version = dialect.version();
        modes = new SqlModeTracker(new SqlMode(dialect.ansiQuotes(), dialect.plainBackslashes()));
    }

    /**
     * @param next a line without its end
     * @param offset where it begins in the file, in bytes
     */
    public void line(String next, long offset) {
        line++;
        bytes = offset;
        bytesTo = 0;
        if (next.indexOf('\0') >= 0) {
            sink.fault(line, "holds a NUL character, which the mariadb client refuses");
        }
        if (isBetween() && command(next)) {
            return;
        }
        int at = 0;
        while (at < next.length()) {
            if (comment > 0) {
                at = inComment(next, at);
            } else if (quote != 0) {
                at = inQuotes(next, at);
            } else {
                at = outside(next, at);
            }
        }
        if (!text.isEmpty()) {
            text.append('\n');
            significant = quote == 0 ? significant : text.length();
        }
    }

    /** Says that there is no further line: the last statement needs no delimiter. */
    public void end() {
        if (quote != 0) {
            sink.fault(quoteLine, "begins a " + (quote == '`' ? "quoted name" : "string") + " that is not closed");
        } else if (comment > 0) {
            sink.fault(comment, "begins a comment that is not closed");
        } else {
            if (!text.isEmpty() && seen > 0 && isInBlock()) {
                sink.fault(begin, "begins a block that is not closed");
            }
            statement();
        }
    }

    private boolean isBetween() {
        return text.isEmpty() && comment == 0;
    }

    /** Does what is a command of the client at the beginning of a line; false when it is none. */
    private boolean command(String next) {
        if (!beginsWithOneOf(next, "dDuU")) {
            return false;
        }
        Matcher change = DELIMITER.matcher(next);
        if (change.matches()) {
            delimiter(change.group(1) == null ? "" : change.group(1));
            return true;
        }
        if (next.contains(delimiter)) {
            return false;
        }
        Matcher use = USE.matcher(next);
        if (use.matches()) {
            keep(next, use.start(1), use.end(1));
            statement();
            return true;
        }
        return false;
    }

    /** Spares most lines the patterns. */
    private static boolean beginsWithOneOf(CharSequence line, String characters) {
        int at = 0;
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        return at < line.length() && characters.indexOf(line.charAt(at)) >= 0;
    }

    /** As the client reads an argument: in quotes, or up to the next blank. */
    private void delimiter(String argument) {
        String value = argument;
        if (!value.isEmpty() && "'\"`".indexOf(value.charAt(0)) >= 0) {
            int end = value.indexOf(value.charAt(0), 1);
            value = end < 0 ? "" : value.substring(1, end);
        } else if (value.indexOf(' ') >= 0) {
            value = value.substring(0, value.indexOf(' '));
        }
        if (value.isEmpty() || value.indexOf('\\') >= 0 || value.length() > LONGEST_DELIMITER) {
            sink.fault(line, BAD_DELIMITER);
        } else {
            delimiter = value;
        }
    }

    private int outside(String next, int at) {
        char c = next.charAt(at);
        if (text.isEmpty() && isSpace(c)) {
            return at + 1;
        }
        if (c == '\\') {
            return backslash(next, at);
        }
        if (next.startsWith(delimiter, at) && !(delimiter.equals(SEMICOLON) && isInBlock())) {
            statement();
            return at + delimiter.length();
        }
        if (c == '#' || isDashes(next, at)) {
            skip(next, at, next.length());
            return next.length();
        }
        if (next.startsWith("/*", at)) {
            return beginComment(next, at);
        }
        if (executable > 0 && next.startsWith("*/", at)) {
            executable = 0;
            keep(next, at, at + 2);
            return at + 2;
        }
        if (c == '\'' || c == '"' || c == '`') {
            quote = c;
            quoteLine = line;
            keep(next, at, at + 1);
            return at + 1;
        }
        if (c == ';' && !delimiter.equals(SEMICOLON) && endsForTheServer()) {
            statement();
            return at + 1;
        }
        int end = at + 1;
        while (end < next.length() && isPlain(next.charAt(end))) {
            end++;
        }
        keep(next, at, end);
        return end;
    }

    /** A character that begins nothing but what it is. */
    private boolean isPlain(char c) {
        return switch (c) {
            case '\\', '#', '-', '/', '*', '\'', '"', '`', ';' -> false;
            default -> c != delimiter.charAt(0) && !isSpace(c);
        };
    }

    /** Two dashes and a blank; at the beginning of a statement, for the client, two dashes. */
    private boolean isDashes(String next, int at) {
        return next.startsWith("--", at) && (text.isEmpty() || at + 2 == next.length() || isSpace(next.charAt(at + 2)));
    }

    /**
     * {@code \N} is NULL; all else with a backslash is a command. The one that dumps begin with, in a comment that every server
     * skips, takes the client's other commands away.
     */
    private int backslash(String next, int at) {
        int end = Math.min(at + 2, next.length());
        boolean sandbox = executable > 0 && next.startsWith("\\-", at);
        if (!sandbox && !next.startsWith("\\N", at)) {
            sink.fault(line, "holds " + next.substring(at, end) + ", a command of the mariadb client");
        }
        keep(next, at, end);
        return end;
    }

    private int beginComment(String next, int at) {
        int mark = Dialect.executable(next, at);
        if (mark == 0) {
            comment = line;
            skip(next, at, at + 2);
            return at + 2;
        }
        executable = line;
        skipped = !dialect.executes(next.substring(at, at + mark));
        keep(next, at, at + mark);
        return at + mark;
    }

    private int inComment(String next, int at) {
        int end = next.indexOf("*/", at);
        if (end < 0) {
            skip(next, at, next.length());
            return next.length();
        }
        comment = 0;
        skip(next, at, end + 2);
        return end + 2;
    }

    private int inQuotes(String next, int at) {
        boolean escapes = dialect.escapes(quote);
        int end = at;
        while (end < next.length() && next.charAt(end) != quote) {
            boolean backslash = next.charAt(end) == '\\' && quote != '`';
            if (backslash) {
                doubt(next, end);
            }
            end += backslash && escapes ? 2 : 1;
        }
        if (end < next.length()) {
            quote = 0;
            end++;
        }
        keep(next, at, Math.min(end, next.length()));
        return end;
    }

    /** Whether the quote behind a backslash ends the text decides where the statement ends. */
    private void doubt(String next, int backslash) {
        boolean matters = backslash + 1 < next.length() && "\\'\"".indexOf(next.charAt(backslash + 1)) >= 0;
        if (matters && modes.inDoubt() && !doubted) {
            doubted = true;
            sink.fault(
                    line,
                    "holds a backslash in quotes, and what it means depends on sql_mode, which the script sets to a value that"
                            + " only the server can compute");
        }
    }

    private void keep(String next, int from, int to) {
        if (text.isEmpty()) {
            begin = line;
            beginOffset = bytesTo(next, from);
        }
        text.append(next, from, to);
        if (!isSpace(next.charAt(from)) || to - from > 1 || quote != 0) {
            significant = text.length();
        }
    }

    private long bytesTo(String next, int place) {
        for (; bytesTo < place; bytesTo++) {
            char c = next.charAt(bytesTo);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** A comment, which is a part of the text inside of a statement only. */
    private void skip(String next, int from, int to) {
        if (!text.isEmpty()) {
            text.append(next, from, to);
        }
    }

    private void statement() {
        text.setLength(significant);
        if (!text.isEmpty()) {
            String sql = text.toString();
            refused(sql).ifPresent(fault -> sink.fault(begin, fault));
            if (executable > 0) {
                sink.fault(executable, "begins a comment for the server that the delimiter in line " + line + " cuts");
            }
            sink.statement(new Found(++statements, begin, beginOffset, sql, dialect));
            follow(sql);
        }
        text.setLength(0);
        significant = 0;
        executable = 0;
        seen = 0;
        blocks = new Blocks();
    }

    /** The mode counts from the next statement on. */
    private void follow(String sql) {
        if (sql.startsWith("/*") || isOneOf(sql, "SET") || isOneOf(sql, "PREPARE") || isOneOf(sql, "EXECUTE")) {
            modes.executed(Lexer.tokens(sql, dialect));
            dialect = dialect.with(modes.mode());
        }
    }

    private static boolean isOneOf(String sql, String word) {
        return sql.regionMatches(true, 0, word, 0, word.length());
    }

    private Optional<String> refused(String sql) {
        if (beginsWithOneOf(sql, "dD") && NO_DELIMITER.matcher(sql).lookingAt()) {
            return Optional.of(BAD_DELIMITER);
        }
        String word = firstWord(sql);
        if (word.equals("use") && !USE.matcher(sql).matches()) {
            return Optional.of("holds a USE without a delimiter, or with more than a name");
        }
        return COMMANDS.contains(word)
                ? Optional.of("begins with " + word + ", a command of the mariadb client")
                : Optional.empty();
    }

    /** In lower case; empty where it is none of a command. */
    private static String firstWord(String sql) {
        int end = 0;
        while (end < sql.length() && end <= LONGEST_COMMAND && !isSpace(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The client would cut a program here, and the server would refuse the piece: without a DELIMITER it goes on to its end. */
    private boolean isInBlock() {
        look();
        return !blocks.isClosed();
    }

    private boolean endsForTheServer() {
        if (executable > 0 && skipped) {
            return false;
        }
        look();
        return blocks.isEnded();
    }

    /** Only what can be, or can begin, a program is taken into tokens. */
    private void look() {
        if (seen > 0
                || beginsWithOneOf(text, "/cCaAbBiIlLwWrRfF")
                        && BEGINS_PROGRAM.matcher(text).lookingAt()) {
            blocks.add(Lexer.tokens(text.substring(seen), dialect));
            seen = text.length() + 1;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
