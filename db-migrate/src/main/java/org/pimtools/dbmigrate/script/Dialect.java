package org.pimtools.dbmigrate.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What decides how a MariaDB server reads the text of a statement.
 *
 * @param version of the server, as executable comments write it: 101119 is 10.11.19
 * @param ansiQuotes true when a text in double quotes is an identifier: {@code ANSI_QUOTES}
 * @param plainBackslashes true when a backslash escapes nothing: {@code NO_BACKSLASH_ESCAPES}
 */
public record Dialect(int version, boolean ansiQuotes, boolean plainBackslashes) {
    /** Executes what any MariaDB executes; for texts of which no session is known. */
    public static final Dialect NEWEST = new Dialect(Integer.MAX_VALUE, false, false);

    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,2})\\.([0-9]{1,2})");
    private static final int DIGITS = 5;
    /** Versions that MySQL uses after the two parted: MariaDB skips what is for them (manual, "Comment Syntax"). */
    private static final int FIRST_OF_MYSQL = 50_700;

    private static final int LAST_OF_MYSQL = 99_999;

    /**
     * @param version as {@code VERSION()} says it, such as {@code 10.11.19-MariaDB}
     * @param sqlMode as {@code @@sql_mode} says it
     */
    public static Dialect of(String version, String sqlMode) {
        Matcher release = RELEASE.matcher(version);
        int number = release.lookingAt()
                ? 10_000 * Integer.parseInt(release.group(1))
                        + 100 * Integer.parseInt(release.group(2))
                        + Integer.parseInt(release.group(3))
                : NEWEST.version();
        return new Dialect(number, false, false).in(sqlMode);
    }

    /** The same under another {@code sql_mode}, as {@code @@sql_mode} says it. */
    public Dialect in(String sqlMode) {
        return with(SqlMode.of(sqlMode));
    }

    /** Whether a backslash takes its meaning from the character behind it, inside these quotes. */
    boolean escapes(char quote) {
        return quote != '`' && !plainBackslashes && !(quote == '"' && ansiQuotes);
    }

    Dialect with(SqlMode mode) {
        return new Dialect(version, mode.ansiQuotes(), mode.plainBackslashes());
    }

    /**
     * The length of the mark that begins an executable comment at a place: {@code /*!} or {@code /*M!}, with the version behind it;
     * 0 when none begins there.
     */
    static int executable(CharSequence sql, int at) {
        int mark = at + 2;
        if (mark < sql.length() && sql.charAt(mark) == 'M') {
            mark++;
        }
        if (mark >= sql.length() || sql.charAt(at) != '/' || sql.charAt(at + 1) != '*' || sql.charAt(mark) != '!') {
            return 0;
        }
        mark++;
        int digits = mark;
        while (digits < sql.length() && digits - mark <= DIGITS && isDigit(sql.charAt(digits))) {
            digits++;
        }
        return (digits - mark < DIGITS ? mark : digits) - at;
    }

    /** Whether the server executes what stands behind an executable comment's mark. */
    boolean executes(String mark) {
        int digits = mark.indexOf('!') + 1;
        if (digits == mark.length()) {
            return true;
        }
        int needed = Integer.parseInt(mark.substring(digits));
        boolean mysql = mark.charAt(2) == '!' && needed >= FIRST_OF_MYSQL && needed <= LAST_OF_MYSQL;
        return needed <= version && !mysql;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
