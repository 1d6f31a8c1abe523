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
        inventory.forEach(SQL, row -> rows.add(new DatacenterRow(row.id(1), row.text(2), row.text(3))));
        return rows;
    }
}
