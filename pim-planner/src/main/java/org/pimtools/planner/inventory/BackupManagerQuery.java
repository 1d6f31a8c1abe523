package org.pimtools.planner.inventory;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.BackupManagerRow;

/** Reads the backup servers of the datacenters, by id; a database without their table has none. Their passwords are not read. */
final class BackupManagerQuery {
    private static final String SQL = """
            SELECT {backup_manager.id}, {backup_manager.idDatacenter}, {backup_manager.backup_system},
            {backup_manager.endpoint}, {backup_manager.user}
            FROM {backup_manager} WHERE {backup_manager.idDatacenter} IS NOT NULL ORDER BY {backup_manager.id}""";

    private BackupManagerQuery() {}

    static List<BackupManagerRow> read(Inventory inventory, SchemaState schema) {
        List<BackupManagerRow> rows = new ArrayList<>();
        if (schema.has("backup_manager")) {
            inventory.forEach(
                    SQL,
                    row -> rows.add(new BackupManagerRow(row.id(1), row.id(2), row.text(3), row.text(4), row.text(5))));
        }
        return rows;
    }
}
