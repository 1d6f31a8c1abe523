package org.pimtools.migrator.step.veeam;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.PlannedVm;
import org.pimtools.migrator.step.Step;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;
import org.pimtools.migrator.step.StepInfo;
import org.pimtools.migrator.step.UndoCodec;

/** The backup jobs in Veeam: they follow the SQL files, no row waits for them, and a dead server holds nothing up. */
public final class VeeamStepFactory implements StepFactory<Change.RenameJob, UndoRecord> {
    /** What options, results and journals call the step. */
    public static final String NAME = "veeam";

    private static final String SYSTEM = "veeam";
    private static final Pattern HOST = Pattern.compile("^(?:[A-Za-z]+://)?([^/:?#@]+)(?::[0-9]+)?(?:[/?#].*)?$");
    private static final RenameBatch.Patience PATIENCE =
            new RenameBatch.Patience(Duration.ofSeconds(2), Duration.ofMinutes(15));
    private static final StepInfo<Change.RenameJob> INFO = new StepInfo<>(
            NAME,
            Change.RenameJob.class,
            false,
            200,
            new StepInfo.Words(
                    "Veeam",
                    "the backup job",
                    "renaming backup jobs",
                    "renaming backup jobs back",
                    "looking at backup jobs",
                    "the backup job has its old name",
                    "the backup job has its new name"),
            new StepInfo.Codes(
                    FindingCode.BACKUP_SERVER_UNREACHABLE,
                    FindingCode.BACKUP_SERVER_UNREACHABLE,
                    FindingCode.BACKUP_JOB_NOT_RENAMED,
                    FindingCode.BACKUP_JOB_NOT_RENAMED_BACK,
                    FindingCode.BACKUP_JOB_MISSING,
                    FindingCode.BACKUP_JOB_BY_HAND));

    @Override
    public StepInfo<Change.RenameJob> info() {
        return INFO;
    }

    @Override
    public UndoCodec<UndoRecord> undoCodec() {
        return UndoRecord.CODEC;
    }

    @Override
    public List<Change.RenameJob> plan(PlannedVm vm, IntSupplier numbers) {
        List<Change.RenameJob> changes = new ArrayList<>();
        for (PlanLine.BackupJob job : vm.jobs()) {
            if (renames(job)) {
                Optional<PlanLine.Endpoint> server = server(job, JobServers.among(vm.endpoints()));
                String newName = template(server).apply(job.jobName(), vm.oldNames(), vm.providerId());
                if (!newName.equals(job.jobName())) {
                    changes.add(new Change.RenameJob(
                            numbers.getAsInt(),
                            vm.vm().idVm(),
                            job.id(),
                            server.map(PlanLine.Endpoint::no).orElse(0),
                            job.jobName(),
                            newName));
                }
            }
        }
        return changes;
    }

    /** The only backup server of the datacenter; of several, the one whose address the job's row has. */
    private static Optional<PlanLine.Endpoint> server(PlanLine.BackupJob job, List<PlanLine.Endpoint> servers) {
        if (servers.size() == 1) {
            return Optional.of(servers.get(0));
        }
        String host = host(job.endpoint() == null ? "" : job.endpoint());
        List<PlanLine.Endpoint> named = servers.stream()
                .filter(server -> server.address().equalsIgnoreCase(host))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** The host of a URL, or of a host with or without a port. */
    private static String host(String endpoint) {
        Matcher host = HOST.matcher(endpoint.strip());
        return host.find() ? host.group(1) : "";
    }

    private static JobNameTemplate template(Optional<PlanLine.Endpoint> server) {
        return new JobNameTemplate(server.map(known -> known.options().get("job-name"))
                .filter(JobNameTemplate::isValid)
                .orElse(JobNameTemplate.USUAL));
    }

    /** Jobs of Veeam; other systems find a VM by something else than the job's name. */
    @Override
    public boolean renames(PlanLine.BackupJob job) {
        return job.system().toLowerCase(Locale.ROOT).startsWith(SYSTEM)
                && !job.jobName().isEmpty();
    }

    @Override
    public Step<Change.RenameJob, UndoRecord> open(StepContext context) {
        return new VeeamStep(
                endpoint -> JobServers.of(context, endpoint),
                context.checkpoint(),
                new ByHand(context.folder()),
                PATIENCE);
    }
}
