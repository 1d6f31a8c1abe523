package org.pimtools.planner.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.planner.inventory.EntityQuery;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.planning.EntityEndpoints;
import org.pimtools.planner.planning.EntityRow;
import org.pimtools.planner.spool.Spool;

/** The firewalls and load balancers that a plan will hold, set aside in the order of its sections. */
final class PlannedEntities implements Closeable {
    final Spool<SectionEntity> entities;

    private final Map<EntityKind, Long> notProvided = new EnumMap<>(EntityKind.class);
    private final Map<Long, Section> sections = new HashMap<>();
    private final Set<Long> datacenters = new HashSet<>();
    private boolean any;

    PlannedEntities(Path folder) {
        entities = new Spool<>(folder, SectionEntity.CODEC, SectionEntity.BY_SECTION_AND_KIND);
    }

    /** Takes a finding, also of a section that is none: {@code null} stands for what no datacenter has. */
    interface Findings {
        void add(Section section, Finding finding) throws IOException;
    }

    /**
     * Reads all kinds.
     *
     * @param chosen what is planned
     */
    void read(Inventory inventory, Platform platform, SchemaFacts schema, List<Section> chosen, Findings findings)
            throws IOException {
        chosen.forEach(section -> sections.put(section.datacenter.id(), section));
        platform.datacenters().forEach(datacenter -> datacenters.add(datacenter.id()));
        for (EntityKind kind : EntityKind.others()) {
            EntityTable table = new EntityTable(kind, schema.profile());
            if (EntityQuery.isThere(table, schema.state())) {
                EntityQuery.read(inventory, table, schema.state(), row -> add(row, findings));
            }
        }
    }

    private void add(EntityRow row, Findings findings) throws IOException {
        if (!row.isProvided()) {
            notProvided.merge(row.key().kind(), 1L, Long::sum);
            return;
        }
        Section section = sections.get(row.idDataCenter());
        if (section == null) {
            if (row.idDataCenter() == null || !datacenters.contains(row.idDataCenter())) {
                findings.add(null, row.withoutEndpoint());
            }
            return;
        }
        Optional<Finding> tooLong = row.tooLong();
        if (tooLong.isPresent()) {
            findings.add(section, tooLong.get());
            return;
        }
        int endpointNo = EntityEndpoints.of(row, section.endpoints);
        if (endpointNo == 0) {
            findings.add(section, row.withoutEndpoint());
        }
        any = true;
        section.entities.merge(row.key().kind(), 1L, Long::sum);
        entities.add(new SectionEntity(section.index, row.line(endpointNo)));
    }

    boolean isEmpty() {
        return !any;
    }

    /** How many rows are in no provider and therefore in no plan, by kind. */
    Map<EntityKind, Long> notProvided() {
        return notProvided;
    }

    @Override
    public void close() throws IOException {
        entities.close();
    }
}
