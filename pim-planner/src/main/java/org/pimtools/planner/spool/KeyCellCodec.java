package org.pimtools.planner.spool;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pimtools.common.sql.KeyCell;

/** Key values as they are set aside on the disk: what it is in a byte, then the value as a text. */
public final class KeyCellCodec {
    private static final KeyCell.Type[] TYPES = KeyCell.Type.values();

    private KeyCellCodec() {}

    public static void write(KeyCell cell, DataOutput out) throws IOException {
        out.writeByte(cell.type().ordinal());
        RowCodec.writeText(out, cell.plain().toString());
    }

    public static KeyCell read(DataInput in) throws IOException {
        KeyCell.Type type = TYPES[in.readByte()];
        String text = RowCodec.readText(in);
        return switch (type) {
            case NUMBER -> KeyCell.of(Long.parseLong(text));
            case TEXT -> KeyCell.of(text);
        };
    }
}
