package org.pimtools.planner.inventory;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pimtools.planner.spool.RowCodec;
import org.pimtools.planner.spool.Spool;

/** Values of VMs, set aside on the disk in any order and given back in the order in which VMs are read. */
final class PerVm<T extends Comparable<T>> implements Closeable {
    private final Spool<Item<T>> items;
    private Spool.Rows<Item<T>> next;

    private record Item<T>(long idVm, T value) {}

    /** @param folder for what does not fit into memory */
    PerVm(Path folder, RowCodec<T> codec) {
        Comparator<Item<T>> byVm = Comparator.comparingLong(Item::idVm);
        items = new Spool<>(folder, codec(codec), byVm.thenComparing(Item::value));
    }

    private static <T> RowCodec<Item<T>> codec(RowCodec<T> values) {
        return new RowCodec<>() {
            @Override
            public void write(Item<T> item, DataOutput out) throws IOException {
                out.writeLong(item.idVm);
                values.write(item.value, out);
            }

            @Override
            public Item<T> read(DataInput in) throws IOException {
                return new Item<>(in.readLong(), values.read(in));
            }
        };
    }

    /** Before the first is taken. */
    void add(long idVm, T value) {
        try {
            items.add(new Item<>(idVm, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The VM's values in their own order, each once; VMs must be asked for in the order of {@code idVM}. */
    List<T> of(long idVm) {
        try {
            if (next == null) {
                next = items.sorted();
            }
            while (next.peek() != null && next.peek().idVm < idVm) {
                next.next();
            }
            if (next.peek() == null || next.peek().idVm > idVm) {
                return List.of();
            }
            List<T> values = new ArrayList<>(2);
            while (next.peek() != null && next.peek().idVm == idVm) {
                T value = next.next().value;
                if (values.isEmpty() || !values.get(values.size() - 1).equals(value)) {
                    values.add(value);
                }
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        items.close();
    }
}
