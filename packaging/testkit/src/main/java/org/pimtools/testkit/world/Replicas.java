package org.pimtools.testkit.world;

import java.util.List;
import java.util.Locale;
import org.pimtools.testkit.world.Chance.Purpose;

/** VMs of the inventory that have another one's name, and what the database knows that tells the two apart, or does not. */
final class Replicas {
    private static final double KNOWN = 0.1;

    private final Chance chance;
    private final List<Datacenter> datacenters;

    /** Where the second machine is, which MAC address it has, and which one the database has. */
    private enum Likeness {
        /** Everything is the same but what settles nothing. */
        SAME_HOST(false, false, Known.NONE),
        SAME_HOST_AND_MAC(false, true, Known.OWN),
        /** The host says one thing, the MAC address another. */
        OTHER_HOST_WRONG_MAC(true, false, Known.REPLICAS),
        /** A replica made for a disaster. */
        OTHER_HOST_SAME_MAC(true, true, Known.OWN),
        OTHER_HOST(true, false, Known.NONE),
        OTHER_MAC(false, false, Known.OWN);

        private enum Known {
            NONE,
            OWN,
            REPLICAS
        }

        private final boolean otherHost;
        private final boolean sameMac;
        private final Known known;

        Likeness(boolean otherHost, boolean sameMac, Known known) {
            this.otherHost = otherHost;
            this.sameMac = sameMac;
            this.known = known;
        }
    }

    Replicas(Chance chance, List<Datacenter> datacenters) {
        this.chance = chance;
        this.datacenters = datacenters;
    }

    /** The second machine of the VM's name. */
    InventoryEntry of(Vm vm) {
        Likeness likeness = likeness(vm);
        int key = World.key(vm.index());
        return new InventoryEntry(
                key + 1,
                vm,
                vm.hypervisorName(),
                chance.uuid(Purpose.TWIN, vm.index()),
                likeness.otherHost ? neighbour(vm.machine()) : vm.machine(),
                InventoryEntry.mac(likeness.sameMac ? key : key + 1));
    }

    List<String> knownMacs(Vm vm) {
        int key = World.key(vm.index());
        return switch (vm.story()) {
            case TWIN, REPLICATED ->
                switch (likeness(vm).known) {
                    case NONE -> List.of();
                    case OWN -> List.of(written(key, vm));
                    case REPLICAS -> List.of(written(key + 1, vm));
                };
            case ORDINARY, NOT_DEPLOYED, MISSING, CLAIMANT, RIVAL, HOMONYM, LOOKALIKE, LOOKALIKE_OTHER, LOCKED ->
                chance.happens(KNOWN, Purpose.TWIN, vm.index()) ? List.of(written(key, vm)) : List.of();
        };
    }

    /** People and programs write them in several ways. */
    private String written(int key, Vm vm) {
        String mac = InventoryEntry.mac(key);
        return switch (vm.index() % 3) {
            case 0 -> mac.toUpperCase(Locale.ROOT);
            case 1 -> mac.replace(':', '-');
            default -> mac;
        };
    }

    private Likeness likeness(Vm vm) {
        int first = vm.story() == Story.TWIN ? 0 : 3;
        return Likeness.values()[first + chance.below(3, Purpose.VARIANT, vm.index())];
    }

    private Machine neighbour(Machine machine) {
        List<Machine> hosts = datacenters.get(machine.endpoint().datacenter()).machinesOf(machine.endpoint());
        return hosts.get((hosts.indexOf(machine) + 1) % hosts.size());
    }
}
