package org.pimtools.planner.verify;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.planner.spool.Spool;
import org.pimtools.planner.sqlfile.LongSet;

/** Rows that differ, any number of them, in the order in which they were found. */
public final class Differences implements Closeable {
    private static final int FIRST = 20;

    private final Spool<RowDifference> rows;
    private final List<RowDifference> first = new ArrayList<>(FIRST);
    private final LongSet vms = new LongSet();
    private final LongSet refused = new LongSet();
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
        vms.add(difference.idVm());
        if (difference.kind() == RowDifference.Kind.REFUSED) {
            refused.add(difference.idVm());
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

    /** Of how many VMs. */
    public int vms() {
        return vms.size();
    }

    /** Whether any of the VM's rows is among them. */
    public boolean hasVm(long idVm) {
        return vms.contains(idVm);
    }

    /** Whether a value of the VM's rows does not fit its column. */
    public boolean isRefused(long idVm) {
        return refused.contains(idVm);
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
