package org.pimtools.migrator.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.output.Output;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.signature.Signatures;
import org.pimtools.migrator.decision.Decisions;
import org.pimtools.migrator.decision.DecisionsFile;
import org.pimtools.migrator.decision.Undecided;
import org.pimtools.migrator.execute.OpenSteps;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.host.PlatformProcess;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityResolution;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.VmResolution;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.load.PlanSection;
import org.pimtools.migrator.load.SectionCopy;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.report.EndpointFindings;
import org.pimtools.migrator.report.Places;
import org.pimtools.migrator.report.RuleFindings;
import org.pimtools.migrator.report.RunReport;
import org.pimtools.migrator.resolve.BackupJobs;
import org.pimtools.migrator.resolve.Choices;
import org.pimtools.migrator.resolve.EntityResolver;
import org.pimtools.migrator.resolve.Resolver;
import org.pimtools.migrator.state.EditedDecisions;
import org.pimtools.migrator.state.Finished;
import org.pimtools.migrator.state.FormerValues;
import org.pimtools.migrator.state.LoadingPlace;
import org.pimtools.migrator.state.PlannerTrust;
import org.pimtools.migrator.state.Resolved;
import org.pimtools.migrator.state.RolledBack;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.migrator.step.StepContext;

/** One run on one datacenter: dry, a migration, or one that goes on. */
public final class MigratorRun {
    private final RunRequest request;
    private final Output output;
    private final RunMonitor monitor;
    private final Instant started = Instant.now();

    public MigratorRun(RunRequest request, Output output, RunMonitor monitor) {
        this.request = request;
        this.output = output;
        this.monitor = monitor;
    }

    /** @throws ToolException when the run could not be made; a dry run has changed nothing, a migration can be resumed */
    public Ending run() throws IOException, InterruptedException {
        if (request.real()) {
            new PlatformProcess(request.platform()).requireStopped();
        }
        try (LoadingPlace loading = LoadingPlace.make(request.stateBase())) {
            DatacenterId datacenter = SectionCopy.make(request.plan(), request.datacenter(), loading.section());
            StateDirectory state = new StateDirectory(request.stateBase(), datacenter);
            StateDirectory.Lock lock = state.lock();
            try {
                StateDirectory.RunFiles files = state.newRun(Instant.now());
                Files.move(loading.section(), files.section());
                files.remember(request.given());
                return run(state, files);
            } finally {
                lock.close();
            }
        }
    }

    private Ending run(StateDirectory state, StateDirectory.RunFiles files) throws IOException, InterruptedException {
        PlanSection section = PlanSection.read(files.section());
        PlannerTrust trust = new PlannerTrust(state.plannerKey());
        if (request.real()) {
            trust.require(section.header().plannerKey());
        }
        table(section);
        Optional<StateDirectory.RunFiles> newest = state.newestMigration();
        Optional<WorkFile> newestWork = newest.map(migration -> WorkFile.open(migration.work()));
        boolean isOver = RolledBack.of(state).filter(RolledBack::undidAll).isPresent();
        boolean goesOn = !isOver
                && newestWork
                        .filter(work ->
                                work.header().planId().equals(section.header().planId()))
                        .isPresent();
        List<ToolException> refusals = goesOn
                ? List.of()
                : Refusals.of(
                        section.header(),
                        request.maxPlanAge(),
                        started,
                        newestWork.map(WorkFile::header),
                        isOver
                                || newestWork
                                        .filter(work -> isFinished(state, work))
                                        .isPresent());
        if (!request.real()) {
            Ending ending = dryRun(state, files, section);
            trustOnFirstUse(trust, section.header().plannerKey());
            refusals.forEach(this::warnOf);
            if (goesOn && !isFinished(state, newestWork.get())) {
                output.warn("the migration of this plan is not finished here: run it again with --no-dry-run");
            }
            return refusals.isEmpty() ? ending : ending.before(refusals.get(0));
        }
        if (goesOn) {
            RolledBack.of(state)
                    .ifPresent(last -> output.line("what run " + last.run() + " rolled back is migrated again"));
            output.line(
                    isFinished(state, newestWork.get())
                            ? "this plan was migrated here already; everything is looked at again"
                            : "resuming the migration that run " + newest.get().run() + " began");
            GivenDecisions.requireFrozen(request.decisions(), newest.get().decisions(), section, output);
            return completion(state).resume(newest.get(), files, request.minSubscribed());
        }
        if (!refusals.isEmpty()) {
            throw refusals.get(0);
        }
        return migrate(state, files, section);
    }

