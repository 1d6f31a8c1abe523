package org.pimtools.testkit.world;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pimtools.testkit.world.Chance.Purpose;

/**
 * A world a day later: some ordinary VMs were renamed, moved, deleted, undeployed, deployed or made anew, and the oracle knows what
 * must become of each; everything else is as it was. Redis is not part of it, since it depends on what was migrated meanwhile.
 */
public final class LaterWorld implements Listing {
    private static final double DEPLOYED = 0.1;

    private final World yesterday;
    private final Chance chance;

    /** What happened to a VM. */
    public enum Event {
        NOTHING,
        /** The database calls it differently; the hypervisor does not. */
        RENAMED,
        /** The hypervisor calls it differently; the database does not. */
        RENAMED_BY_PROVIDER,
        /** To another host of its endpoint, of which hypervisor and database know. */
        MOVED,
        /** In the platform and in the hypervisor. */
        DELETED,
        /** It is gone from the hypervisor, and the database says so. */
        UNDEPLOYED,
        /** For the first time. */
        DEPLOYED,
        /** The hypervisor has another VM of the same name in its place. */
        REPLACED
    }

    LaterWorld(World yesterday, Chance chance) {
        this.yesterday = yesterday;
        this.chance = chance;
    }

    @Override
    public Optional<Long> firewall(Vm vm) {
        return yesterday.firewall(vm);
    }

    public World yesterday() {
        return yesterday;
    }

    /** What happened to the VM, as it was yesterday or is today. */
    public Event event(Vm vm) {
        Vm before = yesterday.vm(vm.index());
        if (before.story() == Story.NOT_DEPLOYED) {
            return chance.happens(DEPLOYED, Purpose.DAY, before.index()) ? Event.DEPLOYED : Event.NOTHING;
        }
        if (before.story() != Story.ORDINARY) {
            return Event.NOTHING;
        }
        return switch (chance.below(50, Purpose.DAY, before.index())) {
            case 0 -> Event.RENAMED;
            case 1 -> Event.RENAMED_BY_PROVIDER;
            case 2 -> hosts(before.machine().endpoint()).size() > 1 ? Event.MOVED : Event.NOTHING;
            case 3 -> Event.DELETED;
            case 4 -> Event.UNDEPLOYED;
            case 5 -> Event.REPLACED;
            default -> Event.NOTHING;
        };
    }

    /** The VM as it is today; empty when its row is gone. */
    public Optional<Vm> vm(int index) {
        Vm vm = yesterday.vm(index);
        return switch (event(vm)) {
            case NOTHING, REPLACED -> Optional.of(vm);
            case RENAMED -> Optional.of(with(vm, "renamed-" + index, vm.hypervisorName(), vm.state(), vm.machine()));
            case RENAMED_BY_PROVIDER ->
                Optional.of(with(vm, vm.name(), "renamed-there-" + index, vm.state(), vm.machine()));
            case MOVED -> Optional.of(with(vm, vm.name(), vm.hypervisorName(), vm.state(), neighbour(vm.machine())));
            case DELETED -> Optional.empty();
            case UNDEPLOYED -> Optional.of(with(vm, vm.name(), vm.hypervisorName(), VmState.NOT_ALLOCATED, null));
            case DEPLOYED -> Optional.of(deployed(vm));
        };
    }

    /** Gives a datacenter's VMs in the order of {@code idVM}. */
    public void forEachVm(int datacenter, Consumer<? super Vm> action) {
        yesterday.forEachVm(datacenter, before -> vm(before.index()).ifPresent(action));
    }

    @Override
    public void forEachEntry(Endpoint endpoint, Consumer<? super InventoryEntry> action) {
        yesterday.forEachVm(endpoint.datacenter(), before -> {
            if (before.machine() != null && before.machine().endpoint().equals(endpoint)) {
                yesterday.entries(before, entry -> later(before, entry).ifPresent(action));
            }
            if (event(before) == Event.DEPLOYED) {
                Vm now = deployed(before);
                if (now.machine().endpoint().equals(endpoint)) {
                    action.accept(new InventoryEntry(
                            World.key(now.index()),
                            now,
                            now.hypervisorName(),
                            chance.uuid(Purpose.HARDWARE, now.index())));
                }
            }
        });
    }

