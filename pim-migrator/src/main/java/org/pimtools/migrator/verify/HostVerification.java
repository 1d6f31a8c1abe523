package org.pimtools.migrator.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.common.secret.Identity;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.execute.Pass;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.execute.UndoRecords;
import org.pimtools.migrator.execute.WorkExecution;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.migrate.Inventories;
import org.pimtools.migrator.report.HtmlPage;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.rollback.RolledBackVms;
import org.pimtools.migrator.state.Finished;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.migrator.step.redis.RedisStep;

/** Looks at everything that was migrated once more, in Redis and, with an identity, at the providers; changes nothing. */
public final class HostVerification {
    private static final int BATCH = 1_000;

    private final StateDirectory state;
    private final RedisSettings redis;
    private final Optional<Supplier<Identity>> identity;
    private final String tool;
    private final RunMonitor watch;

    public HostVerification(
            StateDirectory state,
            RedisSettings redis,
            Optional<Supplier<Identity>> identity,
            String tool,
            RunMonitor watch) {
        this.state = state;
        this.redis = redis;
        this.identity = identity;
        this.tool = tool;
        this.watch = watch;
    }

    /**
     * What came of it.
     *
     * @param rolledBack whether the migration was rolled back, so that old names are right
     * @param subscriptions how many were looked at
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

    /** @throws ToolException when no migration came to its end here, or Redis cannot be looked at */
    public Verified verify() throws IOException, InterruptedException {
        StateDirectory.Lock lock = state.lock();
        try {
            return RolledBack.of(state).filter(RolledBack::undidAll).isPresent()
                    ? new RollbackVerification(state, redis, tool, watch).verify()
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
        Map<Integer, EndpointInventory> inventories =
                identity.isPresent() || section.start().sealed() == null
                        ? Inventories.read(section, identity, watch)
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
        Set<Long> absent = absent(state.run(finished.run()).result());
        Set<Long> rolledBack = RolledBack.of(state)
                .map(last -> RolledBackVms.of(state.run(last.run()).result()))
                .orElse(Set.of());
        Resolved.write(files.verified(), start, lines -> {
            Differences found = new Differences(differences, lines);
            for (EndpointInventory inventory : inventories.values()) {
                if (inventory instanceof EndpointInventory.Failed failed) {
                    found.add(failed.finding());
                }
            }
            ChangeStates standings;
            try (RedisConnection connection = Waiting.on(() -> RedisConnection.open(redis), watch::checkpoint)) {
                RedisStep step = new RedisStep(connection, section.machines());
                standings = new WorkExecution(work, Pass.forward(step), watch).look();
                UndoRecords befores = UndoRecords.read(work, migration.journal(), step::joined);
                addChangedAfterwards(work, befores, standings, step, found);
            }
            work.rekeys(BATCH, batch -> {
                for (Change.Rekey rekey : batch) {
                    looked[0]++;
                    if (rolledBack.contains(rekey.idVm())) {
                        found.addIfMigrated(rekey, standings.of(rekey.no()));
                        continue;
                    }
                    found.add(rekey, standings.of(rekey.no()), absent.contains(rekey.idVm()));
                    PlanLine.Machine machine = section.machines().get(rekey.idHypervisor());
                    if (machine != null
                            && inventories.get(machine.endpointNo()) instanceof EndpointInventory.Read read) {
                        looked[1]++;
                        if (read.inventory()
                                .withId(new ProviderId(rekey.providerId()))
                                .isEmpty()) {
                            found.add(new Finding(
                                    FindingCode.DIFFERENT_PROVIDER_ID,
                                    "vm:" + rekey.idVm(),
                                    rekey.providerId() + " is not in the inventory"));
                        }
                    }
                }
            });
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

    /** What is re-keyed still, but not as the journal says that it must be. */
    private void addChangedAfterwards(
            WorkFile work, UndoRecords befores, ChangeStates standings, RedisStep step, Differences found) {
        AtomicLong done = new AtomicLong();
        work.rekeys(BATCH, batch -> {
            List<PendingChange<Change.Rekey>> rekeyed = batch.stream()
                    .filter(rekey -> befores.of(rekey.no()) != null
                            && standings.of(rekey.no()).state() == Subscription.DONE)
                    .map(rekey -> new PendingChange<>(rekey, befores.of(rekey.no())))
                    .toList();
            List<Look> looks = step.lookBack(rekeyed);
            for (int i = 0; i < looks.size(); i++) {
                if (looks.get(i) instanceof Look.Refused changed) {
                    found.add(new Finding(
                            FindingCode.CHANGED_AFTERWARDS,
                            "vm:" + rekeyed.get(i).change().idVm(),
                            changed.detail()));
                }
            }
            watch.progress(
                    "comparing with the journal",
                    done.addAndGet(batch.size()),
                    work.end().rekeys());
            watch.checkpoint();
        });
    }

    /** The VMs that had no subscription at the end of the migration. */
    private static Set<Long> absent(Path result) {
        Set<Long> absent = new HashSet<>();
        Resolved.read(result, line -> {
            if (line instanceof ResultLine.VmResult vm && vm.redis() == Subscription.ABSENT) {
                absent.add(vm.idVm());
            }
        });
        return absent;
    }

    private record Differences(FindingGroups groups, Consumer<ResultLine> lines) {
        void add(Finding finding) {
            groups.add(finding);
            lines.accept(new ResultLine.Found(finding));
        }

        void addIfMigrated(Change.Rekey rekey, ChangeState standing) {
            if (standing.state() == Subscription.DONE) {
                add(new Finding(
                        FindingCode.NOT_ROLLED_BACK,
                        "vm:" + rekey.idVm(),
                        "the subscription has its provider ID again"));
            }
        }

        void add(Change.Rekey rekey, ChangeState standing, boolean wasAbsent) {
            String entity = "vm:" + rekey.idVm();
            switch (standing.state()) {
                case DONE -> {}
                case ABSENT -> {
                    if (!wasAbsent) {
                        add(new Finding(
                                FindingCode.NOT_REKEYED,
                                entity,
                                "the subscription of " + rekey.providerId() + " is gone: " + standing.detail()));
                    }
                }
                case PENDING, ROLLED_BACK ->
                    add(new Finding(FindingCode.NOT_REKEYED, entity, "the subscription has its old name"));
                case REFUSED, FAILED ->
                    add(new Finding(
                            standing.finding() == null ? FindingCode.NOT_REKEYED : standing.finding(),
                            entity,
                            standing.detail()));
            }
        }
    }
}
