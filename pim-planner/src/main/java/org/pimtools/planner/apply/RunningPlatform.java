package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.text.Text;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFileParser;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.planner.verify.DatabaseFailure;
import org.pimtools.planner.verify.TemporalRows;

/**
 * What must hold before rows are changed while the platform runs: it works with provider IDs already, so that these files are of
 * datacenters that follow later, and none of their VMs is in the middle of an operation, which could write the old row back.
 */
final class RunningPlatform {
    private static final int BATCH = 1_000;
    private static final String VM = "virtualmachine";
    private static final String LOCKED = "LOCKED";

    private final String table;
    private final String key;
    private final String providerId;
    private final String state;

    /** @param profile the one that the plan was made with */
    RunningPlatform(SchemaProfile profile) {
        this.table = profile.table(VM);
        this.key = SqlFragments.name(profile.column(VM, "idVM"));
        this.providerId = SqlFragments.name(profile.column(VM, "provider_id"));
        this.state = SqlFragments.name(profile.column(VM, "state"));
    }

    /** What is counted of the files' VMs. */
    private static final class Seen {
        private long withProviderId;
        private final List<Long> locked = new ArrayList<>();
    }

    /** @throws ToolException with {@link ExitCode#UNSAFE} when it does not hold */
    void require(Connection connection, SqlFiles files, TemporalRows copies) throws SQLException {
        Seen seen = new Seen();
        List<Long> batch = new ArrayList<>(BATCH);
        for (SqlFile file : files.files()) {
            SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
                if (target.table().equals(table)) {
                    batch.add(row.idVm());
                }
                if (batch.size() == BATCH) {
                    look(connection, batch, seen);
                }
            });
            look(connection, batch, seen);
        }
        if (!seen.locked.isEmpty()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "an operation is under way on vm:" + seen.locked.get(0)
                            + (seen.locked.size() == 1 ? "" : " and " + Text.grouped(seen.locked.size() - 1) + " more"),
                    "let it end and stop the datacenter's Remote Services, then run again; a VM whose operation never ends can be"
                            + " excluded by decision on its host");
        }
        if (withProviderId(connection, copies) <= seen.withProviderId) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "no VM outside of these files has a provider ID: the platform was not migrated before",
                    "stop the platform and run again without --platform-running, which is for datacenters that follow later");
        }
    }

    private void look(Connection connection, List<Long> vms, Seen seen) {
        if (vms.isEmpty()) {
            return;
        }
        String sql = "SELECT " + key + ", " + providerId + " IS NOT NULL, " + state + " = '" + LOCKED + "' FROM "
                + SqlFragments.name(table) + " WHERE " + key + " IN ("
                + String.join(",", vms.stream().map(String::valueOf).toList()) + ")";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                seen.withProviderId += rows.getLong(2);
                if (rows.getBoolean(3)) {
                    seen.locked.add(rows.getLong(1));
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of("cannot read " + table, e);
        }
        vms.clear();
    }

    private long withProviderId(Connection connection, TemporalRows copies) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + SqlFragments.name(table) + " WHERE "
                        + providerId + " IS NOT NULL AND " + copies.isVm())) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
