package org.pimtools.planner.planning;

import org.pimtools.common.plan.PlanLine;

/**
 * A row of {@code virtualmachine}. Every text may be null.
 *
 * @param idHypervisor null when the VM is on none
 * @param captured true when the platform did not create it ({@code idType} is 0)
 */
public record VmRow(
        long idVm, Long idHypervisor, String uuid, String name, String state, boolean captured, String providerId) {

    public VmState vmState() {
        return VmState.of(state);
    }

    /** The plan's line of a VM that has a UUID, a name and a hypervisor. */
    public PlanLine.Vm line() {
        return new PlanLine.Vm(idVm, uuid, name, idHypervisor, state == null ? "" : state, captured, heldProviderId());
    }

    /** The provider ID, or null when there is none or it is empty. */
    public String heldProviderId() {
        return providerId == null || providerId.isEmpty() ? null : providerId;
    }

    /** Whether a section can have a line of it: without name or UUID nobody could look it up or update its row safely. */
    public boolean canBePlanned() {
        return vmState().deployed() && idHypervisor != null && !blank(uuid) && !blank(name);
    }

    static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
