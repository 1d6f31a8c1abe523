package org.pimtools.migrator.step.veeam;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
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
            if (job.kind().filter(ProviderKind.VEEAM::equals).isPresent()) {
                String newName = template(job, vm.endpoints()).apply(job.jobName(), vm.oldNames(), vm.providerId());
                if (!newName.equals(job.jobName())) {
                    changes.add(new Change.RenameJob(
                            numbers.getAsInt(), vm.vm().idVm(), job.id(), job.server(), job.jobName(), newName));
                }
            }
        }
        return changes;
    }

    private static JobNameTemplate template(PlanLine.BackupJob job, List<PlanLine.Endpoint> endpoints) {
        return new JobNameTemplate(endpoints.stream()
                .filter(endpoint -> endpoint.no() == job.server())
                .findFirst()
                .map(endpoint -> endpoint.options().get("job-name"))
                .orElse(JobNameTemplate.USUAL));
    }

    @Override
    public Step<Change.RenameJob, UndoRecord> open(StepContext context) {
        return new VeeamStep(JobServers.of(context), context.checkpoint(), new ByHand(context.folder()), PATIENCE);
    }
}
