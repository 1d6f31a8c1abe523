package org.pimtools.dbmigrate.flyway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Faults of which one cause makes many: the first of a kind is shown, the rest is counted. */
final class FaultList {
    private final Map<String, Fault> first = new LinkedHashMap<>();
    private final Map<String, Integer> more = new HashMap<>();

    /** @param kind the same for all that have one cause */
    void add(String kind, Fault fault) {
        if (first.putIfAbsent(kind, fault) != null) {
            more.merge(kind, 1, Integer::sum);
        }
    }

    /** In the order in which each kind came first. */
    List<Fault> list() {
        List<Fault> faults = new ArrayList<>();
        first.forEach((kind, fault) -> faults.add(
                more.containsKey(kind)
                        ? new Fault(fault.message() + " (and " + more.get(kind) + " more like it)", fault.hint())
                        : fault));
        return faults;
    }
}
