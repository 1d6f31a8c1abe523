package org.pimtools.dbmigrate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.flyway.ScriptFile;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.ScriptedSchema;
import org.pimtools.dbmigrate.script.Version;

/**
 * Compares what a database without a history holds with what the migrations up to a version would have made, as far as their texts
 * tell. What no migration names is not looked at.
 */
final class BaselineCheck {
    private static final int SHOWN = 5;
    private static final List<String> QUERIES = List.of(
            "SELECT CONCAT('table ', table_name) FROM information_schema.tables WHERE table_schema = ? AND table_type <> 'VIEW'",
            "SELECT CONCAT('view ', table_name) FROM information_schema.tables WHERE table_schema = ? AND table_type = 'VIEW'",
            "SELECT CONCAT('column ', table_name, '.', column_name) FROM information_schema.columns WHERE table_schema = ?",
            "SELECT CONCAT('routine ', routine_name) FROM information_schema.routines WHERE routine_schema = ?"
                    + " AND routine_type IN ('PROCEDURE', 'FUNCTION')");

    /** What each version has made, in their order. */
    private final Map<Version, Set<String>> made = new LinkedHashMap<>();

    private final Map<Version, List<String>> unknown = new LinkedHashMap<>();
    private final Set<String> found;

    private BaselineCheck(Set<String> found) {
        this.found = found;
    }

    /** @param connection a session of our own */
    static BaselineCheck read(Connection connection, ScriptFolder folder, String database, Dialect dialect)
            throws SQLException {
        BaselineCheck check = new BaselineCheck(found(connection, database));
        ScriptedSchema schema = new ScriptedSchema(database);
        for (Map.Entry<Version, ScriptFile> migration : folder.migrations().entrySet()) {
            try {
                schema.run(migration.getValue().load(dialect));
            } catch (ToolException e) {
                schema.unreadable(migration.getValue().file());
            }
            check.made.put(migration.getKey(), schema.objects());
            check.unknown.put(migration.getKey(), schema.unknown());
        }
        return check;
    }

    private static Set<String> found(Connection connection, String database) throws SQLException {
        Set<String> found = new HashSet<>();
        for (String query : QUERIES) {
            try (PreparedStatement select = connection.prepareStatement(query)) {
                select.setString(1, database);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getString(1).toLowerCase(java.util.Locale.ROOT));
                    }
                }
            }
        }
        return found;
    }

    /** What the texts of the migrations up to the version do not tell; empty when they tell all. */
    Optional<String> unknown(Version version) {
        List<String> names = unknown.entrySet().stream()
                .filter(entry -> !entry.getKey().isAbove(version))
                .reduce((one, other) -> other)
                .map(Map.Entry::getValue)
                .orElse(List.of());
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("what these make could not be compared with the database: " + few(names));
    }

    /** @throws ToolException when the database holds something else */
    void require(Version version) {
        List<String> differences = differences(version);
        if (differences.isEmpty()) {
            return;
        }
        List<String> fitting = made.keySet().stream()
                .filter(each -> differences(each).isEmpty())
                .map(Version::toString)
                .toList();
        throw new ToolException(
                ExitCode.INVALID_INPUT,
                "the database is not what the migrations up to version " + version + " would have made of it: "
                        + few(differences),
                (fitting.isEmpty()
                                ? "find out which version it is of"
                                : "it looks like version " + fitting.get(fitting.size() - 1) + ": adopt it there")
                        + "; to adopt it at " + version + " nevertheless, give --yes");
    }

    /** Missing, still there, there too soon; with the version that made or dropped it. */
    private List<String> differences(Version version) {
        Set<String> before = new TreeSet<>();
        Set<String> expected = Set.of();
        Map<String, Version> madeBy = new LinkedHashMap<>();
        Map<String, Version> droppedBy = new LinkedHashMap<>();
        Set<String> last = Set.of();
        for (Map.Entry<Version, Set<String>> each : made.entrySet()) {
            Set<String> now = each.getValue();
            for (String object : now) {
                if (!last.contains(object)) {
                    madeBy.putIfAbsent(object, each.getKey());
                }
            }
            if (!each.getKey().isAbove(version)) {
                before.addAll(now);
                last.stream()
                        .filter(object -> !now.contains(object))
                        .forEach(object -> droppedBy.put(object, each.getKey()));
                expected = now;
            }
            last = now;
        }
        List<String> differences = new ArrayList<>();
        for (String object : expected) {
            if (!found.contains(object) && !isOfAMissingTable(object)) {
                differences.add("there is no " + object + ", which version " + madeBy.get(object) + " makes");
            }
        }
        for (String object : before) {
            if (!expected.contains(object) && found.contains(object)) {
                differences.add("there is still " + object + ", which version " + droppedBy.get(object) + " drops");
            }
        }
        for (Map.Entry<String, Version> later : madeBy.entrySet()) {
            if (later.getValue().isAbove(version)
                    && !before.contains(later.getKey())
                    && found.contains(later.getKey())) {
                differences.add(
                        "there is already " + later.getKey() + ", which version " + later.getValue() + " makes");
            }
        }
        return differences;
    }

    /** The table is named, and its columns are not. */
    private boolean isOfAMissingTable(String object) {
        return object.startsWith("column ")
                && !found.contains("table " + object.substring("column ".length(), object.lastIndexOf('.')))
                && !found.contains("view " + object.substring("column ".length(), object.lastIndexOf('.')));
    }

    private static String few(List<String> texts) {
        return String.join("; ", texts.subList(0, Math.min(SHOWN, texts.size())))
                + (texts.size() > SHOWN ? "; and " + (texts.size() - SHOWN) + " more" : "");
    }
}
