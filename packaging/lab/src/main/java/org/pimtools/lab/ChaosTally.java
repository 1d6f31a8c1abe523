package org.pimtools.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was broken, and what came of it. */
final class ChaosTally {
    private final Map<String, Integer> kills = new TreeMap<>();
    private final Map<String, Integer> missed = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final Map<String, Integer> stops = new TreeMap<>();
    private final Set<String> places = new TreeSet<>();
    private final List<String> differences = new ArrayList<>();

    void killed(ChaosPart part, String place) {
        kills.merge(part.word(), 1, Integer::sum);
        places.add(part.word() + " " + place);
    }

    /** A run had ended before its kill. */
    void missed(ChaosPart part) {
        missed.merge(part.word(), 1, Integer::sum);
    }

    /** @param exit of the run that the fault met */
    void fault(ChaosFault fault, int exit) {
        faults.merge(fault.word(), 1, Integer::sum);
        if (exit != 0) {
            stops.merge(fault.word() + " exit " + exit, 1, Integer::sum);
        }
    }

    void differs(String what) {
        differences.add(what);
    }

    int kills() {
        return sum(kills);
    }

    /** Adds what another one has counted. */
    void add(ChaosTally other) {
        other.kills.forEach((part, count) -> kills.merge(part, count, Integer::sum));
        other.missed.forEach((part, count) -> missed.merge(part, count, Integer::sum));
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
        other.stops.forEach((stop, count) -> stops.merge(stop, count, Integer::sum));
        places.addAll(other.places);
        differences.addAll(other.differences);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int places() {
        return places.size();
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%d kills at %d distinct places: %s".formatted(kills(), places.size(), kills));
        if (!missed.isEmpty()) {
            lines.add("runs that had ended before their kill: " + missed);
        }
        if (!faults.isEmpty()) {
            lines.add("%d faults: %s".formatted(sum(faults), faults));
            lines.add("runs that a fault ended, by exit code: " + stops);
        }
        lines.add(differences.size() == 1 ? "1 difference" : differences.size() + " differences");
        lines.addAll(differences);
        return lines;
    }
}
