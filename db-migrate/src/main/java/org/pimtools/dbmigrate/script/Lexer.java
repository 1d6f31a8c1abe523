package org.pimtools.dbmigrate.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a statement into tokens as MariaDB's own lexer does, as far as one must to know what a statement is and what it names.
 * Never fails: what has no end ends with the text.
 */
public final class Lexer {
    /** What is kept of a string: no name and no value that decides anything is longer. */
    private static final int LONGEST_STRING = 1_024;

    private static final int ASCII = 0x80;
    private static final boolean[] WORD_PARTS = new boolean[ASCII];
    private static final Token[] SYMBOLS = new Token[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            WORD_PARTS[c] = Character.isLetterOrDigit(c) || c == '_' || c == '$';
            SYMBOLS[c] = new Token(Token.Kind.SYMBOL, String.valueOf(c));
        }
    }

    /** Any string and any number, where nobody asks what it says. */
    private static final Token SOME_STRING = new Token(Token.Kind.STRING, "");

    private static final Token SOME_NUMBER = new Token(Token.Kind.NUMBER, "0");

    private final String sql;
    private final Dialect dialect;
    private final boolean isOutline;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql, Dialect dialect, boolean isOutline) {
        this.sql = sql;
        this.dialect = dialect;
        this.isOutline = isOutline;
    }

    /** The tokens of a text of which no session is known: nothing that some server would execute is left out. */
    public static List<Token> tokens(String sql) {
        return tokens(sql, Dialect.NEWEST);
    }

    /** The tokens that a session sees. */
    public static List<Token> tokens(String sql, Dialect dialect) {
        return new Lexer(sql, dialect, false).all();
    }

    /** The same, without what strings and numbers say: what a statement is and what it names, however long its values are. */
    static List<Token> outline(String sql, Dialect dialect) {
        return new Lexer(sql, dialect, true).all();
    }

    private List<Token> all() {
        while (at < sql.length()) {
            next(sql.charAt(at));
        }
        return tokens;
    }

    private void next(char c) {
        if (isWordPart(c)) {
            word();
        } else if (c == '\'') {
            string(c);
        } else if (Character.isWhitespace(c) || c == 0) {
            at++;
        } else if (c == '#' || c == '-' && isDashes()) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (c == '/' && sql.startsWith("/*", at)) {
            comment();
        } else if (c == '*' && sql.startsWith("*/", at)) {
            at += 2;
        } else if (c == '"') {
            doubleQuoted();
        } else if (c == '`') {
            tokens.add(new Token(Token.Kind.QUOTED, quoted(c)));
        } else if (c == '@') {
            variable();
        } else {
            tokens.add(c < ASCII ? SYMBOLS[c] : new Token(Token.Kind.SYMBOL, String.valueOf(c)));
            at++;
        }
    }

    private boolean isDashes() {
        return sql.startsWith("--", at) && (at + 2 == sql.length() || sql.charAt(at + 2) <= ' ');
    }

    private void string(char quote) {
        if (isOutline) {
            skipQuoted(quote);
            tokens.add(SOME_STRING);
        } else {
            tokens.add(new Token(Token.Kind.STRING, quoted(quote)));
        }
    }

    /** As {@link #quoted}, of which two in a row are one string of two quoted ones. */
    private void skipQuoted(char quote) {
        boolean escapes = dialect.escapes(quote);
        int length = sql.length();
        int end = at;
        do {
            end++;
            while (end < length && sql.charAt(end) != quote) {
                end += escapes && sql.charAt(end) == '\\' ? 2 : 1;
            }
            end++;
        } while (end < length && sql.charAt(end) == quote);
        at = Math.min(end, length);
    }

    /** An executable comment's content is lexed as if it stood there plainly, if the server executes it. */
    private void comment() {
        int mark = Dialect.executable(sql, at);
        if (mark == 0) {
            int end = sql.indexOf("*/", at + 2);
            at = end < 0 ? sql.length() : end + 2;
        } else if (dialect.executes(sql.substring(at, at + mark))) {
            at += mark;
        } else {
            skipExecutable(mark);
        }
    }

    /** What a server skips may hold comments of its own, one level deep. */
    private void skipExecutable(int mark) {
        at += mark;
        while (at < sql.length() && !sql.startsWith("*/", at)) {
            if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else {
                at++;
            }
        }
        at = Math.min(at + 2, sql.length());
    }

    private void doubleQuoted() {
        int start = at;
        String text = quoted('"');
        boolean plain = sql.substring(start, at).indexOf('\\') < 0;
        tokens.add(new Token(
                dialect.ansiQuotes() ? Token.Kind.QUOTED : plain ? Token.Kind.DOUBLE_QUOTED : Token.Kind.STRING, text));
    }

    private String quoted(char quote) {
        boolean escapes = dialect.escapes(quote);
        StringBuilder text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && escapes && at < sql.length()) {
                append(text, sql.charAt(at++));
            } else if (c == quote) {
                if (at < sql.length() && sql.charAt(at) == quote) {
                    append(text, quote);
                    at++;
                } else {
                    return text.toString();
                }
            } else {
                append(text, c);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c) {
        if (text.length() < LONGEST_STRING) {
            text.append(c);
        }
    }

    private void variable() {
        boolean system = sql.startsWith("@@", at);
        at += system ? 2 : 1;
        if (at < sql.length() && !system && "`'\"".indexOf(sql.charAt(at)) >= 0) {
            tokens.add(new Token(Token.Kind.USER_VARIABLE, quoted(sql.charAt(at))));
            return;
        }
        int start = at;
        while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        tokens.add(new Token(system ? Token.Kind.SYSTEM_VARIABLE : Token.Kind.USER_VARIABLE, sql.substring(start, at)));
    }

    private void word() {
        int start = at;
        boolean number = true;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            number &= Character.isDigit(sql.charAt(at));
            at++;
        }
        if (isOutline && number) {
            tokens.add(SOME_NUMBER);
        } else {
            tokens.add(new Token(number ? Token.Kind.NUMBER : Token.Kind.WORD, sql.substring(start, at)));
        }
    }

    private static boolean isWordPart(char c) {
        return c < ASCII ? WORD_PARTS[c] : !Character.isWhitespace(c);
    }
}
