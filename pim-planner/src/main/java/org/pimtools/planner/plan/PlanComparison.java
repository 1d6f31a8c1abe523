package org.pimtools.planner.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.planner.planning.VmRow;
import org.pimtools.planner.spool.Spool;

/**
 * Compares an earlier plan with the new one, in constant memory. Both have their VMs by datacenter, machine and number: what is the
 * same in that order is only counted. The others, hardly ever many, are sorted by what lasts of them and merged; an earlier plan in
 * another order has more of them, and the same changes.
 */
final class PlanComparison implements Closeable {
    private static final int BETWEEN_SAFE_POINTS = 1_000;
    private static final int NOT_PLANNED = -1;

    private final MadePlan plan;
    private final Runnable safePoint;
    private final ComparedPlaces before = new ComparedPlaces();
    private final ComparedPlaces now;
    private final Map<DatacenterId, Integer> sections;
    private final Spool<ComparedVm> othersBefore;
    private final Spool<ComparedVm> othersNow;
    private final PlanChanges.Count added = new PlanChanges.Count();
    private final PlanChanges.Count gone = new PlanChanges.Count();
    private final PlanChanges.Count renamed = new PlanChanges.Count();
    private final PlanChanges.Count moved = new PlanChanges.Count();
    private Set<DatacenterId> inBoth;
    private long same;
    private long lines;

    private PlanComparison(MadePlan plan, Path folder, Runnable safePoint) {
        this.plan = plan;
        this.safePoint = safePoint;
        this.now = plan.places();
        this.sections = now.indexes();
        this.othersBefore = new Spool<>(folder, ComparedVm.CODEC, ComparedVm.BY_IDENTITY);
        this.othersNow = new Spool<>(folder, ComparedVm.CODEC, ComparedVm.BY_IDENTITY);
    }

    /**
     * What changed, or nothing when the two plans have no datacenter in common. The whole earlier plan is verified.
     *
     * @param folder for what does not fit into memory
     * @param safePoint called now and then; may end the comparison by an exception
     */
    static Optional<PlanChanges> of(Path earlier, MadePlan plan, Path folder, Runnable safePoint) throws IOException {
        try (PlanReader reader = PlanReader.open(earlier);
                PlanComparison comparison = new PlanComparison(plan, folder, safePoint)) {
            comparison.read(reader);
            return comparison.inBoth.isEmpty()
                    ? Optional.empty()
                    : Optional.of(comparison.changes(earlier, reader.header()));
        }
    }

    private void read(PlanReader earlier) throws IOException {
        Spool.Rows<SpooledVm> current = plan.vms();
        for (PlanLine line = earlier.next(); line != null; line = earlier.next()) {
            if (line instanceof PlanLine.Vm vm) {
                inOrder(before.vm(vm), current);
            } else {
                before.add(line);
            }
            pause();
        }
        while (current.peek() != null) {
            other(current.next());
        }
        inBoth = ids(before);
        inBoth.retainAll(ids(now));
    }

    private void inOrder(ComparedVm earlier, Spool.Rows<SpooledVm> current) throws IOException {
        int section = sections.getOrDefault(before.placeOf(earlier).id(), NOT_PLANNED);
        while (current.peek() != null && order(current.peek(), section, earlier) < 0) {
            other(current.next());
        }
        SpooledVm next = current.peek();
        if (next != null && order(next, section, earlier) == 0 && isAsBefore(next.vm(), earlier)) {
            current.next();
            same++;
        } else {
            othersBefore.add(earlier);
        }
    }

    private static int order(SpooledVm current, int section, ComparedVm earlier) {
        int order = Integer.compare(current.section(), section);
        if (order == 0) {
            order = Long.compare(current.vm().idHypervisor(), earlier.machine());
        }
        return order == 0 ? Long.compare(current.vm().idVm(), earlier.idVm()) : order;
    }

    private static boolean isAsBefore(VmRow current, ComparedVm earlier) {
        return current.uuid().equals(earlier.uuid()) && current.name().equals(earlier.name());
    }

    private void other(SpooledVm current) throws IOException {
        othersNow.add(ComparedVm.of(current));
        pause();
    }

    private void pause() {
        if (++lines % BETWEEN_SAFE_POINTS == 0) {
            safePoint.run();
        }
    }

    private static Set<DatacenterId> ids(ComparedPlaces places) {
        return places.datacenters().stream().map(ComparedPlaces.Place::id).collect(Collectors.toSet());
    }

    private PlanChanges changes(Path file, PlanLine.Header header) throws IOException {
        vms(othersBefore.sorted(), othersNow.sorted());
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

    private List<String> onlyIn(ComparedPlaces plan) {
        return plan.datacenters().stream()
                .filter(place -> !inBoth.contains(place.id()))
                .map(ComparedPlaces.Place::name)
                .toList();
    }

    private PlanChanges.Changed servers(ComparedPlaces here, ComparedPlaces there) {
        PlanChanges.Count count = new PlanChanges.Count();
        Set<ComparedPlaces.Server> known = there.servers();
        here.datacenters().stream()
                .filter(place -> inBoth.contains(place.id()))
                .forEach(place -> place.servers().values().stream()
                        .filter(server -> !known.contains(server))
                        .forEach(server -> count.add(server.text() + ", in " + place.name())));
        return count.changed();
    }

    private void vms(Spool.Rows<ComparedVm> earlier, Spool.Rows<ComparedVm> current) throws IOException {
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

    private static int order(ComparedVm one, ComparedVm other) {
        if (one == null || other == null) {
            return one == null ? 1 : -1;
        }
        return ComparedVm.BY_IDENTITY.compare(one, other);
    }

    private void only(ComparedPlaces plan, ComparedVm vm, PlanChanges.Count count) {
        ComparedPlaces.Place place = plan.placeOf(vm);
        if (inBoth.contains(place.id())) {
            count.add(vm.text() + ", in " + place.name());
        }
    }

    private void both(ComparedVm earlier, ComparedVm current) {
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
    private boolean isElsewhere(ComparedVm earlier, ComparedVm current) {
        return !before.placeOf(earlier).id().equals(now.placeOf(current).id())
                || earlier.machine() != current.machine()
                        && !Objects.equals(before.serverOf(earlier), now.serverOf(current));
    }

    private static String where(ComparedPlaces plan, ComparedVm vm) {
        ComparedPlaces.Server server = plan.serverOf(vm);
        return (server == null ? "no endpoint" : server.text()) + ", in "
                + plan.placeOf(vm).name();
    }

    @Override
    public void close() throws IOException {
        othersBefore.close();
        othersNow.close();
    }
}
