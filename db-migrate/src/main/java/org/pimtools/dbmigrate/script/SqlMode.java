package org.pimtools.dbmigrate.script;

import java.util.Locale;
import java.util.Set;

/**
 * What a value of {@code sql_mode} says about quotes.
 *
 * @param ansiQuotes {@code ANSI_QUOTES}, or a mode that includes it
 * @param plainBackslashes {@code NO_BACKSLASH_ESCAPES}
 */
public record SqlMode(boolean ansiQuotes, boolean plainBackslashes) {
    static final SqlMode NEITHER = new SqlMode(false, false);

    private static final String NO_BACKSLASH_ESCAPES = "NO_BACKSLASH_ESCAPES";
    /** {@code ANSI_QUOTES} and the modes that include it (manual, "SQL_MODE"). */
    private static final Set<String> ANSI =
            Set.of("ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL");
    /** The bits of the same modes in a value that is written as a number. */
    private static final long ANSI_BITS = 1L << 2 | 0x1FL << 8 | 1L << 18;

    private static final long NO_BACKSLASH_ESCAPES_BIT = 1L << 20;

    /** @param value as the server shows it: names with commas between them */
    public static SqlMode of(String value) {
        boolean ansi = false;
        boolean plain = false;
        for (String name : value.toUpperCase(Locale.ROOT).split(",")) {
            ansi |= ANSI.contains(name.strip());
            plain |= NO_BACKSLASH_ESCAPES.equals(name.strip());
        }
        return new SqlMode(ansi, plain);
    }

    static SqlMode of(long bits) {
        return new SqlMode((bits & ANSI_BITS) != 0, (bits & NO_BACKSLASH_ESCAPES_BIT) != 0);
    }

    SqlMode or(SqlMode other) {
        return new SqlMode(ansiQuotes || other.ansiQuotes, plainBackslashes || other.plainBackslashes);
    }
}
