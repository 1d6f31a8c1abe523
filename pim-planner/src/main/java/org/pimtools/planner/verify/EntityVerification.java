package org.pimtools.planner.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlTarget;

/** Counts which firewalls and load balancers of a plan have a provider ID in the database; reads only, in constant memory. */
public final class EntityVerification {
    private static final int BATCH = 500;

    private final Map<EntityKind, Kind> kinds = new EnumMap<>(EntityKind.class);

    /** What was seen of one kind. */
    private static final class Kind {
        private final SqlTarget target;
        private final List<List<KeyCell>> batch = new ArrayList<>(BATCH);
        private long planned;
        private long migrated;

        Kind(SqlTarget target) {
            this.target = target;
        }
    }

    public EntityVerification(SchemaProfile profile) {
        for (EntityKind kind : EntityKind.others()) {
            kinds.put(kind, new Kind(new EntityTable(kind, profile).target().unguarded()));
        }
    }

    void add(Connection connection, PlanLine.Entity entity) throws SQLException {
        Kind kind = kinds.get(entity.kind());
        kind.planned++;
        kind.batch.add(List.of(KeyCell.of(entity.id())));
        if (kind.batch.size() == BATCH) {
            look(connection, kind);
        }
    }

    /** Looks at those that are left. */
    void end(Connection connection) throws SQLException {
        for (Kind kind : kinds.values()) {
            look(connection, kind);
        }
    }

    private static void look(Connection connection, Kind kind) throws SQLException {
        if (!kind.batch.isEmpty()) {
            kind.migrated += new RowReader(connection, kind.target)
                    .read(kind.batch).values().stream()
                            .filter(values -> values.get(0) != null)
                            .count();
            kind.batch.clear();
        }
    }

    /** How many of a kind the plan has. */
    public long planned(EntityKind kind) {
        return kinds.get(kind).planned;
    }

    /** How many of them have a provider ID. */
    public long migrated(EntityKind kind) {
        return kinds.get(kind).migrated;
    }
}
