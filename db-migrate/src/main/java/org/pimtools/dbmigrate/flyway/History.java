package org.pimtools.dbmigrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Version;

/** What Flyway's schema history in a module's database says, at the moment it was read. */
public final class History {
    /** What the runner keeps in the database beside the history. */
    private static final String OWN = "aos_migrate_";

    private final boolean populated;
    private final List<HistoryRow> rows;
    private final Version baseline;
    private final SortedMap<Version, HistoryRow> applied = new TreeMap<>();
    private final SortedMap<Version, HistoryRow> unfinished = new TreeMap<>();

    private History(boolean populated, List<HistoryRow> rows) {
        this.populated = populated;
        this.rows = List.copyOf(rows);
        Version adoptedAt = Version.NONE;
        for (HistoryRow row : rows) {
            if (row.parsedVersion().isEmpty()) {
                continue;
            }
            Version version = row.parsedVersion().get();
            switch (row.type()) {
                case "SQL" -> (row.success() ? applied : unfinished).put(version, row);
                case "DELETE" -> applied.remove(version);
                case "BASELINE" -> adoptedAt = version;
                default -> {}
            }
        }
        baseline = adoptedAt;
    }

    /** What the history says once a database was adopted at a version. */
    public static History adoptedAt(Version version) {
        return new History(
                true, List.of(new HistoryRow(1, version.toString(), "", "BASELINE", "", OptionalInt.empty(), true)));
    }

    /** Reads it in two or three short statements, and changes nothing. */
    public static History read(Connection connection, DatabaseSettings database) throws SQLException {
        boolean exists = false;
        boolean populated = false;
        try (PreparedStatement tables =
                connection.prepareStatement("SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
                        + " UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = ?")) {
            tables.setString(1, database.database());
            tables.setString(2, database.database());
            try (ResultSet found = tables.executeQuery()) {
                while (found.next()) {
                    boolean history = found.getString(1).equals(HistoryTable.NAME);
                    exists |= history;
                    populated |= !history && !found.getString(1).startsWith(OWN);
                }
            }
        }
        return new History(populated, exists ? rows(connection, database) : List.of());
    }

    private static List<HistoryRow> rows(Connection connection, DatabaseSettings database) throws SQLException {
        List<HistoryRow> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT installed_rank, version, description, type, script, checksum, success FROM "
                                + HistoryTable.of(database) + " ORDER BY installed_rank")) {
            while (row.next()) {
                String version = row.getString(2);
                int checksum = row.getInt(6);
                rows.add(new HistoryRow(
                        row.getInt(1),
                        version == null ? "" : version,
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.wasNull() ? OptionalInt.empty() : OptionalInt.of(checksum),
                        row.getBoolean(7)));
            }
        }
        return rows;
    }

    /** True when the history knows of a version, or has known of one. */
    public boolean isKept() {
        return rows.stream().anyMatch(row -> !row.type().equals("SCHEMA"));
    }

    /** True when the database holds tables, views or routines beside the history. */
    public boolean populated() {
        return populated;
    }

    /** The versions that are applied, highest first, those below the baseline left out. */
    public List<Version> applied() {
        List<Version> versions = new ArrayList<>(applied.keySet());
        Collections.reverse(versions);
        return versions;
    }

    /** The version at which the database was adopted; none when it was made by its migrations. */
    public Version baseline() {
        return baseline;
    }

    /** The version that all is done of, given the script that is open, if one is. */
    public Version current(Optional<Direction> open) {
        Version newest = newest();
        return open.filter(Direction.UNDO::equals).isPresent() && !unfinished.isEmpty()
                ? newest.orHigher(unfinished.lastKey())
                : newest;
    }

    /** Where the database is once a version was taken back; none where nothing is left. */
    public Version below(Version version) {
        SortedMap<Version, HistoryRow> lower = applied.headMap(version);
        return lower.isEmpty() ? baseline : baseline.orHigher(lower.lastKey());
    }

    private Version newest() {
        return applied.isEmpty() ? baseline : baseline.orHigher(applied.lastKey());
    }

    /**
     * All that forbids to touch the database.
     *
     * @param openVersion the version of the script that our own journal says is open
     */
    public List<Fault> faults(ScriptFolder folder, Optional<Version> openVersion) {
        return new HistoryCheck(rows, applied, unfinished, baseline, newest()).faults(folder, openVersion);
    }
}
