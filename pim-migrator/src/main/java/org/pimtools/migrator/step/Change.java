package org.pimtools.migrator.step;

import java.util.List;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRole;

/**
 * One numbered line of {@code work.jsonl}: a change that was decided before anything was changed. Every kind of change answers
 * what it changes and which kind it is, so that nothing that is added here can be overlooked elsewhere.
 */
public sealed interface Change {
    /** From 1, unique in the work file, in the order of the work. */
    int no();

    /** The VM that the change belongs to; of the own row of another entity, that entity's id. */
    long idVm();

    ChangeKind kind();

    /** What is changed, unique among the changes of its kind in one work: the same in every work of a datacenter. */
    long target();

    /** What is changed, as findings and results name it, for instance {@code vm:12}. */
    String entity();

    /** The name or value that the target has afterwards. */
    String newName();

    /** Whether the target had another name or value before, so that one can see that the change was made. */
    boolean renames();

    /**
     * The VM's subscription in Redis, from its old name to its provider ID.
     *
     * @param oldNames the names under which Redis may know the VM, most likely first
     */
    record Rekey(int no, long idVm, long idHypervisor, List<String> oldNames, String providerId) implements Change {
        public Rekey {
            oldNames = List.copyOf(oldNames);
        }

        @Override
        public ChangeKind kind() {
            return ChangeKind.REKEY;
        }

        @Override
        public long target() {
            return idVm;
        }

        @Override
        public String entity() {
            return "vm:" + idVm;
        }

        @Override
        public String newName() {
            return providerId;
        }

        @Override
        public boolean renames() {
            return oldNames.stream().anyMatch(name -> !name.equals(providerId));
        }
    }

    /**
     * A job of a backup system, from a name with the VM's old name in it to one with its provider ID.
     *
     * @param job its row in the platform's database
     * @param endpointNo the backup server's number in the plan, or 0 when the plan knows none
     * @param oldName what the job is called before
     * @param newName what it is to be called
     */
    record RenameJob(int no, long idVm, long job, int endpointNo, String oldName, String newName) implements Change {
        @Override
        public ChangeKind kind() {
            return ChangeKind.RENAME_JOB;
        }

        @Override
        public long target() {
            return job;
        }

        @Override
        public String entity() {
            return "job:" + job;
        }

        @Override
        public boolean renames() {
            return !oldName.equals(newName);
        }
    }

    /**
     * One value of one row of the platform's database. It goes to the SQL files; nothing here connects to the database.
     *
     * @param role what the row is about
     * @param key the primary key's columns
     * @param guards columns that must hold these values, compared byte by byte, or the row is not the one that was planned
     * @param column the column that is written
     * @param expected what the column holds before, or null for NULL
     * @param value what the column holds after
     */
    record SetRow(
            int no,
            long idVm,
            SqlRole role,
            String table,
            List<KeyPart> key,
            List<Cell> guards,
            String column,
            String expected,
            String value)
            implements Change {
        public SetRow {
            key = List.copyOf(key);
            guards = List.copyOf(guards);
        }

        @Override
        public ChangeKind kind() {
            return ChangeKind.SET_ROW;
        }

        @Override
        public long target() {
            return no;
        }

        @Override
        public String entity() {
            return owner().toString();
        }

        /** The entity that the row belongs to. */
        public EntityKey owner() {
            return new EntityKey(role.ownerKind(), idVm);
        }

        @Override
        public String newName() {
            return value;
        }

        @Override
        public boolean renames() {
            return !value.equals(expected);
        }
    }

    /** A column of a key and its value. */
    record KeyPart(String column, KeyCell value) {}

    /** A column and its value. */
    record Cell(String column, String value) {}
}
