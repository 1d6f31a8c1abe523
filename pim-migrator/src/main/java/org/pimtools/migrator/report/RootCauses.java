package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.EndpointInventory;

/**
 * What most of the findings come from: endpoints that could not be read, so that nothing is known about what they have, and a target or a
 * state that is not the datacenter's. The first thing that a person reads.
 */
final class RootCauses {
    /** A plan with other endpoints does not help against these. */
    private static final Set<FindingCode> OF_THE_ENDPOINT =
            EnumSet.of(FindingCode.UNREACHABLE, FindingCode.ENDPOINT_FAILED);

    /** Each stands at many VMs and has one reason, which is at this host. */
    private static final Set<FindingCode> OF_THE_HOST =
            EnumSet.of(FindingCode.FEW_SUBSCRIBED, FindingCode.NOT_EXPLAINED);

    private static final int MOST = 10;

    private final List<EndpointReport> failed;
    private final FindingGroups findings;

    /**
     * One of them.
     *
     * @param lines where it is seen
     * @param remedies what to do about it, with the codes
     */
    record Cause(String headline, List<String> lines, List<String> remedies) {}

    RootCauses(List<EndpointReport> endpoints, FindingGroups findings) {
        this.failed = endpoints.stream().filter(endpoint -> !endpoint.isRead()).toList();
        this.findings = findings;
    }

    int failedEndpoints() {
        return failed.size();
    }

    List<Cause> causes() {
        List<Cause> causes = new ArrayList<>();
        if (!failed.isEmpty()) {
            causes.add(new Cause(
                    Text.counted(failed.size(), "endpoint") + " could not be read",
                    endpointLines(),
                    failed.stream()
                            .map(RootCauses::code)
                            .distinct()
                            .map(RootCauses::remedy)
                            .toList()));
        }
        for (FindingGroups.Group group : ofTheHost()) {
            FindingKind code = group.code();
            causes.add(new Cause(
                    code.why(),
                    List.of("%s × %,d: %s".formatted(code.code(), group.count(), code.title())),
                    List.of(remedy(code))));
        }
        return causes;
    }

    /** Whether findings of this kind are such causes themselves. */
    boolean include(FindingKind kind) {
        return failed.stream().anyMatch(endpoint -> code(endpoint).equals(kind))
                || ofTheHost().stream().anyMatch(group -> group.code().equals(kind));
    }

    /** Whether what is to be said of findings of this kind is said with their cause. */
    boolean explain(FindingKind kind) {
        return kind.equals(FindingCode.BLOCKED) && !failed.isEmpty()
                || ofTheHost().stream().anyMatch(group -> group.code().equals(kind));
    }

    Remedy remedy() {
        if (!failed.isEmpty() && isOpen(FindingCode.BLOCKED)) {
            return failed.stream().allMatch(endpoint -> OF_THE_ENDPOINT.contains(code(endpoint)))
                    ? Remedy.RUN_AGAIN
                    : Remedy.PLAN_AGAIN;
        }
        return ofTheHost().isEmpty() ? Remedy.NONE : Remedy.RUN_AGAIN;
    }

    private boolean isOpen(FindingCode code) {
        return findings.groups().stream().anyMatch(group -> group.code().equals(code) && isOpen(group));
    }

    private static boolean isOpen(FindingGroups.Group group) {
        return group.decided() < group.count();
    }

    private List<FindingGroups.Group> ofTheHost() {
        return findings.groups().stream()
                .filter(group -> group.code() instanceof FindingCode code && OF_THE_HOST.contains(code))
                .filter(RootCauses::isOpen)
                .toList();
    }

    /** One line for each endpoint: which, as whom, and why. */
    private List<String> endpointLines() {
        List<String> lines = new ArrayList<>();
        failed.stream().limit(MOST).forEach(endpoint -> lines.add(endpoint.failure()));
        if (failed.size() > MOST) {
            lines.add("… and %,d more".formatted(failed.size() - MOST));
        }
        return lines;
    }

    private static String remedy(FindingKind code) {
        return code.code() + ": " + code.resolve();
    }

    private static FindingCode code(EndpointReport endpoint) {
        return (FindingCode)
                ((EndpointInventory.Failed) endpoint.inventory()).finding().code();
    }
}
