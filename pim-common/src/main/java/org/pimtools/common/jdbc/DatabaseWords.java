package org.pimtools.common.jdbc;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** What a database said, in its own words. */
public final class DatabaseWords {
    /** The driver puts the number of the connection before them, which means nothing to an operator. */
    private static final Pattern CONNECTION = Pattern.compile("^\\(conn=[0-9]+\\) ");

    private DatabaseWords() {}

    /** The message of a failure, for an operator; never null. */
    public static String of(SQLException failure) {
        return failure.getMessage() == null
                ? "it gives no reason"
                : CONNECTION.matcher(failure.getMessage()).replaceFirst("");
    }
}
