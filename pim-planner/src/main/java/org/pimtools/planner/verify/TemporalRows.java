package org.pimtools.planner.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.pimtools.common.profile.SchemaCheck;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.planner.planning.TemporalCopies;

/** Which rows of {@code virtualmachine} are copies that the platform keeps while it reconfigures VMs, as far as the database has them. */
public final class TemporalRows {
    private static final int FETCH = 1_000;
    private static final String VM = "virtualmachine";
    private static final String TEMPORAL = "temporal";

    private final SchemaProfile profile;
    private final boolean exist;

    private TemporalRows(SchemaProfile profile, boolean exist) {
        this.profile = profile;
        this.exist = exist;
    }

    /** Looks whether the table has the column. */
    public static TemporalRows of(Connection connection, SchemaProfile profile) throws SQLException {
        return new TemporalRows(profile, SchemaCheck.has(connection, profile, VM, TEMPORAL));
    }

    /** In SQL, the condition that a row of the table is a VM. */
    public String isVm() {
        return exist ? profile.quotedColumn(VM, TEMPORAL) + " IS NULL" : "TRUE";
    }

    /** Reads all copies. Nothing else may use the connection meanwhile. */
    public TemporalCopies read(Connection connection) throws SQLException {
        TemporalCopies copies = new TemporalCopies();
        if (!exist) {
            return copies;
        }
        String key = profile.quotedColumn(VM, "idVM");
        String temporal = profile.quotedColumn(VM, TEMPORAL);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT " + key + ", " + profile.quotedColumn(VM, "name") + ", " + temporal + " FROM "
                            + profile.quotedTable(VM) + " WHERE " + temporal + " IS NOT NULL ORDER BY " + key)) {
                while (rows.next()) {
                    copies.add(rows.getLong(1), rows.getString(2), rows.getLong(3));
                }
            }
        }
        return copies;
    }
}
