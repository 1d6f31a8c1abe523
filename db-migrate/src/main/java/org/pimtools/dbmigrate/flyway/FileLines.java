package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The lines of a file in UTF-8 as the {@code mariadb} client reads them: a line ends with {@code \n} or {@code \r\n}, a mark of the
 * byte order at the beginning is left out. Takes Flyway's checksum on the way. Memory holds one line.
 */
final class FileLines implements AutoCloseable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int LARGEST_CHUNK = 1 << 16;
    private static final int USUAL_LINE = 1 << 10;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    /** No larger than the file: of hundreds of small scripts, most of a run's memory would be new and empty. */
    private final byte[] chunk;

    private int read;
    private int at;
    private byte[] line = new byte[USUAL_LINE];
    private int length;
    /** Where the chunk ends in the file, and where the last line began. */
    private long chunkEnd;

    private long begin;
    private boolean endsWithReturn;
    private boolean hasReturn;
    private boolean isAscii;
    private final CRC32 checksum = new CRC32();

    private FileLines(Path file) throws IOException {
        chunk = new byte[(int) Math.min(LARGEST_CHUNK, Files.size(file) + 1)];
        in = Files.newInputStream(file);
    }

    static FileLines open(Path file) throws IOException {
        FileLines lines = new FileLines(file);
        lines.fill();
        if (lines.read >= BYTE_ORDER_MARK.length
                && Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(lines.chunk, BYTE_ORDER_MARK.length))) {
            lines.at = BYTE_ORDER_MARK.length;
        }
        return lines;
    }

    /**
     * The next line without its end; empty behind the last.
     *
     * @throws CharacterCodingException when it is not UTF-8
     */
    Optional<String> next() throws IOException {
        length = 0;
        if (at == read && !fill()) {
            return Optional.empty();
        }
        begin = chunkEnd - read + at;
        hasReturn = false;
        isAscii = true;
        boolean ended = false;
        while (!ended && (at < read || fill())) {
            int end = endOfLine();
            keep(end);
            ended = end < read;
            at = ended ? end + 1 : end;
        }
        endsWithReturn = ended && length > 0 && line[length - 1] == '\r';
        if (endsWithReturn) {
            length--;
        }
        count();
        return Optional.of(
                isAscii
                        ? new String(line, 0, length, StandardCharsets.ISO_8859_1)
                        : decoder.decode(ByteBuffer.wrap(line, 0, length)).toString());
    }

    private int endOfLine() {
        int end = at;
        int all = 0;
        while (end < read && chunk[end] != '\n') {
            all |= chunk[end];
            hasReturn |= chunk[end] == '\r';
            end++;
        }
        isAscii &= all >= 0;
        return end;
    }

    /** For Flyway a return ends a line, wherever it stands, and no line's end counts. */
    private void count() {
        if (!hasReturn) {
            checksum.update(line, 0, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            if (line[i] != '\r') {
                checksum.update(line[i]);
            }
        }
    }

    /** Flyway's checksum of all lines that were read: a CRC-32 of their bytes without the ends of lines. */
    int checksum() {
        return (int) checksum.getValue();
    }

    /** Where the last line begins in the file, in bytes. */
    long offset() {
        return begin;
    }

    /** Whether the last line ended with {@code \r\n}. */
    boolean endsWithReturn() {
        return endsWithReturn;
    }

    private void keep(int end) {
        int more = end - at;
        if (line.length - length < more) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
        }
        System.arraycopy(chunk, at, line, length, more);
        length += more;
    }

    private boolean fill() throws IOException {
        at = 0;
        read = Math.max(0, in.readNBytes(chunk, 0, chunk.length));
        chunkEnd += read;
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
