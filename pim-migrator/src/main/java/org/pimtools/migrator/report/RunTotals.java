package org.pimtools.migrator.report;

import java.util.List;
import java.util.Map;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.result.ResultLine;

/**
 * What a run has found and done so far, in numbers and examples.
 *
 * @param forecastSeconds how long the migration will take on this host; null where that is not known
 */
record RunTotals(
        ResultLine.Start start,
        RunCounts counts,
        FindingGroups findings,
        DecisionGroups decisions,
        List<EndpointReport> endpoints,
        Long forecastSeconds) {
    /** Every count by name. */
    Map<String, Long> byName() {
        return counts.byName(findings, decisions);
    }

    RootCauses rootCauses() {
        return new RootCauses(endpoints, findings);
    }

    boolean isDryRun() {
        return start.kind() == ResultLine.Kind.DRY_RUN || start.kind() == ResultLine.Kind.ROLLBACK_DRY_RUN;
    }

    boolean isRollback() {
        return start.kind() == ResultLine.Kind.ROLLBACK || start.kind() == ResultLine.Kind.ROLLBACK_DRY_RUN;
    }
}
