package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

/**
 * Finds each VM of a datacenter in the inventory of its endpoint, by exact name or by the provider ID that the database already
 * holds. It never guesses: several candidates stay ambiguous unless the evidence leaves one, and a provider ID that two VMs claim goes to neither, unless the
 * operator decided.
 */
public final class Resolver {
    private final Map<Long, PlanLine.Machine> machines;
    private final Map<Integer, EndpointInventory> inventories;
    private final Map<Long, ProviderId> migrated;
    private final long longestProviderId;

    /**
     * @param machines by idHypervisor
     * @param inventories by endpoint number
     * @param migrated what earlier runs migrated VMs to, and still stands, by idVm
     * @param longestProviderId characters that the provider ID's column holds
     */
    public Resolver(
            Map<Long, PlanLine.Machine> machines,
            Map<Integer, EndpointInventory> inventories,
            Map<Long, ProviderId> migrated,
            long longestProviderId) {
        this.machines = machines;
        this.inventories = inventories;
        this.migrated = migrated;
        this.longestProviderId = longestProviderId;
    }

    /**
     * The VMs of an inventory about which evidence is needed: they share a name of one of these VMs, or more than one of these would be
     * the same one.
     */
    public static Set<ProviderId> namesakes(Inventory inventory, Iterable<PlanLine.Vm> vms) {
        return Namesakes.in(inventory, vms);
    }

    /** One resolution per VM, in the same order. */
    public List<VmResolution> resolve(List<PlanLine.Vm> vms, Choices choices) {
        Resolution[] found = new Resolution[vms.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = lookUp(vms.get(i));
        }
        addSimilar(vms, found);
        Resolution[] chosen = new Choosing(new OfVms(vms), vms, found, choices).resolutions();
        List<VmResolution> resolved = new ArrayList<>(chosen.length);
        for (int i = 0; i < chosen.length; i++) {
            resolved.add(new VmResolution(vms.get(i), chosen[i]));
        }
        return resolved;
    }

    /** What machines and inventories know of VMs. */
    private final class OfVms implements Choosing.Knowledge {
        private final List<PlanLine.Vm> vms;

        OfVms(List<PlanLine.Vm> vms) {
            this.vms = vms;
        }

        @Override
        public Resolution assigned(int i, ProviderId id, Resolution before) {
            return Resolver.this.assigned(vms.get(i), id, before);
        }

        @Override
        public Candidate candidate(int i, ProviderId id) {
            return new Candidate(
                    id,
                    machine(i)
                            .map(machine -> inventories.get(machine.endpointNo()))
                            .filter(EndpointInventory.Read.class::isInstance)
                            .map(EndpointInventory.Read.class::cast)
                            .map(read -> read.evidence().get(id)));
        }

        @Override
        public String known(int i) {
            return machine(i)
                    .map(machine -> Evidence.ofDatabase(vms.get(i), machine).toString())
                    .orElse("");
        }

        private Optional<PlanLine.Machine> machine(int i) {
            return Optional.ofNullable(machines.get(vms.get(i).idHypervisor()));
        }
    }

