package org.pimtools.planner.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.planning.VmRow;

/** Reads the backup jobs of VMs, by id. Their credentials are not read. */
public final class BackupJobQuery {
    private static final String SQL = """
            SELECT j.{backup_job.id}, v.{virtualmachine.idVM}, v.{virtualmachine.idHypervisor}, v.{virtualmachine.UUID},
            v.{virtualmachine.name}, v.{virtualmachine.state}, v.{virtualmachine.idType},
            j.{backup_job.backup_system}, j.{backup_job.endpoint}, j.{backup_job.job_name}, j.{backup_job.job_ref}
            FROM {backup_job} j JOIN {virtualmachine} v ON v.{virtualmachine.idVM} = j.{backup_job.idVM}
            WHERE %s ORDER BY j.{backup_job.id}""";

    private BackupJobQuery() {}

    /** Takes one job and its VM. */
    @FunctionalInterface
    public interface JobReader {
        void job(PlanLine.BackupJob job, VmRow vm) throws IOException;
    }

    public static void read(Inventory inventory, JobReader reader) {
        inventory.forEach(SQL.formatted(inventory.isVm("v")), row -> {
            long idVm = row.id(2);
            VmRow vm = new VmRow(
                    idVm, row.number(3), row.text(4), row.text(5), row.text(6), row.numberOrZero(7) == 0, null);
            String name = row.text(10);
            PlanLine.BackupJob job = new PlanLine.BackupJob(
                    row.id(1),
                    idVm,
                    row.text(8) == null ? "" : row.text(8),
                    row.text(9),
                    name == null ? "" : name,
                    row.text(11),
                    0);
            try {
                reader.job(job, vm);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
