package org.pimtools.planner.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.planner.inventory.EntityQuery;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.planning.EntityRow;
import org.pimtools.planner.spool.Spool;

/** Compares the firewalls and load balancers of a plan with the database as it is now, in constant memory. */
final class EntityCheck implements Closeable {
    private final Spool<SectionEntity> entities;
    private final PlanCheck.Sink sink;
    private long same;

    /** @param folder for what does not fit into memory */
    EntityCheck(Path folder, PlanCheck.Sink sink) {
        this.entities = new Spool<>(
                folder,
                SectionEntity.CODEC,
                Comparator.comparing(spooled -> spooled.entity().key()));
        this.sink = sink;
    }

    /** Takes one of the plan. */
    void add(PlanLine.Entity planned) throws IOException {
        entities.add(new SectionEntity(0, planned));
    }

    /**
     * Hands over every difference.
     *
     * @param datacenters the {@code idDataCenter} of those in the plan: an entity of one of them that the plan does not know is new
     * @return how many are as they were planned
     */
    long compare(Inventory inventory, SchemaFacts schema, Set<Long> datacenters) throws IOException {
        Spool.Rows<SectionEntity> planned = entities.sorted();
        for (EntityKind kind : EntityKind.others()) {
            EntityTable table = new EntityTable(kind, schema.profile());
            if (EntityQuery.isThere(table, schema.state())) {
                EntityQuery.read(inventory, table, schema.state(), row -> compare(planned, row, datacenters));
            }
        }
        while (planned.peek() != null) {
            gone(planned.next());
        }
        return same;
    }

    private void compare(Spool.Rows<SectionEntity> planned, EntityRow now, Set<Long> datacenters) throws IOException {
        while (planned.peek() != null && planned.peek().entity().key().compareTo(now.key()) < 0) {
            gone(planned.next());
        }
        if (planned.peek() == null || !planned.peek().entity().key().equals(now.key())) {
            if (now.isProvided()
                    && datacenters.contains(now.idDataCenter())
                    && now.tooLong().isEmpty()) {
                sink.take(PlanDifference.of(PlanDifference.Kind.NEW, now.key(), null, now.name()));
            }
            return;
        }
        PlanLine.Entity before = planned.next().entity();
        if (!now.isProvided()) {
            sink.take(PlanDifference.of(PlanDifference.Kind.NOT_PROVIDED, now.key(), before.name(), null));
            return;
        }
        boolean equal = equal(
                        PlanDifference.Kind.RENAMED,
                        now.key(),
                        before.name(),
                        now.line(0).name())
                & equal(
                        PlanDifference.Kind.VIRTUAL_DATACENTER,
                        now.key(),
                        Long.toString(before.virtualDatacenter()),
                        Long.toString(now.idVirtualDataCenter()))
                & equal(
                        PlanDifference.Kind.PROVIDER_ID,
                        now.key(),
                        before.providerId(),
                        now.line(0).providerId());
        same += equal ? 1 : 0;
    }

    private boolean equal(PlanDifference.Kind kind, EntityKey key, String planned, String found) throws IOException {
        if (Objects.equals(planned, found)) {
            return true;
        }
        sink.take(PlanDifference.of(kind, key, planned, found));
        return false;
    }

    private void gone(SectionEntity gone) throws IOException {
        sink.take(PlanDifference.of(
                PlanDifference.Kind.NO_ROW, gone.entity().key(), gone.entity().name(), null));
    }

    @Override
    public void close() throws IOException {
        entities.close();
    }
}
