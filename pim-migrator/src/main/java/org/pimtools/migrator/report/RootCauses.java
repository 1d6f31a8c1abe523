package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.migrator.inventory.EndpointInventory;

/** The endpoints that could not be read, which is why nothing is known about what they have: the first thing that a person reads. */
final class RootCauses {
    /** A plan with other endpoints does not help against these. */
    private static final Set<FindingCode> OF_THE_ENDPOINT =
            EnumSet.of(FindingCode.UNREACHABLE, FindingCode.ENDPOINT_FAILED);

    private static final int MOST = 10;

    private final List<EndpointReport> failed;

    RootCauses(List<EndpointReport> endpoints) {
        this.failed = endpoints.stream().filter(endpoint -> !endpoint.isRead()).toList();
    }

    boolean isEmpty() {
        return failed.isEmpty();
    }

    int count() {
        return failed.size();
    }

    /** Whether findings of this kind are what these endpoints failed by. */
    boolean include(FindingKind kind) {
        return failed.stream().anyMatch(endpoint -> code(endpoint).equals(kind));
    }

    Remedy remedy() {
        if (failed.isEmpty()) {
            return Remedy.NONE;
        }
        return failed.stream().allMatch(endpoint -> OF_THE_ENDPOINT.contains(code(endpoint)))
                ? Remedy.RUN_AGAIN
                : Remedy.PLAN_AGAIN;
    }

    /** One line for each endpoint: which, as whom, and why. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        failed.stream().limit(MOST).forEach(endpoint -> lines.add(endpoint.failure()));
        if (failed.size() > MOST) {
            lines.add("… and %,d more".formatted(failed.size() - MOST));
        }
        return lines;
    }

    /** What to do about each kind of failure. */
    List<String> remedies() {
        return failed.stream()
                .map(RootCauses::code)
                .distinct()
                .map(code -> code.code() + ": " + code.resolve())
                .toList();
    }

    private static FindingCode code(EndpointReport endpoint) {
        return (FindingCode)
                ((EndpointInventory.Failed) endpoint.inventory()).finding().code();
    }
}
