package org.pimtools.common.sql;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Sums up the CRC-32 of staged rows; {@link SqlFragments#checksum} is the same for the server. */
public final class RowChecksum {
    private final CRC32 crc = new CRC32();
    private long rows;
    private long sum;

    /** Adds the next row; the first one is row 1. */
    public void add(SqlRow row) {
        rows++;
        crc.reset();
        ascii(rows + "," + row.idVm());
        row.key().forEach(part -> part.addTo(this));
        row.guards().forEach(this::text);
        text(row.before());
        text(row.after());
        sum += crc.getValue();
    }

    public long rows() {
        return rows;
    }

    public long sum() {
        return sum;
    }

    void text(String value) {
        if (value == null) {
            ascii(",-");
        } else {
            byte[] bytes = SqlLiterals.utf8(value);
            ascii("," + bytes.length + "=");
            crc.update(bytes);
        }
    }

    void ascii(String text) {
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
    }
}
