package org.pimtools.migrator.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.migrate.Inventories;
import org.pimtools.migrator.migrate.LoginAttempts;
import org.pimtools.migrator.migrate.RunContext;
import org.pimtools.migrator.migrate.RunHeader;
import org.pimtools.migrator.report.HtmlPage;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.rollback.RolledBackVms;
import org.pimtools.migrator.state.Finished;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.StepContext;

/** Looks at everything that was migrated once more, in Redis and, with an identity, at the providers; changes nothing. */
public final class HostVerification {
    private static final int BATCH = 1_000;

    private final StateDirectory state;
    private final StepList steps;
    private final Optional<Supplier<Identity>> identity;
    private final String tool;
    private final Output output;
    private final RunMonitor monitor;

    public HostVerification(
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

    /**
     * What came of it.
     *
     * @param rolledBack whether the migration was rolled back, so that old names are right
     * @param subscriptions how many changes of steps that gate the rows were looked at
     * @param providerIds how many provider IDs were looked up
     * @param file every difference, as a result file
     * @param page the same for a browser
     */
    public record Verified(
            ExitCode exit,
            boolean rolledBack,
            long subscriptions,
            long providerIds,
            FindingGroups differences,
            Path file,
            Path page) {}

    /** @throws ToolException when no migration came to its end here, or a required target cannot be looked at */
    public Verified verify() throws IOException, InterruptedException {
        StateDirectory.Lock lock = state.lock();
        try {
            return RolledBack.of(state).filter(RolledBack::undidAll).isPresent()
                    ? new RollbackVerification(state, steps, identity, tool, output, monitor).verify()
                    : verifyAlone();
        } finally {
            lock.close();
        }
    }

    private Verified verifyAlone() throws IOException, InterruptedException {
        StateDirectory.RunFiles migration = state.finishedMigration();
        Finished finished = Finished.read(state.finished()).orElseThrow();
        WorkFile work = WorkFile.open(migration.work());
        PlanSection section = PlanSection.read(migration.section());
        FindingGroups differences = new FindingGroups();
        StateDirectory.RunFiles files = state.newRun(Instant.now());
        long[] looked = new long[2];
        StepContext context = RunContext.of(section, files, identity, monitor);
        List<ResultLine.Target> targets = new RunHeader(state, section, steps, output, monitor).show(context);
        Map<Integer, EndpointInventory> inventories =
                identity.isPresent() || section.start().sealed() == null
                        ? Inventories.read(section, identity, LoginAttempts.unrepeated(state), monitor)
                        : Map.of();
        ResultLine.Start start = new ResultLine.Start(
                state.datacenter(),
                section.start().name(),
                section.header().planId(),
                section.header().created(),
                files.run(),
                Instant.now(),
                ResultLine.Kind.VERIFICATION,
                tool);
        Absent absent = Absent.of(state.run(finished.run()).result());
        Set<Long> rolledBack = RolledBack.of(state)
                .map(last -> RolledBackVms.of(state.run(last.run()).result()))
                .orElse(Set.of());
        Resolved.write(files.verified(), start, state.hostKey(false), lines -> {
            targets.forEach(lines);
            Consumer<Finding> found = finding -> {
                differences.add(finding);
                lines.accept(new ResultLine.Found(finding));
            };
            for (EndpointInventory inventory : inventories.values()) {
                if (inventory instanceof EndpointInventory.Failed failed) {
                    found.accept(failed.finding());
                }
            }
            StepVerification verification =
                    new StepVerification(work, migration.journal(), rolledBack, absent, monitor, found);
            try (OpenSteps gating = OpenSteps.of(steps.gating(), context)) {
                gating.all().forEach(step -> looked[0] += verification.verify(step));
            }
            steps.following().forEach(factory -> verification.verify(factory, context));
            looked[1] = lookUp(work, section, inventories, rolledBack, found);
            return exit(differences);
        });
        HtmlPage.write(
                files.page(), files.verified(), new Places(section.endpoints(), section.machines(), section.vms()));
        return new Verified(
                exit(differences), false, looked[0], looked[1], differences, files.verified(), files.page());
    }

    private static ExitCode exit(FindingGroups differences) {
        return differences.groups().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    /** Whether the providers still have the provider IDs; returns how many were looked up. */
    private static long lookUp(
            WorkFile work,
            PlanSection section,
            Map<Integer, EndpointInventory> inventories,
            Set<Long> rolledBack,
            Consumer<Finding> found) {
        long[] looked = {0};
        work.changes(Change.Rekey.class, BATCH, batch -> {
            for (Change.Rekey rekey : batch) {
                PlanLine.Machine machine = section.machines().get(rekey.idHypervisor());
                if (!rolledBack.contains(rekey.idVm())
                        && machine != null
                        && inventories.get(machine.endpointNo()) instanceof EndpointInventory.Read read) {
                    looked[0]++;
                    if (read.inventory()
                            .withId(new ProviderId(rekey.providerId()))
                            .isEmpty()) {
                        found.accept(new Finding(
                                FindingCode.DIFFERENT_PROVIDER_ID,
                                rekey.entity(),
                                rekey.providerId() + " is not in the inventory"));
                    }
                }
            }
        });
        return looked[0];
    }
}