    private static boolean isFinished(StateDirectory state, WorkFile work) {
        return Finished.read(state.finished())
                .filter(last -> last.migration().equals(work.header().run()))
                .isPresent();
    }

    /** Remembers the first planner only when its plan has stood a whole dry run. */
    private void trustOnFirstUse(PlannerTrust trust, String plannerKey) {
        switch (trust.relation(plannerKey)) {
            case FIRST -> {
                trust.remember(plannerKey);
                output.warn("from now on only the planner " + Signatures.fingerprint(plannerKey)
                        + " is trusted on this host: compare it with what pim-planner plan showed");
            }
            case KNOWN -> {}
            case ANOTHER -> warnOf(trust.refusal(plannerKey));
        }
    }

    private void warnOf(ToolException refusal) {
        output.warn(refusal.getMessage() + "; a migration will be refused: " + refusal.hint());
    }

    private Ending dryRun(StateDirectory state, StateDirectory.RunFiles files, PlanSection section)
            throws IOException, InterruptedException {
        Decisions decisions = decisions(state, files, section);
        StepContext context = context(files, section);
        List<ResultLine.Target> targets = header(state, section).showTolerant(context);
        Map<Integer, EndpointInventory> inventories =
                Inventories.read(section, request.identity(), new LoginAttempts(state, request.retryLogin()), monitor);
        EarlierMigrations earlier =
                EarlierMigrations.tolerant(request.steps(), context, state.works(), table(section), section, monitor);
        EntityTables tables = entityTables(state, section);
        Resolutions resolutions = resolve(section, inventories, earlier, decisions, tables);
        StepSurvey survey = StepSurvey.tolerant(
                request.steps(),
                context,
                changes(state, section, resolutions, tables, earlier, Optional.empty()),
                explained(state, section),
                monitor);
        survey.requireCoverage(request.minSubscribed());
        Undecided undecided = undecided(section, resolutions, survey, decisions);
        boolean noEndpointAnswered = !inventories.isEmpty()
                && inventories.values().stream().noneMatch(EndpointInventory.Read.class::isInstance);
        ExitCode exit = noEndpointAnswered
                ? ExitCode.UNREACHABLE
                : undecided.errors().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        Assessment assessment =
                new Assessment(section, targets, inventories, resolutions, earlier, survey, undecided, decisions);
        return report(state, files, assessment, exit, Optional.empty());
    }

