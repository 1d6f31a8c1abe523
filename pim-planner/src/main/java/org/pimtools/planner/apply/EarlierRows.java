package org.pimtools.planner.apply;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.common.profile.ReferenceRule;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.sqlfile.FormerName;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFileParser;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.planner.verify.DatabaseFailure;

/**
 * The rows of rollback files that come from earlier plans, so that the given plan cannot prove whose they are: the database must say
 * that they belong to VMs or other entities of the file's datacenter. A VM that is not on any machine any more may be of any datacenter.
 */
final class EarlierRows {
    private final SchemaProfile profile;
    private final PlannedRows plan;

    /** @param profile the one that the plan was made with */
    EarlierRows(SchemaProfile profile, PlannedRows plan) {
        this.profile = profile;
        this.plan = plan;
    }

    /** @throws ToolException with {@link ExitCode#INVALID_INPUT} for a file with a row of another datacenter's VM */
    void require(Connection connection, SqlFiles files) throws SQLException {
        if (files.direction() == SqlDirection.UPDATE) {
            return;
        }
        try (PreparedStatement vm = connection.prepareStatement(vmQuery())) {
            for (SqlFile file : files.files()) {
                DatacenterId datacenter = file.manifest().datacenter();
                SqlFileParser.parse(file.path(), (no, target, n, row, line) -> {
                    try {
                        if (!plan.proves(datacenter, target, row)
                                && !belongs(connection, vm, datacenter, target, row)) {
                            throw new ToolException(
                                    ExitCode.INVALID_INPUT,
                                    "the SQL file " + file.path() + " is refused at line " + line + ": it is a row of "
                                            + target.table() + " that belongs to no VM of datacenter "
                                            + plan.describe(datacenter),
                                    "take the file from its host again as pim-migrator wrote it, unedited");
                        }
                    } catch (SQLException e) {
                        throw DatabaseFailure.of("cannot read " + target.table(), e);
                    }
                });
            }
        }
    }

    private boolean belongs(
            Connection connection, PreparedStatement vm, DatacenterId datacenter, SqlTarget target, SqlRow row)
            throws SQLException {
        EntityKind kind = target.role().ownerKind();
        if (kind != EntityKind.VM) {
            return belongs(connection, new EntityTable(kind, profile), datacenter, row);
        }
        vm.setLong(1, row.idVm());
        try (ResultSet found = vm.executeQuery()) {
            if (!found.next()) {
                // nothing is written to a row that is gone
                return target.role() == SqlRole.VM;
            }
            String uuid = found.getString(1);
            String name = found.getString(2);
            return (uuid == null
                            || DatacenterId.of(uuid).filter(datacenter::equals).isPresent())
                    && (target.role() == SqlRole.VM
                            || refersTo(connection, target, row) && FormerName.fits(row, known -> known.equals(name)));
        }
    }

    /** A firewall or load balancer: the datacenter of its virtual datacenter must be the file's. */
    private boolean belongs(Connection connection, EntityTable table, DatacenterId datacenter, SqlRow row)
            throws SQLException {
        String virtual = "virtualdatacenter";
        try (PreparedStatement query = connection.prepareStatement("SELECT d." + column("datacenter", "uuid") + " FROM "
                + profile.quotedTable(table.tool()) + " e LEFT JOIN " + profile.quotedTable(virtual) + " v ON v."
                + column(virtual, "idVirtualDataCenter") + " = e." + column(table.tool(), "idVirtualDataCenter")
                + " LEFT JOIN " + profile.quotedTable("datacenter") + " d ON d." + column("datacenter", "idDataCenter")
                + " = v." + column(virtual, "idDataCenter") + " WHERE e." + column(table.tool(), "id") + " = ?")) {
            query.setLong(1, row.idVm());
            try (ResultSet found = query.executeQuery()) {
                // nothing is written to a row that is gone
                return !found.next()
                        || DatacenterId.of(found.getString(1))
                                .filter(datacenter::equals)
                                .isPresent();
            }
        }
    }

    private String vmQuery() {
        return "SELECT d." + column("datacenter", "uuid") + ", v." + column("virtualmachine", "name") + " FROM "
                + profile.quotedTable("virtualmachine") + " v LEFT JOIN " + profile.quotedTable("hypervisor")
                + " h ON h." + column("hypervisor", "id") + " = v." + column("virtualmachine", "idHypervisor")
                + " LEFT JOIN " + profile.quotedTable("physicalmachine") + " p ON p."
                + column("physicalmachine", "idPhysicalMachine") + " = h." + column("hypervisor", "idPhysicalMachine")
                + " LEFT JOIN " + profile.quotedTable("datacenter") + " d ON d." + column("datacenter", "idDataCenter")
                + " = p." + column("physicalmachine", "idDataCenter") + " WHERE v." + column("virtualmachine", "idVM")
                + " = ?";
    }

    private String column(String table, String column) {
        return profile.quotedColumn(table, column);
    }

    /** Whether every row with this key names the VM; the profile knows by which column. */
    private boolean refersTo(Connection connection, SqlTarget target, SqlRow row) throws SQLException {
        ReferenceRule rule = profile.references().values().stream()
                .filter(candidate -> candidate.table().equals(target.table())
                        && candidate.column().equals(target.column()))
                .findFirst()
                .orElseThrow();
        StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM " + SqlFragments.name(target.table()) + " WHERE ");
        target.keyColumns()
                .forEach(key -> sql.append(SqlFragments.name(key.name())).append(" = ? AND "));
        sql.append("NOT ").append(SqlFragments.name(rule.vm())).append(" <=> ?");
        try (PreparedStatement others = connection.prepareStatement(sql.toString())) {
            int at = 1;
            for (KeyCell cell : row.key()) {
                others.setObject(at++, cell.plain());
            }
            others.setLong(at, row.idVm());
            try (ResultSet count = others.executeQuery()) {
                count.next();
                return count.getLong(1) == 0;
            }
        }
    }
}
