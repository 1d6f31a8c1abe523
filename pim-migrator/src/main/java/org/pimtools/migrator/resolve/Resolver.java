package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

/**
 * Finds each VM of a datacenter in the inventory of its endpoint, by exact name or by the provider ID that the database already
 * holds. It never guesses: several candidates stay ambiguous, and a provider ID that two VMs claim goes to neither.
 */
public final class Resolver {
    private final Map<Long, PlanLine.Machine> machines;
    private final Map<Integer, EndpointInventory> inventories;
    private final long longestProviderId;

    /**
     * @param machines by idHypervisor
     * @param inventories by endpoint number
     * @param longestProviderId characters that the provider ID's column holds
     */
    public Resolver(
            Map<Long, PlanLine.Machine> machines, Map<Integer, EndpointInventory> inventories, long longestProviderId) {
        this.machines = machines;
        this.inventories = inventories;
        this.longestProviderId = longestProviderId;
    }

    /** One resolution per VM, in the same order. */
    public List<VmResolution> resolve(List<PlanLine.Vm> vms) {
        Resolution[] resolutions = new Resolution[vms.size()];
        Map<ProviderId, List<Integer>> claims = new HashMap<>(vms.size() * 4 / 3 + 1);
        for (int i = 0; i < resolutions.length; i++) {
            VmResolution alone = new VmResolution(vms.get(i), lookUp(vms.get(i)));
            resolutions[i] = alone.resolution();
            int index = i;
            alone.providerId()
                    .ifPresent(id -> claims.computeIfAbsent(id, claimed -> new ArrayList<>(1))
                            .add(index));
        }
        claims.forEach((id, claimants) -> {
            if (claimants.size() > 1) {
                conflict(vms, resolutions, id, claimants);
            }
        });
        List<VmResolution> resolved = new ArrayList<>(resolutions.length);
        for (int i = 0; i < resolutions.length; i++) {
            resolved.add(new VmResolution(vms.get(i), resolutions[i]));
        }
        return resolved;
    }

    private Resolution lookUp(PlanLine.Vm vm) {
        PlanLine.Machine machine = machines.get(vm.idHypervisor());
        if (machine == null || machine.endpointNo() == 0) {
            return blocked("machine:" + vm.idHypervisor() + " has no endpoint to ask");
        }
        EndpointInventory endpoint = inventories.get(machine.endpointNo());
        if (endpoint instanceof EndpointInventory.Read read) {
            Resolution resolution =
                    vm.providerId() == null ? byName(vm, read.inventory()) : byProviderId(vm, read.inventory());
            return fitting(vm, resolution);
        }
        return blocked("endpoint:" + machine.endpointNo() + " could not be read");
    }

    private static Resolution byName(PlanLine.Vm vm, Inventory inventory) {
        SortedSet<ProviderId> candidates = new TreeSet<>();
        for (String name : vm.names()) {
            candidates.addAll(inventory.withName(name));
        }
        return switch (candidates.size()) {
            case 0 -> new Resolution.NotFound();
            case 1 -> new Resolution.Resolved(candidates.first(), listedName(vm, inventory));
            default -> new Resolution.Ambiguous(List.copyOf(candidates));
        };
    }

    private static String listedName(PlanLine.Vm vm, Inventory inventory) {
        return vm.names().stream()
                .filter(name -> !inventory.withName(name).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static Resolution byProviderId(PlanLine.Vm vm, Inventory inventory) {
        try {
            ProviderId held = new ProviderId(vm.providerId());
            Optional<InventoryVm> listed = inventory.withId(held);
            if (listed.isPresent()) {
                return new Resolution.AlreadyMigrated(held, listed.get().name());
            }
        } catch (IllegalArgumentException e) {
            return new Resolution.Blocked(FindingCode.DIFFERENT_PROVIDER_ID, "the database holds something else");
        }
        return new Resolution.Blocked(
                FindingCode.DIFFERENT_PROVIDER_ID, "the database holds " + vm.providerId() + ", which is not listed");
    }

    private Resolution fitting(PlanLine.Vm vm, Resolution resolution) {
        return new VmResolution(vm, resolution)
                .providerId()
                .filter(id -> id.value().codePointCount(0, id.value().length()) > longestProviderId)
                .<Resolution>map(id -> new Resolution.Blocked(
                        FindingCode.DOES_NOT_FIT,
                        "it has " + id.value().length() + " characters, and the column holds " + longestProviderId))
                .orElse(resolution);
    }

    private static void conflict(
            List<PlanLine.Vm> vms, Resolution[] resolutions, ProviderId id, List<Integer> claimants) {
        for (int claimant : claimants) {
            List<Long> others = claimants.stream()
                    .filter(other -> other != claimant)
                    .map(other -> vms.get(other).idVm())
                    .toList();
            resolutions[claimant] = new Resolution.Conflict(id, others);
        }
    }

    private static Resolution blocked(String detail) {
        return new Resolution.Blocked(FindingCode.BLOCKED, detail);
    }
}