    private Ending migrate(StateDirectory state, StateDirectory.RunFiles files, PlanSection section)
            throws IOException, InterruptedException {
        Decisions decisions = decisions(state, files, section);
        try (OpenSteps gating = OpenSteps.of(request.steps().gating(), context(files, section))) {
            List<ResultLine.Target> targets = header(state, section).show(gating);
            gating.enter();
            Map<Integer, EndpointInventory> inventories = Inventories.read(
                    section, request.identity(), new LoginAttempts(state, request.retryLogin()), monitor);
            EarlierMigrations earlier = EarlierMigrations.of(gating, state.works(), table(section), section, monitor);
            EntityTables tables = entityTables(state, section);
            Resolutions resolutions = resolve(section, inventories, earlier, decisions, tables);
            StepSurvey survey = StepSurvey.strict(
                    gating,
                    changes(state, section, resolutions, tables, earlier, Optional.empty()),
                    explained(state, section),
                    monitor);
            survey.requireCoverage(request.minSubscribed());
            Undecided undecided = undecided(section, resolutions, survey, decisions);
            Assessment assessment =
                    new Assessment(section, targets, inventories, resolutions, earlier, survey, undecided, decisions);
            if (!undecided.errors().isEmpty()) {
                ToolException refusal = new ToolException(
                        ExitCode.PARTIAL,
                        undecided.errors().size() == 1
                                ? "1 error is undecided"
                                : undecided.errors().size() + " errors are undecided",
                        "fill in " + files.decisions() + ", then run again with --decisions " + files.decisions());
                return report(state, files, assessment, ExitCode.PARTIAL, Optional.of(refusal));
            }
            for (Refusal refusal : gating.refusals()) {
                throw refusal.exception();
            }
            writeResolved(state, files, assessment);
            DecisionsFile.write(
                    files.decisions(), GivenDecisions.scope(section), decisions, List.of(), resolutions.all());
            monitor.checkpoint();
            WorkFile.freeze(
                    files.work(),
                    new WorkLine.Header(
                            section.header().planId(),
                            section.header().created(),
                            section.start().datacenter(),
                            section.start().name(),
                            files.run()),
                    changes(state, section, resolutions, tables, earlier, Optional.of(undecided)));
            return completion(state).complete(files, gating, section, report -> {
                targets.forEach(report::target);
                endpoints(section, inventories, report);
            });
        }
    }

    /** What a run knows before anything is changed. */
    private record Assessment(
            PlanSection section,
            List<ResultLine.Target> targets,
            Map<Integer, EndpointInventory> inventories,
            Resolutions resolutions,
            EarlierMigrations earlier,
            StepSurvey survey,
            Undecided undecided,
            Decisions decisions) {}

    private RunHeader header(StateDirectory state, PlanSection section) {
        return new RunHeader(state, section, request.steps(), output, monitor);
    }

    private StepContext context(StateDirectory.RunFiles files, PlanSection section) {
        return RunContext.of(section, files, request.identity(), monitor);
    }

    private Decisions decisions(StateDirectory state, StateDirectory.RunFiles files, PlanSection section) {
        if (request.decisions().isEmpty()) {
            EditedDecisions.newest(state, files)
                    .ifPresent(edited -> output.warn(
                            edited + " was changed since it was written, and is not given: --decisions takes it"));
        }
        return GivenDecisions.read(request.decisions(), section, request.real(), output);
    }

    private Completion completion(StateDirectory state) {
        return new Completion(state, request.steps(), request.identity(), request.tool(), started, output, monitor);
    }

    private EntityTables entityTables(StateDirectory state, PlanSection section) {
        return new EntityTables(section.header(), request.profile(), section.entities(), state.works());
    }

    private Resolutions resolve(
            PlanSection section,
            Map<Integer, EndpointInventory> inventories,
            EarlierMigrations earlier,
            Decisions decisions,
            EntityTables tables) {
        List<VmResolution> vms = new Resolver(
                        section.machines(),
                        inventories,
                        earlier.planned(),
                        table(section).longest())
                .resolve(
                        section.vms(),
                        new Choices(decisions.assigned(EntityKind.VM), decisions.excluded(EntityKind.VM)));
        if (section.entities().isEmpty()) {
            return new Resolutions(vms, List.of());
        }
        Map<Integer, PlanLine.Endpoint> endpoints = new HashMap<>();
        section.endpoints().forEach(endpoint -> endpoints.put(endpoint.no(), endpoint));
        Map<Long, ProviderId> providerIds = new HashMap<>();
        vms.forEach(
                vm -> vm.providerId().ifPresent(id -> providerIds.put(vm.vm().idVm(), id)));
        EntityResolver resolver = new EntityResolver(endpoints, inventories, providerIds, tables::written);
        List<EntityResolution> entities = new ArrayList<>();
        for (EntityKind kind : EntityKind.others()) {
            List<PlanLine.Entity> planned = section.entities(kind);
            if (!planned.isEmpty()) {
                entities.addAll(resolver.resolve(
                        planned,
                        new Choices(decisions.assigned(kind), decisions.excluded(kind)),
                        tables.longest(kind)));
            }
        }
        return new Resolutions(vms, entities);
    }

