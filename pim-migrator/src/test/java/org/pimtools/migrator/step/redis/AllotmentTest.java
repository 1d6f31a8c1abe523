package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllotmentTest {
    private static Allotment.Subscription subscription(long machine, String... names) {
        return new Allotment.Subscription(machine, List.of(names));
    }

    /** {@code count} subscriptions spread over machines. */
    private static List<Allotment.Subscription> spread(int count, int machines) {
        return IntStream.range(0, count)
                .mapToObj(i -> subscription(i % machines, "old-" + i, "new-" + i))
                .toList();
    }

    private static void assertComplete(Allotment allotment, int count) {
        List<Integer> all = new ArrayList<>(
                Stream.concat(allotment.groups().stream().flatMap(List::stream), allotment.rest().stream())
                        .sorted()
                        .toList());
        assertEquals(IntStream.range(0, count).boxed().toList(), all);
    }

    @Test
    void noMachineIsInTwoTransactions() {
        for (int machines : List.of(1, 7, 30, 120, 480)) {
            List<Allotment.Subscription> all = spread(480, machines);
            Allotment allotment = Allotment.of(all, Allotment.wanted(480));
            assertComplete(allotment, 480);
            long pairs = allotment.groups().stream()
                    .mapToLong(group -> group.stream()
                            .map(position -> all.get(position).machine())
                            .distinct()
                            .count())
                    .sum();
            assertEquals(machines <= 7 ? 0 : machines, pairs, "machines in transactions");
            assertEquals(machines <= 7 ? 480 : 0, allotment.rest().size());
            assertTrue(allotment.groups().size() <= Allotment.wanted(480));
        }
    }

    @Test
    void fewTransactionsTakeMoreAndNoneTakesTooMany() {
        for (int transactions : List.of(0, 1, 3, 10)) {
            Allotment allotment = Allotment.of(spread(480, 120), transactions);
            assertComplete(allotment, 480);
            assertEquals(transactions, allotment.groups().size());
            allotment.groups().forEach(group -> assertTrue(group.size() <= Allotment.MOST));
            assertTrue(allotment.rest().size() <= Math.max(0, 480 - transactions * (Allotment.MOST - 4)));
        }
    }

    @Test
    void ofNamesakesTheFirstIsHeld() {
        Allotment allotment = Allotment.of(
                List.of(subscription(1, "web", "a"), subscription(2, "web", "b"), subscription(3, "db", "a")), 3);

        assertEquals(List.of(List.of(0)), allotment.groups());
        assertEquals(List.of(1, 2), allotment.rest());
    }
}
