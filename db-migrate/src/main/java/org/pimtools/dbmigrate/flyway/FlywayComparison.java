package org.pimtools.dbmigrate.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.mysql.mariadb.MariaDBParser;
import org.pimtools.dbmigrate.script.Lexer;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;
import org.pimtools.dbmigrate.script.Token;

/**
 * Finds out whether plain Flyway would send other statements of a script. Its parser takes longer than a run of a small script, so that
 * it is asked only where a line holds what it is known to read in another way; of a large script it is not asked.
 */
final class FlywayComparison {
    /** What Flyway 13 reads in another way than the client, or may; in a line of a usual length. */
    private static final Pattern SUSPICIOUS = Pattern.compile(
            "/\\*M!|/\\*!(?![0-9])|/\\*.*/\\*|no_backslash_escapes|\\bansi|\\boracle\\b|^\\s*--[^\\s-]|^\\s*\\(|\\bdelimiter\\b"
                    + "|^\\s*use\\s+\\S+\\s*$",
            Pattern.CASE_INSENSITIVE);

    /** Of {@link #SUSPICIOUS}, and how they begin. */
    private static final List<String> WORDS = List.of("no_backslash_escapes", "ansi", "oracle", "delimiter");

    private static final String BEGINNINGS = "nNaAoOdD";

    private static final Pattern PLAIN_DELIMITER = Pattern.compile("\\s*delimiter\\s.*", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_LINE = 10_000;

    private FlywayComparison() {}

    static boolean isSuspicious(String line) {
        return line.length() <= LONGEST_LINE
                && mayBeSuspicious(line)
                && SUSPICIOUS.matcher(line).find()
                && !PLAIN_DELIMITER.matcher(line).matches();
    }

    /** Says no to nearly all lines, and in a fraction of the time that the pattern takes. */
    private static boolean mayBeSuspicious(String line) {
        boolean atBegin = true;
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '/' && line.startsWith("/*", i)
                    || atBegin && (c == '-' || c == '(' || c == 'u' || c == 'U')
                    || !inWord && BEGINNINGS.indexOf(c) >= 0 && beginsWord(line, i)) {
                return true;
            }
            atBegin &= c <= ' ';
            inWord = Character.isLetterOrDigit(c) || c == '_';
        }
        return false;
    }

    private static boolean beginsWord(String line, int at) {
        return WORDS.stream().anyMatch(word -> line.regionMatches(true, at, word, 0, word.length()));
    }

    /** What is to be known before plain Flyway runs the script; empty when it would send the same statements. */
    static Optional<String> difference(ScriptFile file, Script script) {
        String end = ", and this tool, as the mariadb client, into "
                + script.statements().size() + ": do not run it with plain Flyway; its checksum is the same for both";
        List<String> flyway = new ArrayList<>();
        ClassicConfiguration configuration = new ClassicConfiguration();
        configuration.setPlaceholderReplacement(false);
        try (SqlStatementIterator parsed =
                new MariaDBParser(configuration, new ParsingContext()).parse(new FlywayResource(file.path()))) {
            while (parsed.hasNext()) {
                flyway.add(parsed.next().getSql());
            }
        } catch (FlywayException e) {
            return Optional.of("plain Flyway could not take " + file.file() + " apart" + end);
        }
        return same(flyway, script.statements())
                ? Optional.empty()
                : Optional.of("plain Flyway would take " + file.file() + " apart into " + flyway.size()
                        + " statements, or into others" + end);
    }

    private static boolean same(List<String> flyway, List<ScriptStatement> ours) {
        if (flyway.size() != ours.size()) {
            return false;
        }
        for (int i = 0; i < flyway.size(); i++) {
            List<Token> theirs = Lexer.tokens(flyway.get(i), ours.get(i).dialect());
            if (!theirs.equals(ours.get(i).tokens())) {
                return false;
            }
        }
        return true;
    }
}
