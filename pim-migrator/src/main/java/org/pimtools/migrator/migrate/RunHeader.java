package org.pimtools.migrator.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.host.HostName;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.PlannedVm;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;
import org.pimtools.migrator.step.TargetInfo;

/**
 * Shows what a run works with before anything is done: datacenter, plan, host, state directory and the targets of the steps that gate the
 * rows, each with how many of the planned VMs it has under any name that they may have. Reads only.
 */
public final class RunHeader {
    private final StateDirectory state;
    private final PlanSection section;
    private final StepList steps;
    private final Output output;
    private final RunMonitor monitor;

    /** @param steps those whose targets are shown are among them */
    public RunHeader(StateDirectory state, PlanSection section, StepList steps, Output output, RunMonitor monitor) {
        this.state = state;
        this.section = section;
        this.steps = steps;
        this.output = output;
        this.monitor = monitor;
    }

    /** For a run that goes on without a target: one that cannot be looked at is shown as that, and not returned. */
    List<ResultLine.Target> showTolerant(StepContext context) {
        showPlaces();
        List<ResultLine.Target> targets = new ArrayList<>();
        for (StepFactory<?, ?> factory : steps.gating()) {
            try (OpenSteps open = OpenSteps.of(List.of(factory), context)) {
                targets.addAll(targets(open));
            } catch (ToolException e) {
                notLookedAt(factory.info().words().target(), e);
            }
        }
        return shown(targets);
    }

    /** @return for the result, one per step that has one target */
    public List<ResultLine.Target> show(OpenSteps gating) {
        showPlaces();
        return shown(targets(gating));
    }

    /**
     * Opens the targets for this alone.
     *
     * @throws ToolException when one of them cannot be looked at
     */
    public List<ResultLine.Target> show(StepContext context) {
        try (OpenSteps gating = OpenSteps.of(steps.gating(), context)) {
            return show(gating);
        }
    }

    private void showPlaces() {
        String name = section.start().name();
        row("datacenter", section.start().datacenter() + (name == null ? "" : " (" + name + ")"));
        row("plan", section.header().planId() + ", made at " + section.header().created());
        row("host", HostName.get());
        row("host's key", state.hostKey(section.header().rehearsal()).fingerprint());
        row("state", state.path().toString());
    }

    private void row(String what, String text) {
        output.line("%-12s %s".formatted(what, text));
    }

    private List<ResultLine.Target> shown(List<ResultLine.Target> targets) {
        output.result("host", HostName.get());
        output.result("targets", targets.stream().map(RunHeader::json).toList());
        return targets;
    }

    private static Map<String, Object> json(ResultLine.Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", target.step());
        json.put("address", target.address());
        json.put("product", target.product());
        json.put("role", target.role());
        json.put("holds", target.holds());
        json.put("planned", target.planned());
        json.put("found", target.found());
        return json;
    }

    private List<ResultLine.Target> targets(OpenSteps gating) {
        List<ResultLine.Target> targets = new ArrayList<>();
        for (OpenStep<?, ?> step : gating.all()) {
            Optional<TargetInfo> info = step.step().target();
            if (info.isPresent()) {
                Long found = found(step);
                row(step.info().words().target(), text(info.get(), found));
                targets.add(new ResultLine.Target(
                        HostName.get(),
                        state.path().toString(),
                        step.info().name(),
                        info.get().address(),
                        info.get().product(),
                        info.get().role(),
                        info.get().instance(),
                        info.get().holds(),
                        section.vms().size(),
                        found));
            }
        }
        return targets;
    }

    private String text(TargetInfo info, Long found) {
        return "%s: %s%s, %s; %s of %s are there"
                .formatted(
                        info.address(),
                        info.product().isEmpty() ? "version unknown" : info.product(),
                        info.role().isEmpty() ? "" : ", " + info.role(),
                        Text.counted(info.holds(), "subscription"),
                        found == null ? "nobody can tell how many" : Text.grouped(found),
                        Text.counted(section.vms().size(), "planned VM"));
    }

    private void notLookedAt(String target, ToolException e) {
        switch (e.exitCode()) {
            case UNREACHABLE, INVALID_INPUT, UNSAFE -> row(target, e.getMessage());
            case DONE, FAILED, USAGE, PARTIAL, BUG, HANGUP, INTERRUPTED, TERMINATED -> throw e;
        }
    }

    /** How many planned VMs the target has, or null when it cannot be asked, which is reported elsewhere. */
    private Long found(OpenStep<?, ?> step) {
        try {
            return count(step);
        } catch (ToolException e) {
            return switch (e.exitCode()) {
                case INVALID_INPUT, UNSAFE -> null;
                case DONE, FAILED, USAGE, PARTIAL, UNREACHABLE, BUG, HANGUP, INTERRUPTED, TERMINATED -> throw e;
            };
        }
    }

    private <C extends Change, U> long count(OpenStep<C, U> step) {
        StepFactory<?, ?> factory = steps.gating().stream()
                .filter(each -> each.info().name().equals(step.info().name()))
                .findFirst()
                .orElseThrow();
        Map<Long, String> migrated = migrated();
        List<C> batch = new ArrayList<>();
        int[] last = {0};
        long found = 0;
        for (PlanLine.Vm vm : section.vms()) {
            for (Change change : factory.plan(planned(vm, migrated.get(vm.idVm())), () -> ++last[0])) {
                batch.add(step.info().changes().cast(change));
            }
            if (batch.size() >= step.info().batchSize()) {
                found += there(step, batch);
                batch.clear();
                monitor.checkpoint();
            }
        }
        return found + there(step, batch);
    }

    private static <C extends Change, U> long there(OpenStep<C, U> step, List<C> batch) {
        List<Look<U>> looks = step.step().look(batch);
        return looks.stream()
                .filter(look -> look.state().state() != State.ABSENT)
                .count();
    }

    /** Before the inventory is read a provider ID is known from an earlier migration or from the database; else any name will do. */
    private PlannedVm planned(PlanLine.Vm vm, String migrated) {
        List<String> names = new ArrayList<>(vm.names());
        if (vm.providerId() != null) {
            names.add(vm.providerId());
        }
        String newName = migrated != null ? migrated : names.get(names.size() - 1);
        return new PlannedVm(vm, newName, names, List.of(), section.endpoints());
    }

    /** The newest provider IDs of the migrations here, by idVm. */
    private Map<Long, String> migrated() {
        Map<Long, String> migrated = new HashMap<>();
        for (WorkFile work : state.works()) {
            work.changes(
                    Change.Rekey.class,
                    1_000,
                    batch -> batch.forEach(rekey -> migrated.putIfAbsent(rekey.idVm(), rekey.providerId())));
        }
        return migrated;
    }
}
