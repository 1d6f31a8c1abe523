package org.pimtools.planner.verify;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.planner.spool.Spool;
import org.pimtools.planner.sqlfile.LongSet;

/** Rows that differ, any number of them, in the order in which they were found. */
public final class Differences implements Closeable {
    private static final int FIRST = 20;

    private final Spool<RowDifference> rows;
    private final List<RowDifference> first = new ArrayList<>(FIRST);
    private final Map<EntityKind, LongSet> owners = new EnumMap<>(EntityKind.class);
    private final Map<EntityKind, LongSet> refused = new EnumMap<>(EntityKind.class);
    private long count;

    /** @param folder for what does not fit into memory */
    Differences(Path folder) {
        rows = new Spool<>(folder, RowDifference.CODEC, (one, other) -> 0);
    }

    void add(RowDifference difference) {
        try {
            rows.add(difference);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (first.size() < FIRST) {
            first.add(difference);
        }
        owners(owners, difference.owner()).add(difference.idVm());
        if (difference.kind() == RowDifference.Kind.REFUSED) {
            owners(refused, difference.owner()).add(difference.idVm());
        }
        count++;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many rows. */
    public long count() {
        return count;
    }

    /** Of how many VMs and other entities. */
    public int vms() {
        return owners.values().stream().mapToInt(LongSet::size).sum();
    }

    /** Whether any of the rows of a VM or another entity is among them. */
    public boolean has(EntityKind owner, long id) {
        return owners.containsKey(owner) && owners.get(owner).contains(id);
    }

    /** Whether a value of the rows of a VM or another entity does not fit its column. */
    public boolean isRefused(EntityKind owner, long id) {
        return refused.containsKey(owner) && refused.get(owner).contains(id);
    }

    private static LongSet owners(Map<EntityKind, LongSet> sets, EntityKind owner) {
        return sets.computeIfAbsent(owner, any -> new LongSet());
    }

    /** The first {@value #FIRST}, for people. */
    public List<RowDifference> first() {
        return List.copyOf(first);
    }

    /** All of them; once it is read, nothing may be added. */
    public Iterable<RowDifference> all() {
        return rows.all();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
