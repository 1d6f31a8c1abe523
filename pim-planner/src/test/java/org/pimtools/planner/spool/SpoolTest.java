package org.pimtools.planner.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    private Path folder;

    private record Row(int group, String text) {
        static final Comparator<Row> BY_GROUP = Comparator.comparingInt(Row::group);
        static final RowCodec<Row> CODEC = new RowCodec<>() {
            @Override
            public void write(Row row, DataOutput out) throws IOException {
                out.writeInt(row.group);
                RowCodec.writeText(out, row.text);
            }

            @Override
            public Row read(DataInput in) throws IOException {
                return new Row(in.readInt(), RowCodec.readText(in));
            }
        };
    }

    @Test
    void moreRowsThanFitComeBackSortedAndInTheOrderTheyWereAdded() throws IOException {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            rows.add(new Row(random.nextInt(5), i % 100 == 0 ? null : "row " + i + " é😀"));
        }
        try (Spool<Row> spool = new Spool<>(folder, Row.CODEC, Row.BY_GROUP)) {
            for (Row row : rows) {
                spool.add(row);
            }
            rows.sort(Row.BY_GROUP);
            assertEquals(rows, read(spool));
            assertEquals(rows, read(spool), "read again");
        }
    }

    @Test
    void itsFileHasNoNameWhileItIsOpen() throws IOException {
        try (Spool<Row> spool = new Spool<>(folder, Row.CODEC, Row.BY_GROUP)) {
            for (int i = 0; i < 40_000; i++) {
                spool.add(new Row(i, "x"));
            }
            try (var files = Files.list(folder)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    @Test
    void anEmptySpoolHasNoRows() throws IOException {
        try (Spool<Row> spool = new Spool<>(folder, Row.CODEC, Row.BY_GROUP)) {
            assertNull(spool.sorted().peek());
            assertNull(spool.sorted().next());
        }
    }

    private static List<Row> read(Spool<Row> spool) throws IOException {
        List<Row> rows = new ArrayList<>();
        Spool.Rows<Row> sorted = spool.sorted();
        for (Row row = sorted.next(); row != null; row = sorted.next()) {
            rows.add(row);
        }
        return rows;
    }
}
