package org.pimtools.planner.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.spool.Spool;

/** Compares two plans of one platform by a merge of their sorted VMs. */
final class PlanComparison {
    private final ComparedPlan before;
    private final ComparedPlan now;
    private final Set<DatacenterId> inBoth;
    private final PlanChanges.Count added = new PlanChanges.Count();
    private final PlanChanges.Count gone = new PlanChanges.Count();
    private final PlanChanges.Count renamed = new PlanChanges.Count();
    private final PlanChanges.Count moved = new PlanChanges.Count();
    private long same;

    private PlanComparison(ComparedPlan before, ComparedPlan now) {
        this.before = before;
        this.now = now;
        this.inBoth = ids(before);
        inBoth.retainAll(ids(now));
    }

    private static Set<DatacenterId> ids(ComparedPlan plan) {
        return plan.places().stream().map(ComparedPlan.Place::id).collect(Collectors.toSet());
    }

    /** What changed, or nothing when the two plans have no datacenter in common. */
    static Optional<PlanChanges> of(Path file, PlanLine.Header header, ComparedPlan before, ComparedPlan now)
            throws IOException {
        PlanComparison comparison = new PlanComparison(before, now);
        return comparison.inBoth.isEmpty() ? Optional.empty() : Optional.of(comparison.compare(file, header));
    }

    private PlanChanges compare(Path file, PlanLine.Header header) throws IOException {
        vms(before.vms(), now.vms());
        return new PlanChanges(
                file.getFileName().toString(),
                header.planId(),
                header.created(),
                onlyIn(now),
                onlyIn(before),
                same,
                added.changed(),
                gone.changed(),
                renamed.changed(),
                moved.changed(),
                servers(now, before),
                servers(before, now));
    }

    private List<String> onlyIn(ComparedPlan plan) {
        return plan.places().stream()
                .filter(place -> !inBoth.contains(place.id()))
                .map(ComparedPlan.Place::name)
                .toList();
    }

    private PlanChanges.Changed servers(ComparedPlan here, ComparedPlan there) {
        PlanChanges.Count count = new PlanChanges.Count();
        Set<ComparedPlan.Server> known = there.servers();
        here.places().stream()
                .filter(place -> inBoth.contains(place.id()))
                .forEach(place -> place.servers().values().stream()
                        .filter(server -> !known.contains(server))
                        .forEach(server -> count.add(server.text() + ", in " + place.name())));
        return count.changed();
    }

    private void vms(Spool.Rows<ComparedPlan.Vm> earlier, Spool.Rows<ComparedPlan.Vm> current) throws IOException {
        while (earlier.peek() != null || current.peek() != null) {
            int order = order(earlier.peek(), current.peek());
            if (order < 0) {
                only(before, earlier.next(), gone);
            } else if (order > 0) {
                only(now, current.next(), added);
            } else {
                both(earlier.next(), current.next());
            }
        }
    }

    private static int order(ComparedPlan.Vm one, ComparedPlan.Vm other) {
        if (one == null || other == null) {
            return one == null ? 1 : -1;
        }
        return ComparedPlan.Vm.BY_IDENTITY.compare(one, other);
    }

    private void only(ComparedPlan plan, ComparedPlan.Vm vm, PlanChanges.Count count) {
        ComparedPlan.Place place = plan.placeOf(vm);
        if (inBoth.contains(place.id())) {
            count.add(vm.text() + ", in " + place.name());
        }
    }

    private void both(ComparedPlan.Vm earlier, ComparedPlan.Vm current) {
        boolean sameName = earlier.name().equals(current.name());
        if (!sameName) {
            renamed.add(current.text() + " was '" + earlier.name() + "'");
        }
        boolean samePlace = !isElsewhere(earlier, current);
        if (!samePlace) {
            moved.add(current.text() + " from " + where(before, earlier) + " to " + where(now, current));
        }
        same += sameName && samePlace ? 1 : 0;
    }

    /** An endpoint that only got another account or address moves no VM: its machines are the same. */
    private boolean isElsewhere(ComparedPlan.Vm earlier, ComparedPlan.Vm current) {
        return !before.placeOf(earlier).id().equals(now.placeOf(current).id())
                || earlier.machine() != current.machine()
                        && !Objects.equals(before.serverOf(earlier), now.serverOf(current));
    }

    private static String where(ComparedPlan plan, ComparedPlan.Vm vm) {
        ComparedPlan.Server server = plan.serverOf(vm);
        return (server == null ? "no endpoint" : server.text()) + ", in "
                + plan.placeOf(vm).name();
    }
}
