package org.pimtools.testkit.world;

import java.util.Optional;
import java.util.function.Predicate;
import org.pimtools.testkit.world.Chance.Purpose;

/** What the platform's own operations leave in the database: copies of VMs, states of before, more disks. */
final class Operations {
    private static final double RECONFIGURED = 0.01;
    private static final double TRACKED = 0.3;
    private static final double SECOND_DISK = 0.25;

    private final Chance chance;
    private final Predicate<Vm> present;

    /** @param present whether the hypervisor has the VM */
    Operations(Chance chance, Predicate<Vm> present) {
        this.chance = chance;
        this.present = present;
    }

    boolean hasTemporalCopy(Vm vm) {
        return vm.machine() != null && chance.happens(RECONFIGURED, Purpose.RECONFIGURED, vm.index());
    }

    /** Of a locked VM it says rightly whether the VM exists; of others it is what they were some time ago. */
    Optional<VmState> previousState(Vm vm) {
        if (vm.story() == Story.LOCKED) {
            int kind = chance.below(4, Purpose.TRACKED, vm.index());
            if (kind == 0) {
                return Optional.empty();
            }
            if (present.test(vm)) {
                return Optional.of(kind == 1 ? VmState.OFF : VmState.ON);
            }
            return Optional.of(kind == 1 ? VmState.ALLOCATED : VmState.NOT_ALLOCATED);
        }
        return chance.happens(TRACKED, Purpose.TRACKED, vm.index())
                ? Optional.of(VmState.values()[chance.below(VmState.values().length, Purpose.TRACKED, -vm.idVm())])
                : Optional.empty();
    }

    /** The datastore of the VM's second disk, another than that of its first. */
    Optional<String> secondDisk(Vm vm) {
        return vm.machine() != null && chance.happens(SECOND_DISK, Purpose.DISK, vm.index())
                ? Optional.of(Simulations.datastore(World.key(vm.index()) + 1))
                : Optional.empty();
    }
}
