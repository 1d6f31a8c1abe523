package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.script.Names;
import org.pimtools.dbmigrate.script.ObjectName;

/**
 * Finds the tables, most of all, that have transactions, no triggers, and nothing that goes on counting: who writes rows of one does
 * nothing else. That is asked of the table alone, which costs the server a fiftieth of asking its catalogue.
 */
final class OrdinaryTables {
    private final LockedDatabase held;
    private final VisibleTriggers triggers;
    private final Map<ObjectName, Boolean> known = new HashMap<>();
    /** Those that a statement of the script made, so that they have had no trigger yet. */
    private final Set<ObjectName> made = new HashSet<>();

    OrdinaryTables(LockedDatabase held, VisibleTriggers triggers) {
        this.held = held;
        this.triggers = triggers;
    }

    /** A table was made where there was none; call it behind {@link #forget}. */
    void made(ObjectName table) {
        made.add(table);
    }

    /** A statement was run that may have changed what has one of these names, in lower case. */
    void forget(Collection<String> names) {
        known.keySet().removeIf(table -> names.contains(table.name().toLowerCase(Locale.ROOT)));
        made.removeIf(table -> names.contains(table.name().toLowerCase(Locale.ROOT)));
    }

    /** A statement was run that may have changed anything. */
    void forget() {
        known.clear();
        made.clear();
    }

    /**
     * Whether the table is one of these; false where that cannot be seen.
     *
     * @param table in a database
     * @throws SQLException only when the connection is lost
     */
    boolean has(ObjectName table) throws SQLException {
        Boolean before = known.get(table);
        if (before != null) {
            return before;
        }
        boolean found = held.read(side -> isOrdinary(side, table));
        known.put(table, found);
        return found;
    }

    private boolean isOrdinary(Connection side, ObjectName table) throws SQLException {
        try {
            triggers.read(side);
            return triggers.of(table.schema().orElseThrow(), table.name())
                    && Catalogue.table(side, table)
                            .filter(TableDefinition::isOrdinary)
                            .isPresent()
                    && (made.contains(table) || !hasTriggers(side, table));
        } catch (SQLException e) {
            if (Failures.isLost(e)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean hasTriggers(Connection side, ObjectName table) throws SQLException {
        try (Statement statement = side.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM information_schema.triggers"
                        + " WHERE event_object_schema = "
                        + Names.text(table.schema().orElseThrow())
                        + " AND event_object_table = " + Names.text(table.name()) + " LIMIT 1")) {
            return row.next();
        }
    }
}
