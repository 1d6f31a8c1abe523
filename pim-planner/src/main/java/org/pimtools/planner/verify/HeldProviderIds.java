package org.pimtools.planner.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.claims.Claim;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.sqlfile.LongSet;
import org.pimtools.planner.sqlfile.SqlFile;

/** Gathers which VM will have which provider ID once files are applied: by their rows, and by the database for all other VMs. */
final class HeldProviderIds {
    private static final int FETCH = 1_000;

    private final Claims claims;
    private final TemporalRows copies;
    private final LongSet vms = new LongSet();
    private SqlTarget target;
    private boolean sets;

    /** @param copies hold the provider IDs of their originals, and count for nothing */
    HeldProviderIds(Claims claims, TemporalRows copies) {
        this.claims = claims;
        this.copies = copies;
    }

    /** Whether a row gives a VM a provider ID that it did not have; a rollback that gives none is not held up by others' conflicts. */
    boolean setsAny() {
        return sets;
    }

    /** A row of a file; only those of VMs count. */
    void add(SqlFile file, SqlTarget rowTarget, SqlRow row) {
        if (rowTarget.role() == SqlRole.VM) {
            target = rowTarget;
            vms.add(row.idVm());
            if (row.after() != null) {
                claim(new Claim(row.after(), file.manifest().datacenter(), EntityKey.vm(row.idVm())));
                sets |= !row.after().equals(row.before());
            }
        }
    }

    /** Adds what the database holds for VMs of none of the files, and compares all. Nothing else may use the connection meanwhile. */
    void compare(Connection connection) throws SQLException, IOException {
        if (target != null) {
            String value = SqlFragments.name(target.column());
            String key = SqlFragments.name(target.keyColumns().get(0).name());
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH);
                try (ResultSet rows = statement.executeQuery("SELECT " + key + ", BINARY CONVERT(" + value
                        + " USING utf8mb4) FROM " + SqlFragments.name(target.table()) + " WHERE " + value
                        + " IS NOT NULL AND " + copies.isVm())) {
                    while (rows.next()) {
                        if (!vms.contains(rows.getLong(1))) {
                            claim(new Claim(
                                    new String(rows.getBytes(2), StandardCharsets.UTF_8),
                                    null,
                                    EntityKey.vm(rows.getLong(1))));
                        }
                    }
                }
            }
        }
        claims.compare();
    }

    private void claim(Claim claim) {
        try {
            claims.add(claim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
