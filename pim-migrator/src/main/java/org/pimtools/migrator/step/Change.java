package org.pimtools.migrator.step;

import java.util.List;

/** One numbered line of {@code work.jsonl}: a change that was decided before anything was changed. */
public sealed interface Change {
    /** From 1, unique in the work file, in the order of the work. */
    int no();

    /** The VM that the change belongs to. */
    long idVm();

    /**
     * The VM's subscription in Redis, from its old name to its provider ID.
     *
     * @param oldNames the names under which Redis may know the VM, most likely first
     */
    record Rekey(int no, long idVm, long idHypervisor, List<String> oldNames, String providerId) implements Change {
        public Rekey {
            oldNames = List.copyOf(oldNames);
        }
    }

    /**
     * One value of one row of the platform's database. It goes to the SQL files; nothing here connects to the database.
     *
     * @param key the primary key's columns, integers as decimal text
     * @param guards columns that must hold these values, compared byte by byte, or the row is not the one that was planned
     * @param column the column that is written
     * @param expected what the column holds before, or null for NULL
     * @param value what the column holds after
     */
    record SetRow(
            int no,
            long idVm,
            String table,
            List<Cell> key,
            List<Cell> guards,
            String column,
            String expected,
            String value)
            implements Change {
        public SetRow {
            key = List.copyOf(key);
            guards = List.copyOf(guards);
        }
    }

    /** A column and its value. */
    record Cell(String column, String value) {}
}
