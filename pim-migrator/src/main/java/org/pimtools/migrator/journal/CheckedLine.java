package org.pimtools.migrator.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A JSON object on one line whose last property is a checksum as eight hexadecimal digits: {@code {…,"crc":"89abcdef"}}. It is the
 * CRC32C of the checksum before it, as it stands there, and of all bytes before the property: a line that is missing, moved or
 * there twice is noticed like one that was changed.
 */
final class CheckedLine {
    private static final byte[] PROPERTY = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int SUFFIX = PROPERTY.length + 8 + END.length;

    /** What stands in for the checksum before the first one. */
    static final byte[] FIRST = "00000000".getBytes(StandardCharsets.US_ASCII);

    private CheckedLine() {}

    /**
     * Appends a JSON object of at least one property, with its checksum and a line feed.
     *
     * @return the checksum
     */
    static byte[] append(byte[] json, byte[] before, ByteArrayOutputStream out) {
        int length = json.length - 1;
        byte[] checksum = checksum(before, json, length);
        out.write(json, 0, length);
        out.writeBytes(PROPERTY);
        out.writeBytes(checksum);
        out.writeBytes(END);
        out.write('\n');
        return checksum;
    }

    /** The checksum of a line without its line feed that is whole. */
    static byte[] checksum(byte[] line) {
        return Arrays.copyOfRange(line, line.length - END.length - 8, line.length - END.length);
    }

    /** The JSON object of a line without its line feed, or empty when the checksum is missing or wrong. */
    static Optional<byte[]> json(byte[] line, byte[] before) {
        int length = line.length - SUFFIX;
        if (length < 1
                || !Arrays.equals(line, length, length + PROPERTY.length, PROPERTY, 0, PROPERTY.length)
                || !Arrays.equals(line, line.length - END.length, line.length, END, 0, END.length)) {
            return Optional.empty();
        }
        int digits = length + PROPERTY.length;
        if (!Arrays.equals(line, digits, digits + 8, checksum(before, line, length), 0, 8)) {
            return Optional.empty();
        }
        byte[] json = Arrays.copyOf(line, length + 1);
        json[length] = '}';
        return Optional.of(json);
    }

    private static byte[] checksum(byte[] before, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(before, 0, before.length);
        crc.update(bytes, 0, length);
        return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }
}
