package org.pimtools.migrator.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts by row and by kind. */
final class Tally<R extends Comparable<R>, K extends Enum<K>> {
    private final Class<K> kinds;
    private final Map<R, Map<K, Long>> rows = new TreeMap<>();
    private final Map<K, Long> totals;

    Tally(Class<K> kinds) {
        this.kinds = kinds;
        this.totals = new EnumMap<>(kinds);
    }

    void add(R row, K kind) {
        rows.computeIfAbsent(row, any -> new EnumMap<>(kinds)).merge(kind, 1L, Long::sum);
        totals.merge(kind, 1L, Long::sum);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Rows in their order; of a row only the kinds that it has. */
    Map<R, Map<K, Long>> rows() {
        return rows;
    }

    /** Only the kinds that there are, in their order. */
    Map<K, Long> totals() {
        return totals;
    }

    static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
