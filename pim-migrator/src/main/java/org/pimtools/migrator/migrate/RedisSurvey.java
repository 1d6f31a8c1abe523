package org.pimtools.migrator.migrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.execute.ChangeExecutor;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.redis.Preflight;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.migrator.step.redis.RedisStep;
import org.pimtools.migrator.step.redis.Refusal;
import org.pimtools.migrator.step.redis.UnknownKeys;

/** What Redis holds for the VMs of a plan before anything is changed; reads only. */
final class RedisSurvey {
    private static final int BATCH = 1_000;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, Subscription> subscriptions = new HashMap<>();
    /** Of each batch, how long a look took. */
    private final List<Long> nanosPerLook = new ArrayList<>();

    private boolean complete;

    private RedisSurvey() {}

    /** For a dry run: whatever keeps Redis from being looked at or migrated becomes a finding. */
    static RedisSurvey tolerant(
            RedisSettings settings,
            UUID datacenter,
            Map<Long, PlanLine.Machine> machines,
            Iterable<Change> changes,
            RunMonitor watch) {
        RedisSurvey survey = new RedisSurvey();
        try (RedisConnection connection = Waiting.on(() -> RedisConnection.open(settings), watch::checkpoint)) {
            List<Refusal> refusals = Preflight.check(connection, datacenter);
            refusals.forEach(refusal -> survey.findings.add(refusal.finding()));
            survey.look(connection, machines, changes, watch);
        } catch (ToolException e) {
            survey.subscriptions.clear();
            survey.complete = false;
            survey.add(e);
        }
        return survey;
    }

    /**
     * For a migration.
     *
     * @throws ToolException when Redis must not be migrated now
     */
    static RedisSurvey strict(
            RedisConnection connection,
            Map<Long, PlanLine.Machine> machines,
            Iterable<Change> changes,
            RunMonitor watch) {
        RedisSurvey survey = new RedisSurvey();
        survey.look(connection, machines, changes, watch);
        return survey;
    }

    /** What became of each VM's subscription; without the VMs that were not looked at. */
    Map<Long, Subscription> subscriptions() {
        return subscriptions;
    }

    /**
     * How long it takes to look at all subscriptions when the first looks are behind, which take longer; empty when they could not be
     * looked at.
     */
    Optional<Duration> duration() {
        if (!complete) {
            return Optional.empty();
        }
        List<Long> sorted = nanosPerLook.stream().sorted().toList();
        return Optional.of(
                sorted.isEmpty()
                        ? Duration.ZERO
                        : Duration.ofNanos(sorted.get(sorted.size() / 2)).multipliedBy(subscriptions.size()));
    }

    List<Finding> findings() {
        return findings;
    }

    private void add(ToolException e) {
        FindingCode code =
                switch (e.exitCode()) {
                    case UNREACHABLE -> FindingCode.REDIS_UNREACHABLE;
                    case INVALID_INPUT, UNSAFE -> FindingCode.REDIS_REFUSED;
                    case DONE, FAILED, USAGE, PARTIAL, BUG, HANGUP, INTERRUPTED, TERMINATED -> throw e;
                };
        Finding finding = new Finding(code, "redis", e.getMessage() + "; " + e.hint());
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    private void look(
            RedisConnection connection,
            Map<Long, PlanLine.Machine> machines,
            Iterable<Change> changes,
            RunMonitor watch) {
        RedisStep step = new RedisStep(connection, machines);
        Set<String> oldNames = new HashSet<>();
        List<Change.Rekey> batch = new ArrayList<>(BATCH);
        for (Change change : changes) {
            if (change instanceof Change.Rekey rekey) {
                oldNames.addAll(rekey.oldNames());
                batch.add(rekey);
            }
            if (batch.size() == BATCH) {
                look(step, batch, watch);
                batch.clear();
            }
        }
        look(step, batch, watch);
        complete = true;
        new UnknownKeys(connection, oldNames).find(findings::add);
    }

    private void look(RedisStep step, List<Change.Rekey> batch, RunMonitor watch) {
        long begin = System.nanoTime();
        List<Look> looks = step.look(batch);
        if (!batch.isEmpty()) {
            nanosPerLook.add((System.nanoTime() - begin) / batch.size());
        }
        for (int i = 0; i < batch.size(); i++) {
            ChangeState standing = ChangeExecutor.standing(looks.get(i));
            long vm = batch.get(i).idVm();
            subscriptions.put(vm, standing.state());
            if (standing.finding() != null) {
                findings.add(new Finding(standing.finding(), "vm:" + vm, standing.detail()));
            }
        }
        watch.progress("looking at Redis", subscriptions.size(), 0);
        watch.checkpoint();
    }
}
