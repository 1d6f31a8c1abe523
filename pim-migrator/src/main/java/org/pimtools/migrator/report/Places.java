package org.pimtools.migrator.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.plan.PlanLine;

/** What the plan says of the VMs of a datacenter: names, and which endpoint knows them. */
public final class Places {
    private final List<PlanLine.Endpoint> endpoints;
    private final Map<Long, PlanLine.Machine> machines;
    private final Map<Long, PlanLine.Vm> vms = new HashMap<>();
    private final Map<Integer, Integer> positions = new HashMap<>();

    /** @param machines by idHypervisor */
    public Places(List<PlanLine.Endpoint> endpoints, Map<Long, PlanLine.Machine> machines, List<PlanLine.Vm> vms) {
        this.endpoints = endpoints;
        this.machines = machines;
        vms.forEach(vm -> this.vms.put(vm.idVm(), vm));
        for (int i = 0; i < endpoints.size(); i++) {
            positions.put(endpoints.get(i).no(), i);
        }
    }

    List<PlanLine.Endpoint> endpoints() {
        return endpoints;
    }

    /** Empty when the plan does not know the VM. */
    String name(long idVm) {
        PlanLine.Vm vm = vms.get(idVm);
        return vm == null ? "" : vm.name();
    }

    /** The position in {@link #endpoints()}, or -1 for a VM that no endpoint lists. */
    int endpoint(long idVm) {
        PlanLine.Machine machine = machine(idVm);
        return machine == null ? -1 : positions.getOrDefault(machine.endpointNo(), -1);
    }

    /** As the platform calls the type of the VM's machine; "unknown" when there is none. */
    String provider(long idVm) {
        PlanLine.Machine machine = machine(idVm);
        return machine == null || machine.type() == null ? "unknown" : machine.type();
    }

    private PlanLine.Machine machine(long idVm) {
        PlanLine.Vm vm = vms.get(idVm);
        return vm == null ? null : machines.get(vm.idHypervisor());
    }
}