    private Iterable<Change> changes(
            StateDirectory state,
            PlanSection section,
            Resolutions resolutions,
            EntityTables tables,
            EarlierMigrations earlier,
            Optional<Undecided> decided) {
        Set<Long> excluded = decided.map(known -> known.excluded(EntityKind.VM)).orElse(Set.of());
        Map<Long, List<PlanLine.Reference>> references = new HashMap<>();
        for (PlanLine.Reference reference : section.references()) {
            references
                    .computeIfAbsent(reference.idVm(), id -> new ArrayList<>(1))
                    .add(reference);
        }
        Map<Long, List<PlanLine.BackupJob>> jobs =
                section.backupJobs().stream().collect(Collectors.groupingBy(PlanLine.BackupJob::idVm));
        VmTable table = table(section);
        return new PlannedChanges(
                resolutions.vms(),
                vm -> !excluded.contains(vm),
                request.steps().steps(),
                references,
                jobs,
                section.endpoints(),
                table,
                table.former(state.works()),
                earlier.planned(),
                resolutions.migratedEntities(decided),
                tables);
    }

    /**
     * Why a target may have its new name before anything was done: a migration here gave it, or, where there was one, the database knows
     * it of a VM that was deployed since.
     */
    private Predicate<Change> explained(StateDirectory state, PlanSection section) {
        List<WorkFile> works = state.works();
        if (works.isEmpty()) {
            return change -> false;
        }
        FormerValues former = table(section).former(works);
        Map<Long, String> held = new HashMap<>();
        section.vms().stream()
                .filter(vm -> vm.providerId() != null)
                .forEach(vm -> held.put(vm.idVm(), vm.providerId()));
        return change -> former.wrote(change.idVm(), change.newName())
                || change.newName().equals(held.get(change.idVm()));
    }

    private VmTable table(PlanSection section) {
        return VmTable.of(section.header(), request.profile());
    }

    private Undecided undecided(PlanSection section, Resolutions resolutions, StepSurvey survey, Decisions decisions) {
        List<Finding> findings = new ArrayList<>(section.findings());
        resolutions.all().forEach(resolution -> resolution.finding().ifPresent(findings::add));
        findings.addAll(survey.findings());
        Undecided undecided = new Undecided(findings, resolutions.all(), GivenDecisions.scope(section), decisions);
        undecided.oddDecisions().forEach(output::warn);
        return undecided;
    }

    private static void endpoints(PlanSection section, Map<Integer, EndpointInventory> inventories, RunReport report) {
        section.endpoints().stream()
                .filter(endpoint -> inventories.containsKey(endpoint.no()))
                .forEach(endpoint -> report.endpoint(endpoint, inventories.get(endpoint.no())));
    }

    /** What could not be read of the endpoints, and what they say of planned VMs that a person has to know. */
    private static List<Finding> ofEndpoints(Assessment assessment) {
        PlanSection section = assessment.section();
        Map<Integer, EndpointInventory> inventories = assessment.inventories();
        List<Finding> findings =
                new ArrayList<>(EndpointFindings.of(section.start().datacenter(), section.endpoints(), inventories));
        findings.addAll(RuleFindings.of(
                new TreeMap<>(inventories).values(), assessment.resolutions().vms()));
        return findings;
    }

