package org.pimtools.migrator.verify;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.report.HtmlPage;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.rollback.ChosenVms;
import org.pimtools.migrator.rollback.Migrated;
import org.pimtools.migrator.rollback.RedisRollback;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisSettings;

/** Looks at a datacenter that was rolled back once more; changes nothing. */
final class RollbackVerification {
    private final StateDirectory state;
    private final RedisSettings redis;
    private final String tool;
    private final RunMonitor watch;

    RollbackVerification(StateDirectory state, RedisSettings redis, String tool, RunMonitor watch) {
        this.state = state;
        this.redis = redis;
        this.tool = tool;
        this.watch = watch;
    }

    /** The state is locked, and its migrations were rolled back. */
    HostVerification.Verified verify() throws IOException {
        List<Migrated> migrations = Migrated.all(state);
        Map<Long, ChangeState> standings;
        try (RedisConnection connection = Waiting.on(() -> RedisConnection.open(redis), watch::checkpoint)) {
            standings = new TreeMap<>(
                    new RedisRollback(migrations, ChosenVms.of(List.of(), migrations), connection, watch).look());
        }
        List<Finding> findings = new ArrayList<>();
        standings.forEach((vm, standing) -> {
            if (standing.state() == Subscription.PENDING) {
                findings.add(
                        new Finding(FindingCode.NOT_ROLLED_BACK, "vm:" + vm, "the subscription has its provider ID"));
            } else if (standing.finding() != null) {
                findings.add(new Finding(standing.finding(), "vm:" + vm, standing.detail()));
            }
        });
        ExitCode exit = findings.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        StateDirectory.RunFiles files = state.newRun(Instant.now());
        WorkLine.Header newest = migrations.get(0).work().header();
        ResultLine.Start start = new ResultLine.Start(
                state.datacenter(),
                newest.datacenterName(),
                newest.planId(),
                newest.planCreated(),
                files.run(),
                Instant.now(),
                ResultLine.Kind.VERIFICATION,
                tool);
        FindingGroups differences = new FindingGroups();
        Resolved.write(files.verified(), start, lines -> {
            findings.forEach(finding -> {
                differences.add(finding);
                lines.accept(new ResultLine.Found(finding));
            });
            return exit;
        });
        PlanSection section = PlanSection.read(migrations.get(0).files().section());
        HtmlPage.write(
                files.page(), files.verified(), new Places(section.endpoints(), section.machines(), section.vms()));
        return new HostVerification.Verified(
                exit, true, standings.size(), 0, differences, files.verified(), files.page());
    }
}
