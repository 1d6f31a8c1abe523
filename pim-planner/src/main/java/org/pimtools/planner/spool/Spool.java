package org.pimtools.planner.spool;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;

/**
 * Takes rows in any order and gives them back sorted, any number of times, in constant memory: an external merge sort. Rows that
 * are equal in order come back as they were added. The file has no name once it is open, so that a killed process leaves nothing.
 */
public final class Spool<T> implements Closeable {
    private static final int RUN = 32_768;

    private final Path folder;
    private final RowCodec<T> codec;
    private final Comparator<? super T> order;
    private final List<Run> runs = new ArrayList<>();
    private List<T> rows = new ArrayList<>();
    private FileChannel file;

    private record Run(long start, long end) {}

    /** @param folder where the file is, which must be writable and have the space */
    public Spool(Path folder, RowCodec<T> codec, Comparator<? super T> order) {
        this.folder = folder;
        this.codec = codec;
        this.order = order;
    }

    public void add(T row) throws IOException {
        rows.add(row);
        if (rows.size() == RUN) {
            spill();
        }
    }

    /** All rows in order; nothing may be added while it is read. */
    public Rows<T> sorted() throws IOException {
        rows.sort(order);
        List<Head<T>> heads = new ArrayList<>();
        for (Run run : runs) {
            heads.add(new StoredHead<>(heads.size(), codec, new PartInput(file, run.start, run.end)));
        }
        heads.add(new HeldHead<>(heads.size(), rows));
        return new Rows<>(heads, order);
    }

    /** As {@link #sorted()}, for a loop; fails with an {@link UncheckedIOException}. */
    public Iterable<T> all() {
        return () -> {
            try {
                return new RowIterator<>(sorted());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private record RowIterator<T>(Rows<T> rows) implements Iterator<T> {
        @Override
        public boolean hasNext() {
            return rows.peek() != null;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                return rows.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void spill() throws IOException {
        rows.sort(order);
        if (file == null) {
            file = FileChannel.open(
                    folder.resolve(".pim-planner." + UUID.randomUUID() + ".tmp"),
                    Set.of(
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        long start = file.size();
        PartOutput part = new PartOutput(file, start);
        DataOutputStream out = new DataOutputStream(part);
        for (T row : rows) {
            codec.write(row, out);
        }
        part.flush();
        runs.add(new Run(start, file.size()));
        rows = new ArrayList<>();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** The rows in order. */
    public static final class Rows<T> {
        private final PriorityQueue<Head<T>> heads;

        private Rows(List<Head<T>> all, Comparator<? super T> order) throws IOException {
            heads = new PriorityQueue<>(
                    Comparator.comparing((Head<T> head) -> head.row, order).thenComparingInt(head -> head.number));
            for (Head<T> head : all) {
                if (head.advance()) {
                    heads.add(head);
                }
            }
        }

        /** The next row without taking it, or null at the end. */
        public T peek() {
            Head<T> head = heads.peek();
            return head == null ? null : head.row;
        }

        /** The next row, or null at the end. */
        public T next() throws IOException {
            Head<T> head = heads.poll();
            if (head == null) {
                return null;
            }
            T row = head.row;
            if (head.advance()) {
                heads.add(head);
            }
            return row;
        }
    }

    private abstract static class Head<T> {
        final int number;
        T row;

        Head(int number) {
            this.number = number;
        }

        abstract boolean advance() throws IOException;
    }

    private static final class StoredHead<T> extends Head<T> {
        private final RowCodec<T> codec;
        private final PartInput part;
        private final DataInputStream in;

        StoredHead(int number, RowCodec<T> codec, PartInput part) {
            super(number);
            this.codec = codec;
            this.part = part;
            this.in = new DataInputStream(part);
        }

        @Override
        boolean advance() throws IOException {
            if (part.atEnd()) {
                return false;
            }
            row = codec.read(in);
            return true;
        }
    }

    private static final class HeldHead<T> extends Head<T> {
        private final List<T> rows;
        private int next;

        HeldHead(int number, List<T> rows) {
            super(number);
            this.rows = rows;
        }

        @Override
        boolean advance() {
            if (next == rows.size()) {
                return false;
            }
            row = rows.get(next++);
            return true;
        }
    }
}
