package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.ProviderId;

/**
 * Tells VMs of one name apart by what the database and the provider both know. The MAC address or the host must fit one of them
 * only, and nothing that is known may speak for another: a replica has the name of its original, and often its MAC address too. The
 * datastore alone settles nothing, and neither does that the others are taken.
 */
final class Namesakes {
    private final PlanLine.Vm vm;
    private final Set<String> hosts = new HashSet<>();
    private final List<Candidate> candidates;

    /** @param machine what the VM is on according to the database */
    Namesakes(PlanLine.Vm vm, PlanLine.Machine machine, List<Candidate> candidates) {
        this.vm = vm;
        this.candidates = candidates;
        for (String host : new String[] {machine.ip(), machine.name()}) {
            if (host != null && !host.isBlank()) {
                hosts.add(host.strip().toLowerCase(Locale.ROOT));
            }
        }
    }

    /**
     * What the evidence comes to.
     *
     * @param settled the one that it is, or null when that is not sure
     * @param because why, or why not
     */
    record Verdict(ProviderId settled, String because) {}

    Verdict verdict() {
        if (candidates.stream().anyMatch(candidate -> candidate.evidence().isEmpty())) {
            return new Verdict(null, "the endpoint says no more about them");
        }
        List<String> macs = vm.macs().stream().map(Evidence::mac).distinct().toList();
        Set<ProviderId> byMac = fitting(evidence -> macs.stream().anyMatch(evidence.macs()::contains));
        Set<ProviderId> byHost =
                fitting(evidence -> hosts.contains(evidence.host().toLowerCase(Locale.ROOT)));
        Set<ProviderId> byDatastore =
                fitting(evidence -> vm.datastores().stream().anyMatch(evidence::liesOn));
        if (!macs.isEmpty() && byMac.isEmpty()) {
            return new Verdict(null, "none of them has its MAC address " + String.join(" or ", macs));
        }
        Set<ProviderId> fits = candidates.stream().map(Candidate::providerId).collect(Collectors.toSet());
        List<String> reasons = new ArrayList<>();
        boolean sure = narrow(fits, byMac, "MAC address " + String.join(" and ", macs), reasons)
                | narrow(fits, byHost, "host " + host(byHost), reasons);
        narrow(fits, byDatastore, "datastore " + String.join(" and ", vm.datastores()), reasons);
        if (fits.isEmpty()) {
            return new Verdict(null, "the evidence contradicts itself: " + each(byMac, byHost, byDatastore));
        }
        return sure && fits.size() == 1
                ? new Verdict(fits.iterator().next(), "it alone has its " + String.join(", ", reasons))
                : new Verdict(null, "neither host nor MAC address tells them apart");
    }

    /** Keeps those that fit, if any do; true when only one does. */
    private static boolean narrow(Set<ProviderId> fits, Set<ProviderId> fitting, String what, List<String> reasons) {
        if (!fitting.isEmpty()) {
            fits.retainAll(fitting);
        }
        if (fitting.size() == 1) {
            reasons.add(what);
        }
        return fitting.size() == 1;
    }

    private Set<ProviderId> fitting(Predicate<Evidence> fits) {
        return candidates.stream()
                .filter(candidate -> candidate.evidence().filter(fits).isPresent())
                .map(Candidate::providerId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String host(Set<ProviderId> fitting) {
        return candidates.stream()
                .filter(candidate -> fitting.contains(candidate.providerId()))
                .findFirst()
                .flatMap(Candidate::evidence)
                .map(Evidence::host)
                .orElse("");
    }

    private static String each(Set<ProviderId> byMac, Set<ProviderId> byHost, Set<ProviderId> byDatastore) {
        List<String> said = new ArrayList<>();
        add(said, "MAC address", byMac);
        add(said, "host", byHost);
        add(said, "datastore", byDatastore);
        return String.join(", ", said);
    }

    private static void add(List<String> said, String what, Set<ProviderId> fitting) {
        if (!fitting.isEmpty()) {
            said.add("the " + what + " is that of "
                    + fitting.stream().map(ProviderId::value).collect(Collectors.joining(" and ")));
        }
    }

    /**
     * The VMs of an inventory that share a name of one of these VMs, which nothing but evidence can tell apart; and those that several of
     * these have for the only one, so that a person can see whose it is.
     */
    static Set<ProviderId> in(Inventory inventory, Iterable<PlanLine.Vm> vms) {
        Set<ProviderId> namesakes = new HashSet<>();
        Set<ProviderId> claimed = new HashSet<>();
        for (PlanLine.Vm vm : vms) {
            if (vm.providerId() == null) {
                SortedSet<ProviderId> candidates = candidates(inventory, vm);
                if (candidates.size() > 1 || !claimed.addAll(candidates)) {
                    namesakes.addAll(candidates);
                }
            }
        }
        return namesakes;
    }

    /** The VMs of an inventory that have one of the VM's names. */
    static SortedSet<ProviderId> candidates(Inventory inventory, PlanLine.Vm vm) {
        SortedSet<ProviderId> candidates = new TreeSet<>();
        for (String name : vm.names()) {
            candidates.addAll(inventory.withName(name));
        }
        return candidates;
    }
}