    private Optional<InventoryEntry> later(Vm before, InventoryEntry entry) {
        if (entry.stranger()) {
            return Optional.of(entry);
        }
        return switch (event(before)) {
            case NOTHING -> Optional.of(entry);
            case RENAMED, RENAMED_BY_PROVIDER, MOVED ->
                vm(before.index()).map(now -> new InventoryEntry(entry.key(), now, now.hypervisorName(), entry.uuid()));
            case REPLACED ->
                Optional.of(new InventoryEntry(
                        entry.key() + 3, before, entry.name(), chance.uuid(Purpose.DAY, before.index())));
            case DELETED, UNDEPLOYED, DEPLOYED -> Optional.empty();
        };
    }

    @Override
    public String serverUuid(Endpoint endpoint) {
        return yesterday.serverUuid(endpoint);
    }

    /** What must become of a VM of today on a host that is migrated for the first time. */
    public Expected expected(Vm today) {
        return switch (event(today)) {
            case NOTHING -> yesterday.expected(today);
            case MOVED, DEPLOYED -> new Expected.Resolved(yesterday.providerId(today));
            case RENAMED ->
                today.captured() ? new Expected.NotFound() : new Expected.Resolved(yesterday.providerId(today));
            case RENAMED_BY_PROVIDER -> new Expected.NotFound();
            case REPLACED -> new Expected.Resolved(replacement(today));
            case DELETED, UNDEPLOYED -> new Expected.NotDeployed();
        };
    }

    /** What must become of a VM of today on a host that was migrated yesterday. */
    public Expected expectedAgain(Vm today) {
        return switch (event(today)) {
            case RENAMED, RENAMED_BY_PROVIDER -> new Expected.Resolved(yesterday.providerId(today));
            case REPLACED -> new Expected.Replaced(yesterday.providerId(today), replacement(today));
            case NOTHING, MOVED, DELETED, UNDEPLOYED, DEPLOYED -> expected(today);
        };
    }

    /** Makes the database, which holds yesterday's world, hold today's; provider IDs that were written meanwhile stay. */
    public void update(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE virtualmachine SET name = ?, state = ?, idHypervisor = ? WHERE idVM = ?")) {
            for (int index : IntStream.range(0, yesterday.size().vms()).toArray()) {
                Vm before = yesterday.vm(index);
                Optional<Vm> now = vm(index);
                if (now.isEmpty()) {
                    delete(connection, before);
                } else if (!now.get().equals(before)) {
                    update.setString(1, now.get().name());
                    update.setString(2, now.get().state().name());
                    update.setObject(
                            3,
                            now.get().machine() == null
                                    ? null
                                    : now.get().machine().idHypervisor());
                    update.setLong(4, now.get().idVm());
                    update.executeUpdate();
                }
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private static void delete(Connection connection, Vm vm) throws SQLException {
        for (String from : List.of(
                "load_balancer_node WHERE idVM",
                "firewall_policy_virtualmachine WHERE idVM",
                "virtualmachine WHERE temporal",
                "backup_job WHERE idVM",
                "backup_result WHERE virtual_machine_id",
                "nodevirtualimage WHERE idVM",
                "virtualmachine WHERE idVM")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + from + " = ?")) {
                delete.setLong(1, vm.idVm());
                delete.executeUpdate();
            }
        }
    }

    private String replacement(Vm vm) {
        return yesterday.providerId(
                vm.machine().endpoint(),
                World.key(vm.index()) + 3,
                chance.uuid(Purpose.DAY, vm.index()).toString());
    }

    private Vm deployed(Vm before) {
        Machine machine = before.machine();
        if (machine == null) {
            machine =
                    yesterday.datacenters().get(before.datacenter()).machines().get(0);
        }
        String name = "ABQ_" + before.uuid();
        return new Vm(
                before.index(),
                before.uuid(),
                name,
                name,
                false,
                VmState.ON,
                machine,
                before.datacenter(),
                before.story());
    }

    private static Vm with(Vm vm, String name, String hypervisorName, VmState state, Machine machine) {
        return new Vm(
                vm.index(),
                vm.uuid(),
                name,
                hypervisorName,
                vm.captured(),
                state,
                machine,
                vm.datacenter(),
                vm.story());
    }

    private Machine neighbour(Machine machine) {
        List<Machine> hosts = hosts(machine.endpoint());
        return hosts.get((hosts.indexOf(machine) + 1) % hosts.size());
    }

    private List<Machine> hosts(Endpoint endpoint) {
        return yesterday.datacenters().get(endpoint.datacenter()).machinesOf(endpoint);
    }
}
