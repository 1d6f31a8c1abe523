package org.pimtools.migrator.state;

import java.util.HashMap;
import java.util.Map;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;

/** What the database held before earlier migrations of this datacenter, so that rolling back the newest undoes them all. */
public final class FormerValues {
    private record Written(String uuid, String before, String value) {}

    private final Map<Long, Written> byVm = new HashMap<>();

    /**
     * @param migrations earlier work, the newest first
     * @param table the table of VMs
     * @param column its column of provider IDs
     * @param uuid its column of UUIDs, which is one of the guards
     */
    public static FormerValues of(Iterable<WorkFile> migrations, String table, String column, String uuid) {
        FormerValues values = new FormerValues();
        for (WorkFile work : migrations) {
            try (var rows = work.setRows()) {
                rows.filter(row -> row.table().equals(table) && row.column().equals(column))
                        .forEach(row -> values.add(row, uuid));
            }
        }
        return values;
    }

    private void add(Change.SetRow row, String uuidColumn) {
        String uuid = row.guards().stream()
                .filter(guard -> guard.column().equals(uuidColumn))
                .map(Change.Cell::value)
                .findFirst()
                .orElse(null);
        byVm.putIfAbsent(row.idVm(), new Written(uuid, row.expected(), row.value()));
    }

    /** Whether this is the newest value that was meant for the VM's column. */
    public boolean wrote(long idVm, String value) {
        Written written = byVm.get(idVm);
        return written != null && written.value().equals(value);
    }

    /** Whether the VM that was migrated has this UUID, so that it is the same one. */
    public boolean isOf(long idVm, String uuid) {
        Written written = byVm.get(idVm);
        return written != null && uuid != null && uuid.equals(written.uuid());
    }

    /** What the VM's column held before we wrote {@code value}, or {@code value} itself when it was not us. */
    public String before(long idVm, String value) {
        Written written = byVm.get(idVm);
        return written != null && written.value().equals(value) ? written.before() : value;
    }
}
