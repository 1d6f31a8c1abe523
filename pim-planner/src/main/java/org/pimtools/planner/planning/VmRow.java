package org.pimtools.planner.planning;

import java.util.List;
import org.pimtools.common.plan.PlanLine;

/**
 * A row of {@code virtualmachine}. Every text may be null.
 *
 * @param idHypervisor null when the VM is on none
 * @param captured true when the platform did not create it ({@code idType} is 0)
 * @param datastores the names of the datastores that its disks are on; never null
 * @param macs the MAC addresses of its network cards; never null
 * @param previousState of a locked VM: the state that it had before, when the database remembers it
 */
public record VmRow(
        long idVm,
        Long idHypervisor,
        String uuid,
        String name,
        String state,
        boolean captured,
        String providerId,
        List<String> datastores,
        List<String> macs,
        String previousState) {
    public VmRow {
        datastores = List.copyOf(datastores);
        macs = List.copyOf(macs);
    }

    /** A row of which nothing is read that could tell the VM from its namesakes. */
    public VmRow(
            long idVm, Long idHypervisor, String uuid, String name, String state, boolean captured, String providerId) {
        this(idVm, idHypervisor, uuid, name, state, captured, providerId, List.of(), List.of(), null);
    }

    public VmState vmState() {
        return VmState.of(state, previousState);
    }

    /** True when a plan cannot hold a text of it that is compared or written later. */
    boolean isTooLong() {
        return LongText.is(uuid) || LongText.is(name) || LongText.is(state) || LongText.is(providerId);
    }

    /** The plan's line of a VM that has a UUID, a name and a hypervisor. */
    public PlanLine.Vm line() {
        return new PlanLine.Vm(
                idVm,
                uuid,
                name,
                idHypervisor,
                state == null ? "" : state,
                captured,
                heldProviderId(),
                datastores.stream().filter(name -> !LongText.is(name)).toList(),
                macs);
    }

    /** The provider ID, or null when there is none or it is empty. */
    public String heldProviderId() {
        return providerId == null || providerId.isEmpty() ? null : providerId;
    }

    /**
     * Whether a section can have a line of it: without name or UUID nobody could look it up or update its row safely, nor with one that
     * is too long.
     */
    public boolean canBePlanned() {
        return vmState().deployed() && idHypervisor != null && !blank(uuid) && !blank(name) && !isTooLong();
    }

    static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
