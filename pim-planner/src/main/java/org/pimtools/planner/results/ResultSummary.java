package org.pimtools.planner.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;

/**
 * What a result says of all its VMs together.
 *
 * @param inSql VMs whose rows belong into the SQL file of a migration
 * @param decisions the {@value #MOST_DECISIONS} most frequent, the most frequent first
 * @param targets what the run worked with
 * @param findings by code, the most severe first
 */
public record ResultSummary(
        ResultFile file,
        ResultLine.End end,
        long inSql,
        List<DecisionCount> decisions,
        List<ResultLine.Target> targets,
        List<FindingGroups.Group> findings) {
    private static final int MOST_DECISIONS = 20;
    private static final int DISTINCT = 1_000;
    private static final String OTHERS = "other reasons";

    public ResultSummary {
        decisions = List.copyOf(decisions);
        targets = List.copyOf(targets);
        findings = List.copyOf(findings);
    }

    /** Takes what has a provider ID, or will, and was neither left out by decision nor rolled back. */
    @FunctionalInterface
    public interface ProviderIds {
        void take(EntityKey entity, String providerId) throws IOException;
    }

    /**
     * Reads the whole file.
     *
     * @throws ToolException when it is cut off or was changed; what was handed over until then does not count
     */
    public static ResultSummary read(ResultFile file, ProviderIds ids) throws IOException {
        long inSql = 0;
        Set<EntityKey> excluded = new HashSet<>();
        Map<DecisionCount, Long> decisions = new LinkedHashMap<>();
        List<ResultLine.Target> targets = new ArrayList<>();
        Map<String, ResultLine.Decided> settled = new HashMap<>();
        FindingGroups findings = new FindingGroups();
        ResultLine.End end = null;
        try (ResultReader reader = file.open()) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    EntityKey key = EntityKey.vm(vm.idVm());
                    if (vm.providerId() != null
                            && !excluded.contains(key)
                            && vm.redis() != ResultLine.State.ROLLED_BACK) {
                        ids.take(key, vm.providerId());
                    }
                    inSql += vm.redis() == ResultLine.State.DONE || vm.redis() == ResultLine.State.ABSENT ? 1 : 0;
                } else if (line instanceof ResultLine.EntityResult entity) {
                    if (entity.providerId() != null
                            && !excluded.contains(entity.key())
                            && file.start().kind() != ResultLine.Kind.ROLLBACK) {
                        ids.take(entity.key(), entity.providerId());
                    }
                } else if (line instanceof ResultLine.Decided decided) {
                    if (decided.decision() == ResultLine.Decision.EXCLUDE) {
                        excluded.add(decided.key());
                    }
                    settled.put(decided.key().toString(), decided);
                    String reason = decisions.size() < DISTINCT ? decided.reason() : OTHERS;
                    decisions.merge(new DecisionCount(decided.decision(), reason, 0), 1L, Long::sum);
                } else if (line instanceof ResultLine.Found found) {
                    findings.add(
                            found.finding(), settles(settled.get(found.finding().entity()), found.finding()));
                } else if (line instanceof ResultLine.Target target) {
                    targets.add(target);
                } else if (line instanceof ResultLine.End last) {
                    end = last;
                }
            }
        }
        return new ResultSummary(file, end, inSql, mostFrequent(decisions), targets, findings.groups());
    }

    private static boolean settles(ResultLine.Decided decided, Finding finding) {
        return decided != null
                && (decided.decision() == ResultLine.Decision.EXCLUDE
                        || decided.codes().contains(finding.code()));
    }

    private static List<DecisionCount> mostFrequent(Map<DecisionCount, Long> decisions) {
        return decisions.entrySet().stream()
                .map(entry -> new DecisionCount(
                        entry.getKey().decision(), entry.getKey().reason(), entry.getValue()))
                .sorted((one, other) -> Long.compare(other.count(), one.count()))
                .limit(MOST_DECISIONS)
                .toList();
    }

    /** A number that the run counted, or 0. */
    public long count(String name) {
        return end.counts().getOrDefault(name, 0L);
    }
}
