package org.pimtools.planner.verify;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.planner.spool.KeyCellCodec;
import org.pimtools.planner.spool.RowCodec;

/**
 * A row of the database that is not as an SQL file has it, or cannot be made so.
 *
 * @param owner what {@code idVm} is the number of: a VM for all rows but those of other kinds of entities
 * @param idVm the number of the VM or the other entity that the row belongs to
 * @param column which one differs, the first of several, or refuses the value; null when there is no such row
 * @param expected what the column should hold, or null for NULL
 * @param found what it holds, or null for NULL; for a value that it refuses, what kind of column it is
 */
public record RowDifference(
        String file,
        EntityKind owner,
        long idVm,
        String table,
        List<KeyCell> key,
        Kind kind,
        String column,
        String expected,
        String found) {
    static final RowCodec<RowDifference> CODEC = new RowCodec<>() {
        private final Kind[] kinds = Kind.values();

        @Override
        public void write(RowDifference difference, DataOutput out) throws IOException {
            RowCodec.writeText(out, difference.file);
            out.writeByte(difference.owner.ordinal());
            out.writeLong(difference.idVm);
            RowCodec.writeText(out, difference.table);
            out.writeInt(difference.key.size());
            for (KeyCell part : difference.key) {
                KeyCellCodec.write(part, out);
            }
            out.writeByte(difference.kind.ordinal());
            RowCodec.writeText(out, difference.column);
            RowCodec.writeText(out, difference.expected);
            RowCodec.writeText(out, difference.found);
        }

        @Override
        public RowDifference read(DataInput in) throws IOException {
            String file = RowCodec.readText(in);
            EntityKind owner = EntityKind.values()[in.readByte()];
            long idVm = in.readLong();
            String table = RowCodec.readText(in);
            List<KeyCell> key = new ArrayList<>();
            for (int parts = in.readInt(); parts > 0; parts--) {
                key.add(KeyCellCodec.read(in));
            }
            return new RowDifference(
                    file,
                    owner,
                    idVm,
                    table,
                    key,
                    kinds[in.readByte()],
                    RowCodec.readText(in),
                    RowCodec.readText(in),
                    RowCodec.readText(in));
        }
    };

    /** What is wrong with the row. */
    public enum Kind {
        /** There is no such row. */
        GONE,
        /** A column holds something else. */
        CHANGED,
        /** The column cannot hold the value: it is too long, or has characters that its character set does not know. */
        REFUSED
    }

    public RowDifference {
        key = List.copyOf(key);
    }

    /** The difference for people; data in it is not yet printable. */
    public String text() {
        String row = owner.word() + ":" + idVm + " " + table + " " + key;
        return switch (kind) {
            case GONE -> row + ": no such row";
            case CHANGED -> row + " " + column + ": expected " + value(expected) + ", found " + value(found);
            case REFUSED -> row + " " + column + ": " + value(expected) + " does not fit " + found;
        };
    }

    private static String value(String value) {
        return value == null ? "NULL" : "'" + value + "'";
    }
}
