package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.PendingChange;

/**
 * Which subscriptions share an open transaction. Those of one machine do, since they share its cache, which is watched: the first of two
 * transactions would abort the second. Of those that share a name only the first one is in a transaction: of the others nobody would know
 * what the first one left for them.
 *
 * @param groups what shares a transaction, as positions among the items
 * @param rest what is in none
 */
record Allotment(List<List<Integer>> groups, List<Integer> rest) {
    /** Fewer are not worth a connection. */
    static final int SIZE = 12;

    /** More connections cost more than they save: a connection with twice as many subscriptions is slower, one more is not free. */
    static final int CONNECTIONS = 42;

    /** From here on it is better to look twice: Redis compares each watched key with all others of the connection. */
    static final int MOST = 64;

    /**
     * A subscription.
     *
     * @param machine any number that those of one machine have in common
     * @param names the names that it has or gets
     */
    record Subscription(long machine, List<String> names) {
        /** As far as the plan tells; the machine is negative when it tells none, or more than one. */
        static Subscription of(Change.Rekey change, Machines machines) {
            return new Subscription(
                    machines.theOneOf(change.idHypervisor()).orElse(-1), names(change, change.oldNames()));
        }

        /** Of a change that was made, whose record may be unreadable. */
        static Subscription of(PendingChange<Change.Rekey, UndoRecord> made) {
            return Target.oldName(made)
                    .map(oldName -> new Subscription(
                            made.undo().cache() > 0
                                    ? made.undo().cache()
                                    : made.undo().id(),
                            names(made.change(), List.of(oldName))))
                    .orElse(new Subscription(-1, List.of()));
        }

        private static List<String> names(Change.Rekey change, List<String> oldNames) {
            List<String> names = new ArrayList<>(oldNames);
            names.add(change.providerId());
            return names;
        }
    }

    /** How many transactions so many subscriptions are best spread over. */
    static int wanted(int items) {
        return Math.min(CONNECTIONS, (items + SIZE - 1) / SIZE);
    }

    /** @param transactions how many there can be */
    static Allotment of(List<Subscription> items, int transactions) {
        Allotment allotment = new Allotment(new ArrayList<>(), new ArrayList<>());
        Map<Long, List<Integer>> machines = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (Collections.disjoint(names, items.get(i).names())) {
                names.addAll(items.get(i).names());
                machines.computeIfAbsent(items.get(i).machine(), machine -> new ArrayList<>())
                        .add(i);
            } else {
                allotment.rest.add(i);
            }
        }
        machines.values().forEach(machine -> allotment.add(machine, items.size(), transactions));
        return allotment;
    }

    private void add(List<Integer> machine, int items, int transactions) {
        int usual = Math.max(SIZE, items / Math.max(1, transactions));
        List<Integer> last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
        if (last != null && last.size() + machine.size() / 2 <= Math.min(usual, MOST - machine.size() / 2)) {
            last.addAll(machine);
        } else if (groups.size() < transactions && machine.size() <= MOST) {
            groups.add(new ArrayList<>(machine));
        } else {
            addToSmallest(machine);
        }
    }

    private void addToSmallest(List<Integer> machine) {
        List<Integer> smallest =
                groups.stream().min(Comparator.comparingInt(List::size)).orElse(rest);
        (smallest.size() + machine.size() <= MOST ? smallest : rest).addAll(machine);
    }
}
