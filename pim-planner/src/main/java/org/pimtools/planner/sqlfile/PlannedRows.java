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
    private final LongSet everywhere = new LongSet();

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
                    planned.everywhere.add(vm.idVm());
                    planned.rows.add(owner(datacenter, vm.idVm()));
                    planned.rows.add(name(datacenter, vm.idVm(), vm.name()));
                    if (vm.providerId() != null) {
                        planned.rows.add(held(datacenter, vm.idVm(), vm.providerId()));
                    }
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
     * True when the plan holds the row with these guards. A rollback may also hold rows of earlier plans: it must not contradict
     * this one, and what it cannot prove is {@linkplain #proves asked of the database}.
     */
    boolean allows(SqlDirection direction, DatacenterId datacenter, SqlTarget target, SqlRow row) {
        return switch (direction) {
            case UPDATE -> allowsForth(datacenter, target, row);
            case ROLLBACK -> allowsBack(datacenter, target, row);
        };
    }

    private boolean allowsForth(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        return switch (target.role()) {
            case VM ->
                row.key().equals(List.of(KeyCell.of(row.idVm())))
                        && !row.guards().contains(null)
                        && rows.contains(vm(datacenter, row.idVm(), row.guards()));
            case REFERENCE -> rows.contains(reference(datacenter, target, row, row.before()));
            // no plan of this version has lines for them
            case FIREWALL, LOAD_BALANCER, JOB -> false;
        };
    }

    /** A VM gets back nothing, or what it had when it was planned; what refers to it gets back the VM's name. */
    private boolean allowsBack(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        boolean here = rows.contains(owner(datacenter, row.idVm()));
        if (!here && everywhere.contains(row.idVm())) {
            return false;
        }
        return switch (target.role()) {
            case VM ->
                row.key().equals(List.of(KeyCell.of(row.idVm())))
                        && (row.after() == null || rows.contains(held(datacenter, row.idVm(), row.after())));
            case REFERENCE ->
                !here
                        || isPlanned(datacenter, target, row)
                        || FormerName.fits(row, name -> rows.contains(name(datacenter, row.idVm(), name)));
            // no plan of this version has lines for them
            case FIREWALL, LOAD_BALANCER, JOB -> false;
        };
    }

    /**
     * False for a row of a rollback that the plan allows without knowing that it belongs to a VM of the datacenter, because it comes
     * from an earlier plan.
     */
    public boolean proves(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        return switch (target.role()) {
            case REFERENCE -> isPlanned(datacenter, target, row);
            case VM, FIREWALL, LOAD_BALANCER, JOB -> rows.contains(owner(datacenter, row.idVm()));
        };
    }

    private boolean isPlanned(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        return rows.contains(reference(datacenter, target, row, row.after()));
    }

    private static String reference(DatacenterId datacenter, SqlTarget target, SqlRow row, String value) {
        SortedMap<String, KeyCell> key = new TreeMap<>();
        for (int i = 0; i < target.keyColumns().size(); i++) {
            key.put(target.keyColumns().get(i).name(), row.key().get(i));
        }
        return reference(datacenter, row.idVm(), target.table(), key, target.column(), value);
    }

    private static String owner(DatacenterId datacenter, long idVm) {
        return "owner " + datacenter + " " + idVm;
    }

    private static String name(DatacenterId datacenter, long idVm, String name) {
        return "name " + datacenter + " " + idVm + " " + name;
    }

    private static String held(DatacenterId datacenter, long idVm, String providerId) {
        return "held " + datacenter + " " + idVm + " " + providerId;
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
