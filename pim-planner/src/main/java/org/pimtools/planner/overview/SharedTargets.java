package org.pimtools.planner.overview;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.result.ResultLine;
import org.pimtools.planner.results.ResultSummary;

/** Finds datacenters whose runs worked with one and the same target, though each should have its own. */
final class SharedTargets {
    private final Map<DatacenterId, ResultSummary> summaries = new LinkedHashMap<>();

    /** @param results those that count, by datacenter; null where there is none */
    SharedTargets(Map<DatacenterId, ResultSummary> results) {
        results.forEach((datacenter, summary) -> {
            if (summary != null) {
                summaries.put(datacenter, summary);
            }
        });
    }

    /** A note for each other datacenter that a target of this one was used for. */
    List<String> notes(DatacenterId datacenter) {
        List<String> notes = new ArrayList<>();
        for (ResultLine.Target own : targets(datacenter)) {
            for (DatacenterId other : summaries.keySet()) {
                if (!other.equals(datacenter)) {
                    targets(other).stream()
                            .filter(target -> isSame(own, target))
                            .findFirst()
                            .ifPresent(target -> notes.add(note(own, other, target)));
                }
            }
        }
        return notes;
    }

    private Collection<ResultLine.Target> targets(DatacenterId datacenter) {
        ResultSummary summary = summaries.get(datacenter);
        return summary == null ? List.of() : summary.targets();
    }

    private String note(ResultLine.Target own, DatacenterId other, ResultLine.Target theirs) {
        String name = summaries.get(other).file().start().datacenterName();
        return "its %s at %s (host %s) is the one that %s used, too (host %s): check which of them is right"
                .formatted(
                        own.step(), own.address(), own.host(), name == null ? other.toString() : name, theirs.host());
    }

    /** The same running server, or after a restart the same address; a loopback address means another server on every host. */
    private static boolean isSame(ResultLine.Target one, ResultLine.Target other) {
        if (!one.step().equals(other.step())) {
            return false;
        }
        if (!one.instance().isEmpty() && one.instance().equals(other.instance())) {
            return true;
        }
        return one.address().equals(other.address())
                && (!isLoopback(one.address()) || Objects.equals(one.host(), other.host()));
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.startsWith("localhost:") || address.startsWith("[::1]:");
    }
}
