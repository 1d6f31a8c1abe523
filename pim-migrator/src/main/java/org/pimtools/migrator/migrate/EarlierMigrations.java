package org.pimtools.migrator.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.VmResolution;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.state.FormerValues;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.StepContext;

/**
 * What earlier runs of this datacenter migrated VMs to, as far as Redis has it still: what was rolled back or changed by hand does
 * not count.
 */
final class EarlierMigrations {
    private static final EarlierMigrations NONE = new EarlierMigrations(Map.of(), Map.of());

    private final Map<Long, ProviderId> planned;
    private final Map<Long, ProviderId> gone;

    private EarlierMigrations(Map<Long, ProviderId> planned, Map<Long, ProviderId> gone) {
        this.planned = planned;
        this.gone = gone;
    }

    /** For a dry run: nothing is known when the targets cannot be looked at, which is reported elsewhere. */
    static EarlierMigrations tolerant(
            StepList steps,
            StepContext context,
            List<WorkFile> works,
            VmTable table,
            PlanSection section,
            RunMonitor monitor) {
        if (works.isEmpty()) {
            return NONE;
        }
        try (OpenSteps open = OpenSteps.of(steps.gating(), context)) {
            return of(open, works, table, section, monitor);
        } catch (ToolException e) {
            return switch (e.exitCode()) {
                case UNREACHABLE, INVALID_INPUT, UNSAFE -> NONE;
                case DONE, FAILED, USAGE, PARTIAL, BUG, HANGUP, INTERRUPTED, TERMINATED -> throw e;
            };
        }
    }

    /** @param works of all earlier migrations, the newest first */
    static EarlierMigrations of(
            OpenSteps gating, List<WorkFile> works, VmTable table, PlanSection section, RunMonitor monitor) {
        if (works.isEmpty()) {
            return NONE;
        }
        return gating.making(Change.Rekey.class)
                .map(step -> of(step, works, table, section, monitor))
                .orElse(NONE);
    }

    private static <U> EarlierMigrations of(
            OpenStep<Change.Rekey, U> step,
            List<WorkFile> works,
            VmTable table,
            PlanSection section,
            RunMonitor monitor) {
        FormerValues former = table.former(works);
        Map<Long, String> uuids = new HashMap<>();
        section.vms().forEach(vm -> uuids.put(vm.idVm(), vm.uuid()));
        Map<Long, ProviderId> planned = new HashMap<>();
        Map<Long, ProviderId> gone = new TreeMap<>();
        Set<Long> asked = new HashSet<>();
        for (WorkFile work : works) {
            work.changes(Change.Rekey.class, step.info().batchSize(), batch -> {
                List<Change.Rekey> newest = batch.stream()
                        .filter(rekey -> former.wrote(rekey.idVm(), rekey.providerId()) && asked.add(rekey.idVm()))
                        .toList();
                List<Look<U>> looks = step.step().look(newest);
                for (int i = 0; i < looks.size(); i++) {
                    Change.Rekey rekey = newest.get(i);
                    if (looks.get(i).state().state() == State.DONE) {
                        String uuid = uuids.get(rekey.idVm());
                        boolean same = former.isOf(rekey.idVm(), uuid);
                        (same ? planned : gone).put(rekey.idVm(), new ProviderId(rekey.providerId()));
                    }
                }
                monitor.progress("looking at what was migrated before", asked.size(), 0);
                monitor.checkpoint();
            });
        }
        return new EarlierMigrations(planned, gone);
    }

    /** The provider IDs of the plan's VMs, by idVm. */
    Map<Long, ProviderId> planned() {
        return planned;
    }

    /**
     * What is worth knowing about VMs that were migrated and that this run does not migrate again.
     *
     * @param excluded what was left out by decision
     */
    List<Finding> findings(List<VmResolution> resolutions, Set<Long> excluded) {
        List<Finding> findings = new ArrayList<>();
        for (VmResolution resolution : resolutions) {
            long vm = resolution.vm().idVm();
            ProviderId before = planned.get(vm);
            if (before != null
                    && (excluded.contains(vm) || resolution.providerId().isEmpty())) {
                findings.add(new Finding(FindingCode.LEFT_OUT_AGAIN, "vm:" + vm, "Redis has it as " + before));
            }
        }
        gone.forEach((vm, before) ->
                findings.add(new Finding(FindingCode.NOT_PLANNED_AGAIN, "vm:" + vm, "Redis has it as " + before)));
        return findings;
    }
}
