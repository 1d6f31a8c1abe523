package org.pimtools.planner.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.EntityRow;

/** Reads the firewalls or the load balancers with their virtual datacenters and the first of their VMs, by id. */
public final class EntityQuery {
    private static final String MEMBERS = """
            SELECT m.{TABLE.MEMBER_OF}, v.{virtualmachine.idVM}, v.{virtualmachine.idHypervisor}
            FROM {TABLE} m JOIN {virtualmachine} v ON v.{virtualmachine.idVM} = m.{TABLE.idVM}
            ORDER BY m.{TABLE.MEMBER_OF}, v.{virtualmachine.idVM}""";
    private static final String ENTITIES = """
            SELECT e.{TABLE.id}, e.{TABLE.name}, e.{TABLE.idVirtualDataCenter}, d.{virtualdatacenter.idDataCenter},
            d.{virtualdatacenter.hypervisorType}, PROVIDER_ID
            FROM {TABLE} e LEFT JOIN {virtualdatacenter} d
            ON d.{virtualdatacenter.idVirtualDataCenter} = e.{TABLE.idVirtualDataCenter}
            ORDER BY e.{TABLE.id}""";

    private EntityQuery() {}

    /** Takes one row. */
    @FunctionalInterface
    public interface EntityReader {
        void entity(EntityRow row) throws IOException;
    }

    /** The first VMs of an entity, and all machines that those are on. */
    private static final class Members {
        private final List<Long> vms = new ArrayList<>(4);
        private final Set<Long> machines = new HashSet<>(2);

        void add(long idVm, Long idHypervisor) {
            if (vms.size() < PlanLine.Entity.MOST_VMS) {
                vms.add(idVm);
                if (idHypervisor != null) {
                    machines.add(idHypervisor);
                }
            }
        }
    }

    /** Whether the database has the table, and can say to what its rows belong. */
    public static boolean isThere(EntityTable table, SchemaState schema) {
        return schema.has(table.tool()) && schema.has("virtualdatacenter");
    }

    /** @param table that {@linkplain #isThere is there} */
    public static void read(Inventory inventory, EntityTable table, SchemaState schema, EntityReader reader) {
        Map<Long, Members> members = new HashMap<>();
        if (schema.has(table.members())) {
            inventory.forEach(
                    MEMBERS.replace("TABLE", table.members()).replace("MEMBER_OF", table.memberOf()),
                    row -> members.computeIfAbsent(row.id(1), id -> new Members())
                            .add(row.id(2), row.number(3)));
        }
        Members none = new Members();
        String providerId = schema.has(table.tool(), "provider_id") ? "e.{TABLE.provider_id}" : "NULL";
        String sql = ENTITIES.replace("PROVIDER_ID", providerId).replace("TABLE", table.tool());
        inventory.forEach(sql, row -> {
            long id = row.id(1);
            Members own = members.getOrDefault(id, none);
            EntityRow entity = new EntityRow(
                    new EntityKey(table.kind(), id),
                    row.text(2),
                    row.number(3),
                    row.number(4),
                    row.text(5),
                    row.text(6),
                    own.vms,
                    own.machines);
            try {
                reader.entity(entity);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
