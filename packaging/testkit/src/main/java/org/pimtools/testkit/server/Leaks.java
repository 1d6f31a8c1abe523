package org.pimtools.testkit.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Finds out which test class something belongs to, though several run at a time: one of those that ran when it appeared.
 * It is a leak when it is still there as the last of them ends.
 */
final class Leaks {
    private final Supplier<Map<String, String>> present;
    private final Duration limit;
    private final Set<String> running = new TreeSet<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Set<String>> suspects = new HashMap<>();

    /**
     * @param present what is there now: what identifies it, and how to describe it
     * @param limit how long to wait for something to go away at the end of a class
     */
    Leaks(Supplier<Map<String, String>> present, Duration limit) {
        this.present = present;
        this.limit = limit;
    }

    synchronized void begin(String testClass) {
        look();
        running.add(testClass);
    }

    /** Waits until all that the class may have left behind is gone; else describes it. */
    List<String> end(String testClass) {
        Instant end = Instant.now().plus(limit);
        while (true) {
            synchronized (this) {
                Map<String, String> now = look();
                Set<String> left = leftBy(testClass);
                if (left.isEmpty() || Instant.now().isAfter(end)) {
                    List<String> told = new ArrayList<>();
                    for (String each : new TreeSet<>(left)) {
                        told.add(now.get(each) + " (appeared while " + String.join(", ", suspects.remove(each))
                                + " ran)");
                        known.add(each);
                    }
                    running.remove(testClass);
                    return told;
                }
            }
            ServerProcess.pause();
        }
    }

    private Set<String> leftBy(String testClass) {
        Set<String> left = new HashSet<>();
        suspects.forEach((each, classes) -> {
            if (classes.contains(testClass)
                    && classes.stream().noneMatch(other -> !other.equals(testClass) && running.contains(other))) {
                left.add(each);
            }
        });
        return left;
    }

    private Map<String, String> look() {
        Map<String, String> now = present.get();
        known.retainAll(now.keySet());
        suspects.keySet().retainAll(now.keySet());
        for (String each : now.keySet()) {
            if (running.isEmpty()) {
                known.add(each);
            } else if (!known.contains(each)) {
                suspects.putIfAbsent(each, new TreeSet<>(running));
            }
        }
        return now;
    }
}
