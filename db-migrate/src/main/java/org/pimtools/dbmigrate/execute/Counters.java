package org.pimtools.dbmigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.pimtools.dbmigrate.lock.LockedDatabase;
import org.pimtools.dbmigrate.lock.LockedDatabase.Transaction;
import org.pimtools.dbmigrate.lock.Sessions;
import org.pimtools.dbmigrate.script.Names;
import org.slf4j.LoggerFactory;

/**
 * The next values of {@code AUTO_INCREMENT} columns, which a rollback does not take back: rows that are inserted again would get other
 * numbers, and what refers to them by number would be wrong. They are noted before a transaction first writes such a table, and given
 * back when it was taken back.
 */
final class Counters {
    /** A table with such a column. */
    record Table(String schema, String name) {
        String quoted() {
            return Names.quote(schema) + "." + Names.quote(name);
        }
    }

    private final LockedDatabase held;
    private final long script;
    private final Map<Table, Long> noted = new LinkedHashMap<>();
    private boolean written;

    Counters(LockedDatabase held, long script) {
        this.held = held;
        this.script = script;
    }

    /** A transaction begins. */
    void begin() {
        noted.clear();
    }

    /** Notes those of the tables that the transaction has not written yet. */
    void note(int number, Set<Table> tables) throws SQLException {
        Set<Table> fresh = new LinkedHashSet<>(tables);
        fresh.removeAll(noted.keySet());
        if (fresh.isEmpty()) {
            return;
        }
        Map<Table, Long> values = new LinkedHashMap<>();
        for (Table table : fresh) {
            values.put(table, held.read(side -> next(side, table)));
        }
        written = true;
        held.beside(transaction -> write(transaction, number, values));
        noted.putAll(values);
    }

    /** Whether this run may have written some. */
    boolean isWritten() {
        return written;
    }

    /** The transaction was taken back. */
    void giveBack() throws SQLException {
        for (Map.Entry<Table, Long> entry : noted.entrySet()) {
            giveBack(held, entry.getKey(), entry.getValue());
        }
    }

    /** What a run that was cut off has noted for a statement that is not done. */
    static void giveBack(LockedDatabase held, long script, int done) throws SQLException {
        Map<Table, Long> values = held.read(side -> {
            Map<Table, Long> found = new LinkedHashMap<>();
            try (PreparedStatement select = side.prepareStatement(
                    "SELECT db, tab, value FROM " + held.tables().counter() + " WHERE script = ? AND n > ?")) {
                select.setLong(1, script);
                select.setInt(2, done);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.put(new Table(row.getString(1), row.getString(2)), row.getLong(3));
                    }
                }
            }
            return found;
        });
        for (Map.Entry<Table, Long> entry : values.entrySet()) {
            giveBack(held, entry.getKey(), entry.getValue());
        }
    }

    private static void giveBack(LockedDatabase held, Table table, long value) throws SQLException {
        held.read(side -> {
            if (next(side, table) > value) {
                try {
                    Sessions.execute(
                            side,
                            "SET STATEMENT lock_wait_timeout = 1 FOR ALTER TABLE " + table.quoted()
                                    + " AUTO_INCREMENT = " + value);
                } catch (SQLException e) {
                    if (Failures.isLost(e)) {
                        throw e;
                    }
                    LoggerFactory.getLogger(Counters.class)
                            .warn("the numbers of {} have a gap before the next row: {}", table, e.getMessage());
                }
            }
            return null;
        });
    }

    private static long next(Connection side, Table table) throws SQLException {
        try (PreparedStatement select = side.prepareStatement("SELECT auto_increment FROM information_schema.tables"
                + " WHERE table_schema = ? AND table_name = ?")) {
            select.setString(1, table.schema());
            select.setString(2, table.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private void write(Transaction transaction, int number, Map<Table, Long> values) throws SQLException {
        for (Map.Entry<Table, Long> entry : values.entrySet()) {
            transaction.add("INSERT INTO " + held.tables().counter() + " (script, db, tab, n, value) VALUES (" + script
                    + ", "
                    + Names.text(entry.getKey().schema()) + ", "
                    + Names.text(entry.getKey().name()) + ", " + number
                    + ", " + entry.getValue() + ") ON DUPLICATE KEY UPDATE n = VALUES(n), value = VALUES(value)");
        }
    }
}
