package org.pimtools.planner.inventory;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.planner.planning.DatacenterRow;

/** Reads all datacenters, by id. */
public final class DatacenterQuery {
    private static final String SQL = """
            SELECT {datacenter.idDataCenter}, {datacenter.uuid}, {datacenter.name} FROM {datacenter}
            ORDER BY {datacenter.idDataCenter}""";

    private DatacenterQuery() {}

    public static List<DatacenterRow> read(Inventory inventory) {
        List<DatacenterRow> rows = new ArrayList<>();
        inventory.forEach(SQL, row -> rows.add(new DatacenterRow(row.getLong(1), row.getString(2), row.getString(3))));
        return rows;
    }
}
