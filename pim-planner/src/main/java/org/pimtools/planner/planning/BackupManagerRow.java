package org.pimtools.planner.planning;

/**
 * A row of {@code backup_manager}: the backup server of a datacenter. Every text may be null. Its password is not read: the platform
 * encrypts it.
 *
 * @param system the backup system, for instance {@code VEEAM}
 * @param endpoint a host with or without a port, or a URL
 */
public record BackupManagerRow(long id, long idDataCenter, String system, String endpoint, String user) {
    public BackupManagerRow {
        system = LongText.shortened(system);
        endpoint = LongText.shortened(LongText.blankToNull(endpoint));
        user = LongText.shortened(LongText.blankToNull(user));
    }
}
