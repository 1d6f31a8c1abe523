package org.pimtools.migrator.verify;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.output.Output;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.FollowingSteps;
import org.pimtools.migrator.execute.OpenStep;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.migrate.RunContext;
import org.pimtools.migrator.migrate.RunHeader;
import org.pimtools.migrator.report.HtmlPage;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.rollback.ChosenVms;
import org.pimtools.migrator.rollback.Migrated;
import org.pimtools.migrator.rollback.StepRollback;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;

/** Looks at a datacenter that was rolled back once more; changes nothing. */
final class RollbackVerification {
    private final StateDirectory state;
    private final StepList steps;
    private final Optional<Supplier<Identity>> identity;
    private final String tool;
    private final Output output;
    private final RunMonitor monitor;

    RollbackVerification(
            StateDirectory state,
            StepList steps,
            Optional<Supplier<Identity>> identity,
            String tool,
            Output output,
            RunMonitor monitor) {
        this.state = state;
        this.steps = steps;
        this.identity = identity;
        this.tool = tool;
        this.output = output;
        this.monitor = monitor;
    }

    /** The state is locked, and its migrations were rolled back. */
    HostVerification.Verified verify() throws IOException {
        List<Migrated> migrations = Migrated.all(state);
        StateDirectory.RunFiles files = state.newRun(Instant.now());
        PlanSection section = PlanSection.read(migrations.get(0).files().section());
        StepContext context = RunContext.of(section, files, identity, monitor);
        List<ResultLine.Target> targets = new RunHeader(state, section, steps, output, monitor).show(context);
        List<Finding> findings = new ArrayList<>();
        long looked = 0;
        try (OpenSteps gating = OpenSteps.of(steps.gating(), context)) {
            for (OpenStep<?, ?> step : gating.all()) {
                looked += look(migrations, step, findings);
            }
        }
        for (StepFactory<?, ?> factory : steps.following()) {
            follow(migrations, factory, context, findings);
        }
        ExitCode exit = findings.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
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
        Resolved.write(files.verified(), start, state.hostKey(false), lines -> {
            targets.forEach(lines);
            findings.forEach(finding -> {
                differences.add(finding);
                lines.accept(new ResultLine.Found(finding));
            });
            return exit;
        });
        HtmlPage.write(
                files.page(), files.verified(), new Places(section.endpoints(), section.machines(), section.vms()));
        return new HostVerification.Verified(exit, true, looked, 0, differences, files.verified(), files.page());
    }

    private <C extends Change, U> long look(List<Migrated> migrations, OpenStep<C, U> step, List<Finding> findings) {
        Map<Long, StepRollback.Target> targets = new TreeMap<>(
                new StepRollback<>(migrations, ChosenVms.of(List.of(), migrations), step, monitor).look());
        targets.values().forEach(target -> {
            if (target.state().state() == State.PENDING) {
                findings.add(new Finding(
                        step.info().codes().notUndone(),
                        target.entity(),
                        step.info().words().changed()));
            } else if (target.state().finding() != null) {
                findings.add(new Finding(
                        target.state().finding(),
                        target.entity(),
                        target.state().detail()));
            }
        });
        return targets.size();
    }

    private <C extends Change, U> void follow(
            List<Migrated> migrations, StepFactory<C, U> factory, StepContext context, List<Finding> findings) {
        if (migrations.stream()
                .allMatch(
                        migration -> migration.work().end().count(factory.info().changes()) == 0)) {
            return;
        }
        try (OpenStep<C, U> step = OpenStep.of(factory, context)) {
            look(migrations, step, findings);
        } catch (ToolException e) {
            ChangeState unknown = FollowingSteps.unknown(factory, e);
            findings.add(new Finding(unknown.finding(), factory.info().name(), unknown.detail()));
        }
    }
}
