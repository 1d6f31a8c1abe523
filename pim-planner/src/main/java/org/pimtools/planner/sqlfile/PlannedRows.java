package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;

/** Which rows a plan lets an SQL file write: those of its VMs with their UUID, name and machine, and those that refer to them. */
public final class PlannedRows {
    private final PlanLine.Header header;
    private final Map<DatacenterId, Long> vms = new LinkedHashMap<>();
    private final Map<DatacenterId, String> names = new LinkedHashMap<>();
    private final Fingerprints rows = new Fingerprints();

    private PlannedRows(PlanLine.Header header) {
        this.header = header;
    }

    /** Reads and proves the whole plan. */
    public static PlannedRows read(Path plan) {
        try (PlanReader reader = PlanReader.open(plan)) {
            PlannedRows planned = new PlannedRows(reader.header());
            DatacenterId datacenter = null;
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    datacenter = start.datacenter();
                    planned.vms.put(datacenter, 0L);
                    planned.names.put(datacenter, start.name());
                } else if (line instanceof PlanLine.Vm vm) {
                    planned.vms.merge(datacenter, 1L, Long::sum);
                    planned.rows.add(
                            vm(datacenter, vm.idVm(), List.of(vm.uuid(), vm.name(), Long.toString(vm.idHypervisor()))));
                } else if (line instanceof PlanLine.Reference reference) {
                    planned.rows.add(reference(
                            datacenter,
                            reference.idVm(),
                            reference.table(),
                            reference.key(),
                            reference.column(),
                            reference.value()));
                }
            }
            return planned;
        }
    }

    public PlanLine.Header header() {
        return header;
    }

    /** The datacenters in the plan's order, with the number of their VMs. */
    public Map<DatacenterId, Long> datacenters() {
        return vms;
    }

    /** A datacenter's name, or its UUID when it has none. */
    public String title(DatacenterId datacenter) {
        String name = names.get(datacenter);
        return name == null ? datacenter.toString() : name;
    }

    /** A datacenter for people. */
    public String describe(DatacenterId datacenter) {
        String name = names.get(datacenter);
        return name == null ? datacenter.toString() : datacenter + " (" + name + ")";
    }

    /**
     * True when the plan holds the row with these guards. A rollback may also hold rows of earlier plans, so that only its
     * table and column must be planned: it writes nothing but where the update's value stands.
     */
    boolean allows(SqlDirection direction, DatacenterId datacenter, SqlTarget target, SqlRow row) {
        if (direction == SqlDirection.ROLLBACK) {
            return true;
        }
        return switch (target.role()) {
            case VM ->
                row.key().equals(List.of(KeyCell.of(row.idVm())))
                        && !row.guards().contains(null)
                        && rows.contains(vm(datacenter, row.idVm(), row.guards()));
            case REFERENCE -> {
                SortedMap<String, KeyCell> key = new TreeMap<>();
                for (int i = 0; i < target.keyColumns().size(); i++) {
                    key.put(target.keyColumns().get(i).name(), row.key().get(i));
                }
                yield rows.contains(
                        reference(datacenter, row.idVm(), target.table(), key, target.column(), row.before()));
            }
            // no plan of this version has lines for them
            case FIREWALL, LOAD_BALANCER, JOB -> false;
        };
    }

    private static String vm(DatacenterId datacenter, long idVm, List<String> guards) {
        return datacenter + " " + idVm + " " + quoted(guards);
    }

    private static String reference(
            DatacenterId datacenter,
            long idVm,
            String table,
            SortedMap<String, KeyCell> key,
            String column,
            String value) {
        StringBuilder text = new StringBuilder(datacenter + " " + idVm + " " + table);
        key.forEach((name, cell) -> text.append(' ').append(name).append('=').append(quoted(List.of(cell.toString()))));
        return text.append(' ').append(column).append(' ').append(value).toString();
    }

    /** Lengths keep two lists apart that join to one text. */
    private static String quoted(List<String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(value.length()).append(':').append(value));
        return text.toString();
    }
}
