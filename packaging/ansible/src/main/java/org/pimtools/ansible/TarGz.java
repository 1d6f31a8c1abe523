package org.pimtools.ansible;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** Writes files and folders of root's, with one time, into a gzipped tar. Source of the format: POSIX.1-2001, pax, "ustar Interchange Format". */
final class TarGz implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private final OutputStream out;
    private final Instant time;

    TarGz(OutputStream out, Instant time) throws IOException {
        this.out = new GZIPOutputStream(out);
        this.time = time;
    }

    /** @param name of at most 100 ASCII characters */
    void file(String name, byte[] content) throws IOException {
        header(name, "0000644", "0", content.length);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** @param name of at most 99 ASCII characters */
    void folder(String name) throws IOException {
        header(name + "/", "0000755", "5", 0);
    }

    private void header(String name, String mode, String type, int size) throws IOException {
        byte[] header = new byte[BLOCK];
        if (name.length() > LONGEST_NAME
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            throw new IOException("no name for a tar: " + name);
        }
        put(header, 0, name);
        put(header, 100, mode + "\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(size));
        put(header, 136, "%011o\0".formatted(time.getEpochSecond()));
        // the sum is made with blanks in its own place
        put(header, 148, "        ");
        put(header, 156, type);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.write(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