    private void addSimilar(List<PlanLine.Vm> vms, Resolution[] found) {
        Map<Integer, SimilarNames> searches = new HashMap<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] instanceof Resolution.NotFound) {
                searches.computeIfAbsent(
                                machines.get(vms.get(i).idHypervisor()).endpointNo(),
                                endpointNo -> new SimilarNames(vms, found))
                        .want(i);
            }
        }
        searches.forEach((endpointNo, search) -> {
            if (inventories.get(endpointNo) instanceof EndpointInventory.Read read) {
                search.search(read.inventory());
            }
        });
    }

    /** What the operator's word makes of a VM, if it can be true. */
    Resolution assigned(PlanLine.Vm vm, ProviderId id, Resolution before) {
        PlanLine.Machine machine = machines.get(vm.idHypervisor());
        EndpointInventory endpoint = machine == null ? null : inventories.get(machine.endpointNo());
        if (endpoint instanceof EndpointInventory.Read read) {
            return read.inventory()
                    .withId(id)
                    .map(listed -> fitting(vm, new Resolution.Assigned(id, listed.name(), before)))
                    .orElseGet(() -> new Resolution.Refused(
                            "%s is not in the inventory of endpoint:%d".formatted(id, read.endpointNo()), before));
        }
        Optional<ProviderKind> type = Optional.ofNullable(machine).flatMap(known -> ProviderKind.of(known.type()));
        if (type.isEmpty()) {
            return new Resolution.Refused(
                    "nobody can tell whether it could be " + id + ": its machine's provider type is not known", before);
        }
        return type.get()
                .idFault(id.value())
                .<Resolution>map(fault -> new Resolution.Refused("it cannot be " + id + ": " + fault, before))
                .orElseGet(() -> fitting(vm, new Resolution.Assigned(id, "", before)));
    }

    private Resolution lookUp(PlanLine.Vm vm) {
        PlanLine.Machine machine = machines.get(vm.idHypervisor());
        if (machine == null || machine.endpointNo() == 0) {
            return blocked("machine:" + vm.idHypervisor() + " has no endpoint to ask");
        }
        EndpointInventory endpoint = inventories.get(machine.endpointNo());
        if (endpoint instanceof EndpointInventory.Read read) {
            Resolution resolution =
                    vm.providerId() == null ? byName(vm, machine, read) : byProviderId(vm, read.inventory());
            return fitting(vm, again(vm, resolution, read));
        }
        ProviderId before = migrated.get(vm.idVm());
        String unread = "endpoint:" + machine.endpointNo() + " could not be read";
        boolean same =
                before != null && (vm.providerId() == null || vm.providerId().equals(before.value()));
        return same
                ? fitting(
                        vm,
                        new Resolution.Unconfirmed(before, unread + "; an earlier run migrated the VM to " + before))
                : blocked(unread);
    }

    /**
     * What a VM's earlier migration says beside the inventory. It is worth more than a name, which may have been changed since; but
     * where the two name different VMs, nobody but the operator can tell which is meant.
     */
    private Resolution again(PlanLine.Vm vm, Resolution found, EndpointInventory.Read read) {
        ProviderId before = migrated.get(vm.idVm());
        Optional<ProviderId> now = new VmResolution(vm, found).providerId();
        if (before == null || now.filter(before::equals).isPresent()) {
            return found;
        }
        if (vm.providerId() != null) {
            return vm.providerId().equals(before.value())
                    ? found
                    : different("the database holds %s, and an earlier run migrated the VM to %s"
                            .formatted(vm.providerId(), before));
        }
        Optional<InventoryVm> listed = read.inventory().withId(before);
        if (listed.isEmpty()) {
            return now.map(other -> different(
                            "an earlier run migrated the VM to %s, which is not listed any more; %s has its name"
                                    .formatted(before, other)))
                    .orElse(
                            found instanceof Resolution.NotFound
                                    ? different("an earlier run migrated the VM to %s, which is not listed any more"
                                            .formatted(before))
                                    : found);
        }
        return now.<Resolution>map(other -> new Resolution.Ambiguous(
                        candidates(List.of(before, other), read),
                        "an earlier run migrated it to %s, and %s has its name".formatted(before, other)))
                .orElseGet(() ->
                        new Resolution.AlreadyMigrated(before, listed.get().name()));
    }

    private static Resolution different(String detail) {
        return new Resolution.Blocked(FindingCode.DIFFERENT_PROVIDER_ID, detail);
    }

    private static Resolution byName(PlanLine.Vm vm, PlanLine.Machine machine, EndpointInventory.Read read) {
        SortedSet<ProviderId> found = Namesakes.candidates(read.inventory(), vm);
        if (found.isEmpty()) {
            return new Resolution.NotFound();
        }
        if (found.size() == 1) {
            return new Resolution.Resolved(found.first(), listedName(vm, found.first(), read.inventory()));
        }
        List<Candidate> candidates = candidates(found, read);
        Namesakes.Verdict verdict = new Namesakes(vm, machine, candidates).verdict();
        return verdict.settled() == null
                ? new Resolution.Ambiguous(candidates, verdict.because())
                : new Resolution.Settled(
                        verdict.settled(),
                        listedName(vm, verdict.settled(), read.inventory()),
                        candidates,
                        verdict.because());
    }

    private static List<Candidate> candidates(Collection<ProviderId> ids, EndpointInventory.Read read) {
        return ids.stream()
                .map(id -> new Candidate(id, Optional.ofNullable(read.evidence().get(id))))
                .toList();
    }

    private static String listedName(PlanLine.Vm vm, ProviderId id, Inventory inventory) {
        return vm.names().stream()
                .filter(name -> inventory.withName(name).contains(id))
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
            return different("the database holds something else");
        }
        return different("the database holds " + vm.providerId() + ", which is not listed");
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

    private static Resolution blocked(String detail) {
        return new Resolution.Blocked(FindingCode.BLOCKED, detail);
    }
}
