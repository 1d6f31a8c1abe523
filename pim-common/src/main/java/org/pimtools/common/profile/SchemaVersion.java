package org.pimtools.common.profile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the platform whose schema a database has: the highest one of which Liquibase's log of changes has a file. Source: the
 * public dump of version 2.6, where the files are {@code src/<version>/…}; that later versions name them so is inferred.
 */
final class SchemaVersion {
    private static final Pattern FILE =
            Pattern.compile("(?:.*/)?src/([0-9]{1,9}(?:[.][0-9]{1,9}){0,5})(?:[^0-9./][^/]{0,40})?/.*");

    private static final Comparator<String> BY_PARTS = (one, other) -> Arrays.compare(parts(one), parts(other));

    private SchemaVersion() {}

    /** Empty when no file says one. */
    static Optional<String> read(Connection connection, SchemaProfile profile) throws SQLException {
        String table = "DATABASECHANGELOG";
        String newest = null;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT " + profile.quotedColumn(table, "FILENAME")
                        + " FROM " + profile.quotedTable(table))) {
            while (rows.next()) {
                Matcher file = FILE.matcher(String.valueOf(rows.getString(1)).replace('\\', '/'));
                if (file.matches() && (newest == null || BY_PARTS.compare(newest, file.group(1)) < 0)) {
                    newest = file.group(1);
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    private static int[] parts(String version) {
        return Arrays.stream(version.split("[.]")).mapToInt(Integer::parseInt).toArray();
    }
}
