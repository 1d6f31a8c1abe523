package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;

/**
 * Which rows a plan lets an SQL file write: those of its VMs with their UUID, name and machine, those of its firewalls and load balancers
 * with their name and virtual datacenter, and those that refer to VMs.
 */
public final class PlannedRows {
    private final PlanLine.Header header;
    private final Map<DatacenterId, Long> vms = new LinkedHashMap<>();
    private final Map<DatacenterId, String> names = new LinkedHashMap<>();
    private final Fingerprints rows = new Fingerprints();
    private final LongSet everywhere = new LongSet();
    private final Map<DatacenterId, Map<EntityKind, Long>> counts = new HashMap<>();
    private final Fingerprints entities = new Fingerprints();

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
                } else if (line instanceof PlanLine.Entity entity) {
                    planned.add(datacenter, entity);
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

    private void add(DatacenterId datacenter, PlanLine.Entity entity) {
        EntityKey key = entity.key();
        counts.computeIfAbsent(datacenter, any -> new EnumMap<>(EntityKind.class))
                .merge(key.kind(), 1L, Long::sum);
        entities.add(key.toString());
        rows.add(owner(datacenter, key));
        if (entity.providerId() != null) {
            rows.add(held(datacenter, key, entity.providerId()));
        }
        rows.add(entity(datacenter, key, List.of(entity.name(), Long.toString(entity.virtualDatacenter()))));
    }

    /** How many firewalls and load balancers the plan has in a datacenter; without the kinds of which it has none. */
    public Map<EntityKind, Long> entities(DatacenterId datacenter) {
        return counts.getOrDefault(datacenter, Map.of());
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
            case FIREWALL, LOAD_BALANCER ->
                row.key().equals(List.of(KeyCell.of(row.idVm())))
                        && !row.guards().contains(null)
                        && rows.contains(entity(datacenter, key(target, row), row.guards()));
            // no plan of this version has lines for them
            case JOB -> false;
        };
    }

    private static EntityKey key(SqlTarget target, SqlRow row) {
        return new EntityKey(target.role().ownerKind(), row.idVm());
    }

    /** A VM gets back nothing, or what it had when it was planned; what refers to it gets back the VM's name. */
    private boolean allowsBack(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        if (EntityKind.others().contains(target.role().ownerKind())) {
            return allowsEntityBack(datacenter, target, row);
        }
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
            // firewalls and load balancers are judged apart, and no plan of this version has lines for jobs
            case FIREWALL, LOAD_BALANCER, JOB -> false;
        };
    }

    /** As a VM, an entity gets back nothing, or what it had when it was planned. */
    private boolean allowsEntityBack(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        EntityKey key = key(target, row);
        boolean here = rows.contains(owner(datacenter, key));
        return (here || !entities.contains(key.toString()))
                && row.key().equals(List.of(KeyCell.of(key.id())))
                && (row.after() == null || rows.contains(held(datacenter, key, row.after())));
    }

    /**
     * False for a row of a rollback that the plan allows without knowing that it belongs to a VM of the datacenter, because it comes
     * from an earlier plan.
     */
    public boolean proves(DatacenterId datacenter, SqlTarget target, SqlRow row) {
        return switch (target.role()) {
            case REFERENCE -> isPlanned(datacenter, target, row);
            case VM, JOB -> rows.contains(owner(datacenter, row.idVm()));
            case FIREWALL, LOAD_BALANCER -> rows.contains(owner(datacenter, key(target, row)));
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

    private static String owner(DatacenterId datacenter, EntityKey key) {
        return "owner " + datacenter + " " + key;
    }

    private static String held(DatacenterId datacenter, EntityKey key, String providerId) {
        return "held " + datacenter + " " + key + " " + providerId;
    }

    private static String entity(DatacenterId datacenter, EntityKey key, List<String> guards) {
        return datacenter + " " + key + " " + quoted(guards);
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
