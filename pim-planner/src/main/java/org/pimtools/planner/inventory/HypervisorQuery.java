package org.pimtools.planner.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.common.secret.Secret;
import org.pimtools.planner.planning.HypervisorRow;

/** Reads all hypervisors with the datacenter of their physical machine, by id. There are thousands at most. */
public final class HypervisorQuery {
    private static final String SQL = """
            SELECT h.{hypervisor.id}, p.{physicalmachine.idDataCenter}, h.{hypervisor.type},
            h.{hypervisor.ip}, h.{hypervisor.port}, h.{hypervisor.user}, h.{hypervisor.password},
            h.{hypervisor.managerIp}, h.{hypervisor.managerPort}, h.{hypervisor.managerUser}, h.{hypervisor.managerPassword},
            h.{hypervisor.agentIp}, h.{hypervisor.agentPort}, p.{physicalmachine.name}, h.{hypervisor.idPhysicalMachine}
            FROM {hypervisor} h
            LEFT JOIN {physicalmachine} p ON p.{physicalmachine.idPhysicalMachine} = h.{hypervisor.idPhysicalMachine}
            ORDER BY h.{hypervisor.id}""";

    private HypervisorQuery() {}

    public static List<HypervisorRow> read(Inventory inventory, SchemaState schema) {
        CloudQuery clouds = CloudQuery.read(inventory, schema);
        List<HypervisorRow> rows = new ArrayList<>();
        inventory.forEach(SQL, row -> rows.add(hypervisor(row, clouds)));
        return rows;
    }

    private static HypervisorRow hypervisor(ResultSet row, CloudQuery clouds) throws SQLException {
        return new HypervisorRow(
                row.getLong(1),
                Inventory.longOrNull(row, 2),
                row.getString(3),
                new HypervisorRow.Access(
                        row.getString(4), Inventory.intOrNull(row, 5), row.getString(6), secret(row.getString(7))),
                new HypervisorRow.Access(
                        row.getString(8), Inventory.intOrNull(row, 9), row.getString(10), secret(row.getString(11))),
                new HypervisorRow.Access(row.getString(12), Inventory.intOrNull(row, 13), null, null),
                row.getString(14),
                clouds.of(Inventory.longOrNull(row, 2), Inventory.longOrNull(row, 15)));
    }

    private static Secret secret(String text) {
        return text == null ? null : Secret.of(text);
    }
}