    private Ending report(
            StateDirectory state,
            StateDirectory.RunFiles files,
            Assessment assessment,
            ExitCode exit,
            Optional<ToolException> refusal)
            throws IOException {
        PlanSection section = assessment.section();
        Undecided undecided = assessment.undecided();
        StepSurvey survey = assessment.survey();
        Resolutions resolutions = assessment.resolutions();
        DecisionsFile.write(
                files.decisions(),
                GivenDecisions.scope(section),
                assessment.decisions(),
                undecided.errors(),
                resolutions.all());
        ResultLine.Kind kind = refusal.isPresent() ? ResultLine.Kind.REFUSED : ResultLine.Kind.DRY_RUN;
        try (RunReport report = new RunReport(
                start(files, section, kind),
                state.hostKey(section.header().rehearsal()),
                files.result(),
                files.report())) {
            assessment.targets().forEach(report::target);
            undecided.decided().forEach(report::decided);
            endpoints(section, assessment.inventories(), report);
            ofEndpoints(assessment).forEach(report::finding);
            resolutions
                    .vms()
                    .forEach(resolution -> report.vm(
                            resolution, survey.vms().get(resolution.vm().idVm())));
            resolutions.entities().forEach(report::entity);
            survey.others().forEach(report::change);
            section.findings().forEach(report::finding);
            byHand(section, resolutions.vms()).forEach(report::finding);
            survey.findings().forEach(report::finding);
            assessment
                    .earlier()
                    .findings(resolutions.vms(), undecided.excluded(EntityKind.VM))
                    .forEach(report::finding);
            report.undecided(undecided.errors().size());
            survey.duration().ifPresent(looking -> report.forecast(Forecast.migration(started, looking)));
            report.finish(exit);
            report.page(files.page(), new Places(section.endpoints(), section.machines(), section.vms()));
            Map<String, Path> left = new LinkedHashMap<>();
            left.put("result", files.result());
            left.put("report", files.report());
            left.put("page", files.page());
            if (!undecided.errors().isEmpty() || !undecided.decided().isEmpty()) {
                left.put("decisions", files.decisions());
            }
            return new Ending(exit, report.lines(), report.verdict(exit), report.counts(), left, refusal)
                    .with(report.remedy());
        }
    }

    private void writeResolved(StateDirectory state, StateDirectory.RunFiles files, Assessment assessment)
            throws IOException {
        PlanSection section = assessment.section();
        Undecided undecided = assessment.undecided();
        Resolved.write(files.resolved(), start(files, section, ResultLine.Kind.FROZEN), state.hostKey(false), lines -> {
            undecided.decided().forEach(lines);
            ofEndpoints(assessment).forEach(finding -> lines.accept(new ResultLine.Found(finding)));
            for (VmResolution resolution : assessment.resolutions().vms()) {
                lines.accept(RunReport.result(resolution, null));
                resolution.finding().ifPresent(finding -> lines.accept(new ResultLine.Found(finding)));
            }
            for (EntityResolution resolution : assessment.resolutions().entities()) {
                lines.accept(RunReport.result(resolution));
                resolution.finding().ifPresent(finding -> lines.accept(new ResultLine.Found(finding)));
            }
            section.findings().forEach(finding -> lines.accept(new ResultLine.Found(finding)));
            byHand(section, assessment.resolutions().vms())
                    .forEach(finding -> lines.accept(new ResultLine.Found(finding)));
            assessment
                    .earlier()
                    .findings(assessment.resolutions().vms(), undecided.excluded(EntityKind.VM))
                    .forEach(finding -> lines.accept(new ResultLine.Found(finding)));
            assessment.survey().findings().stream()
                    .filter(finding -> !Undecided.isAboutVm(finding))
                    .forEach(finding -> lines.accept(new ResultLine.Found(finding)));
            return ExitCode.PARTIAL;
        });
    }

    /** The backup jobs that a person has to rename, because their system has no server that a step could ask. */
    private static List<Finding> byHand(PlanSection section, List<VmResolution> resolutions) {
        return BackupJobs.findings(
                section.backupJobs().stream()
                        .filter(job -> job.kind().isEmpty())
                        .toList(),
                resolutions);
    }

    private ResultLine.Start start(StateDirectory.RunFiles files, PlanSection section, ResultLine.Kind kind) {
        return new ResultLine.Start(
                section.start().datacenter(),
                section.start().name(),
                section.header().planId(),
                section.header().created(),
                files.run(),
                started,
                kind,
                request.tool());
    }
}
