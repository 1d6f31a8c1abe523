package org.pimtools.migrator.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

class BackupJobsTest {
    private static final List<VmResolution> RESOLUTIONS = List.of(
            new VmResolution(
                    new PlanLine.Vm(1, "u1", "friendly", 7, "ON", false, null),
                    new Resolution.Resolved(new ProviderId("a#vm-1"), "ABQ_u1")),
            new VmResolution(new PlanLine.Vm(2, "u2", "gone", 7, "ON", true, null), new Resolution.NotFound()));

    @Test
    void aJobGetsTheProviderIdInPlaceOfTheOldName() {
        assertEquals(
                List.of(
                        finding(1, "veeam job \"Backup ABQ_u1 daily\" of vm:1: call it \"Backup a#vm-1 daily\""),
                        finding(2, "veeam job \"friendly\" of vm:1: call it \"a#vm-1\""),
                        finding(3, "veeam job \"nightly\" of vm:1: call it \"nightly a#vm-1\"")),
                BackupJobs.findings(
                        List.of(job(1, 1, "Backup ABQ_u1 daily"), job(2, 1, "friendly"), job(3, 1, "nightly")),
                        RESOLUTIONS));
    }

    @Test
    void aJobThatIsRightOrWhoseVmStaysIsNoFinding() {
        assertEquals(
                List.of(),
                BackupJobs.findings(
                        List.of(job(1, 1, "Backup a#vm-1 daily"), job(2, 2, "gone"), job(3, 9, "of no VM")),
                        RESOLUTIONS));
    }

    private static Finding finding(long id, String detail) {
        return new Finding(FindingCode.BACKUP_JOB_BY_HAND, "backup-job:" + id, detail);
    }

    private static PlanLine.BackupJob job(long id, long vm, String name) {
        return new PlanLine.BackupJob(id, vm, "veeam", "http://10.0.0.9:9399/", name, null, 0);
    }
}
