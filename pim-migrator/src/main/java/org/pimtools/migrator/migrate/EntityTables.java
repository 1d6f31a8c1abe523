package org.pimtools.migrator.migrate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.migrator.inventory.EntityResolution;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;

/** The tables of firewalls and load balancers: how long their provider IDs may be, and what earlier migrations wrote into them. */
final class EntityTables {
    private final Map<EntityKind, EntityTable> tables = new EnumMap<>(EntityKind.class);
    private final Map<EntityKind, Long> longest = new EnumMap<>(EntityKind.class);
    private final Map<EntityKey, Change.SetRow> written = new HashMap<>();

    /**
     * For the kinds that a section has.
     *
     * @param works of all earlier migrations, the newest first
     */
    EntityTables(
            PlanLine.Header plan, SchemaProfile profile, Iterable<PlanLine.Entity> entities, List<WorkFile> works) {
        for (PlanLine.Entity entity : entities) {
            EntityTable table = tables.computeIfAbsent(entity.kind(), kind -> new EntityTable(kind, profile));
            longest.computeIfAbsent(entity.kind(), kind -> VmTable.longest(plan, table.table(), table.providerId()));
        }
        if (!tables.isEmpty()) {
            works.forEach(this::read);
        }
    }

    private void read(WorkFile work) {
        try (var rows = work.setRows()) {
            rows.filter(row -> row.owner().kind() != EntityKind.VM)
                    .forEach(row -> written.putIfAbsent(row.owner(), row));
        }
    }

    /** Characters that a kind's column of provider IDs holds. */
    long longest(EntityKind kind) {
        return longest.get(kind);
    }

    /** What an earlier migration wrote for the entity, if it is still the one that it wrote it for. */
    Optional<ProviderId> written(PlanLine.Entity entity) {
        return Optional.ofNullable(written.get(entity.key()))
                .filter(row -> row.guards().equals(guards(entity)))
                .map(row -> new ProviderId(row.value()));
    }

    private List<Change.Cell> guards(PlanLine.Entity entity) {
        EntityTable table = tables.get(entity.kind());
        return List.of(
                new Change.Cell(table.name(), entity.name()),
                new Change.Cell(table.virtualDatacenter(), Long.toString(entity.virtualDatacenter())));
    }

    /** The row that gives an entity its provider ID, which it has. */
    Change.SetRow row(int no, EntityResolution resolution) {
        PlanLine.Entity entity = resolution.entity();
        EntityTable table = tables.get(entity.kind());
        String providerId = resolution.providerId().orElseThrow().value();
        Change.SetRow before = written.get(entity.key());
        boolean ours = before != null
                && providerId.equals(entity.providerId())
                && before.value().equals(providerId);
        return new Change.SetRow(
                no,
                entity.id(),
                SqlRole.of(entity.kind()),
                table.table(),
                List.of(new Change.KeyPart(table.id(), KeyCell.of(entity.id()))),
                guards(entity),
                table.providerId(),
                ours ? before.expected() : entity.providerId(),
                providerId);
    }
}
