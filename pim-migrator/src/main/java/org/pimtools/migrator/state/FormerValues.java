package org.pimtools.migrator.state;

import java.util.HashMap;
import java.util.Map;
import org.pimtools.migrator.change.Change;
import org.pimtools.migrator.journal.WorkFile;

/** What the database held before earlier migrations of this datacenter, so that rolling back the newest undoes them all. */
public final class FormerValues {
    private record Written(String before, String value) {}

    private final Map<Long, Written> byVm = new HashMap<>();

    /**
     * @param migrations earlier work, the newest first
     * @param table the table of VMs
     * @param column its column of provider IDs
     */
    public static FormerValues of(Iterable<WorkFile> migrations, String table, String column) {
        FormerValues values = new FormerValues();
        for (WorkFile work : migrations) {
            try (var rows = work.setRows()) {
                rows.filter(row -> row.table().equals(table) && row.column().equals(column))
                        .forEach(values::add);
            }
        }
        return values;
    }

    private void add(Change.SetRow row) {
        byVm.putIfAbsent(row.idVm(), new Written(row.expected(), row.value()));
    }

    /** What the VM's column held before we wrote {@code value}, or {@code value} itself when it was not us. */
    public String before(long idVm, String value) {
        Written written = byVm.get(idVm);
        return written != null && written.value().equals(value) ? written.before() : value;
    }
}
