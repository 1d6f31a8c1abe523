package org.pimtools.migrator.migrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.decision.Undecided;
import org.pimtools.migrator.execute.FollowingSteps;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;
import org.pimtools.migrator.step.StepInfo;

/** What the targets of the steps hold for the VMs of a plan before anything is changed; reads only. */
final class StepSurvey {
    private final Iterable<Change> changes;
    private final RunMonitor monitor;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, State> vms = new HashMap<>();
    /** VMs of which a step that gates the rows has nothing, and why. */
    private final Map<Long, String> absent = new LinkedHashMap<>();

    private final List<ResultLine.ChangeResult> others = new ArrayList<>();
    /** Of each batch of a step that gates the rows, how long a look took. */
    private final List<Long> nanosPerLook = new ArrayList<>();

    private boolean complete = true;

    private final Predicate<Change> explained;

    private StepSurvey(Iterable<Change> changes, Predicate<Change> explained, RunMonitor monitor) {
        this.changes = changes;
        this.explained = explained;
        this.monitor = monitor;
    }

    /**
     * For a dry run: whatever keeps a target from being looked at or changed becomes a finding.
     *
     * @param explained whether it is known why the target of this change has its new name already
     */
    static StepSurvey tolerant(
            StepList steps,
            StepContext context,
            Iterable<Change> changes,
            Predicate<Change> explained,
            RunMonitor monitor) {
        StepSurvey survey = new StepSurvey(changes, explained, monitor);
        steps.gating().forEach(factory -> survey.gating(factory, context));
        steps.following().forEach(factory -> survey.following(factory, context));
        return survey;
    }

    /**
     * For a migration; looks only at the steps that gate the rows.
     *
     * @param explained whether it is known why the target of this change has its new name already
     * @throws ToolException when a target must not be changed now
     */
    static StepSurvey strict(
            OpenSteps gating, Iterable<Change> changes, Predicate<Change> explained, RunMonitor monitor) {
        StepSurvey survey = new StepSurvey(changes, explained, monitor);
        gating.all().forEach(survey::look);
        return survey;
    }

    /** The state of each VM's own change; without the VMs that were not looked at. */
    Map<Long, State> vms() {
        return vms;
    }

    /** The states of the changes of steps that gate no rows. */
    List<ResultLine.ChangeResult> others() {
        return others;
    }

    /**
     * How long it takes to look at the own changes of all VMs when the first looks are behind, which take longer; empty when they could
     * not be looked at.
     */
    Optional<Duration> duration() {
        if (!complete) {
            return Optional.empty();
        }
        List<Long> sorted = nanosPerLook.stream().sorted().toList();
        return Optional.of(
                sorted.isEmpty()
                        ? Duration.ZERO
                        : Duration.ofNanos(sorted.get(sorted.size() / 2)).multipliedBy(vms.size()));
    }

    List<Finding> findings() {
        return findings;
    }

    /**
     * Makes an error of every VM that is absent when less than so many percent are there.
     *
     * @param percent 0 to 100
     */
    void requireCoverage(int percent) {
        Coverage coverage = new Coverage(vms.size() - absent.size(), vms.size());
        if (coverage.isBelow(percent)) {
            findings.removeIf(finding -> Undecided.isAboutVm(finding) && absent.containsKey(Undecided.idVm(finding)));
            absent.forEach((vm, detail) -> findings.add(
                    new Finding(FindingCode.FEW_SUBSCRIBED, "vm:" + vm, detail + "; of the VMs " + coverage)));
        }
    }

    private <C extends Change, U> void gating(StepFactory<C, U> factory, StepContext context) {
        try (OpenStep<C, U> step = OpenStep.of(factory, context)) {
            step.step().refusals().forEach(refusal -> findings.add(refusal.finding(factory.info())));
            look(step);
        } catch (ToolException e) {
            vms.clear();
            absent.clear();
            complete = false;
            add(factory.info(), e);
        }
    }

    private <C extends Change, U> void following(StepFactory<C, U> factory, StepContext context) {
        Iterable<C> own = only(factory.info().changes());
        if (!own.iterator().hasNext()) {
            return;
        }
        try (OpenStep<C, U> step = OpenStep.of(factory, context)) {
            step.step().refusals().forEach(refusal -> findings.add(refusal.finding(factory.info())));
            look(step);
        } catch (ToolException e) {
            ChangeState unknown = FollowingSteps.unknown(factory, e);
            findings.add(new Finding(unknown.finding(), factory.info().name(), unknown.detail()));
            own.forEach(change -> others.add(
                    new ResultLine.ChangeResult(factory.info().name(), change.entity(), change.idVm(), State.UNKNOWN)));
        }
    }

    private void add(StepInfo<?> step, ToolException e) {
        FindingCode code =
                switch (e.exitCode()) {
                    case UNREACHABLE -> step.codes().unreachable();
                    case INVALID_INPUT, UNSAFE -> step.codes().refused();
                    case DONE, FAILED, USAGE, PARTIAL, BUG, HANGUP, INTERRUPTED, TERMINATED -> throw e;
                };
        Finding finding = new Finding(code, step.name(), e.getMessage() + "; " + e.hint());
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    private <C extends Change, U> void look(OpenStep<C, U> step) {
        List<C> batch = new ArrayList<>(step.info().batchSize());
        long[] looked = {0};
        for (C change : only(step.info().changes())) {
            batch.add(change);
            if (batch.size() == step.info().batchSize()) {
                look(step, batch, looked);
                batch.clear();
            }
        }
        look(step, batch, looked);
        step.step().surroundings(only(step.info().changes()), findings::add);
    }

    private <C extends Change, U> void look(OpenStep<C, U> step, List<C> batch, long[] looked) {
        long begin = System.nanoTime();
        List<Look<U>> looks = step.step().look(batch);
        if (!batch.isEmpty() && step.info().gatesRows()) {
            nanosPerLook.add((System.nanoTime() - begin) / batch.size());
        }
        for (int i = 0; i < batch.size(); i++) {
            C change = batch.get(i);
            ChangeState state = looks.get(i).state();
            if (step.info().gatesRows()) {
                vms.put(change.idVm(), state.state());
                judge(change, state);
            } else {
                others.add(
                        new ResultLine.ChangeResult(step.info().name(), change.entity(), change.idVm(), state.state()));
            }
            if (state.finding() != null) {
                findings.add(new Finding(state.finding(), change.entity(), state.detail()));
            }
        }
        looked[0] += batch.size();
        monitor.progress(step.info().words().looking(), looked[0], 0);
        monitor.checkpoint();
    }

    private void judge(Change change, ChangeState state) {
        if (state.state() == State.ABSENT) {
            absent.put(change.idVm(), state.detail());
        } else if (state.state() == State.DONE && change.renames() && !explained.test(change)) {
            findings.add(new Finding(FindingCode.NOT_EXPLAINED, change.entity(), "it is called " + change.newName()));
        }
    }

    /** The changes of one kind. */
    private <C extends Change> Iterable<C> only(Class<C> type) {
        return () -> {
            Iterator<Change> all = changes.iterator();
            return new Iterator<>() {
                private C next;

                @Override
                public boolean hasNext() {
                    while (next == null && all.hasNext()) {
                        Change change = all.next();
                        next = type.isInstance(change) ? type.cast(change) : null;
                    }
                    return next != null;
                }

                @Override
                public C next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    C found = next;
                    next = null;
                    return found;
                }
            };
        };
    }
}
