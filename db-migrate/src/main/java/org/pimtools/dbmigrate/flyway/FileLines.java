package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a file in UTF-8 as the {@code mariadb} client reads them: a line ends with {@code \n} or {@code \r\n}, a mark of the
 * byte order at the beginning is left out. Memory holds one line.
 */
final class FileLines implements AutoCloseable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] chunk = new byte[CHUNK];
    private int read;
    private int at;
    private byte[] line = new byte[CHUNK];
    private int length;
    /** Where the chunk ends in the file, and where the last line began. */
    private long chunkEnd;

    private long begin;
    private boolean endsWithReturn;

    /** @param offset where a line begins, in bytes */
    private FileLines(Path file, long offset) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        channel.position(offset);
        in = Channels.newInputStream(channel);
        chunkEnd = offset;
    }

    static FileLines open(Path file) throws IOException {
        FileLines lines = new FileLines(file, 0);
        lines.fill();
        if (lines.read >= BYTE_ORDER_MARK.length
                && Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(lines.chunk, BYTE_ORDER_MARK.length))) {
            lines.at = BYTE_ORDER_MARK.length;
        }
        return lines;
    }

    /** @param offset of a character, in bytes */
    static FileLines open(Path file, long offset) throws IOException {
        return new FileLines(file, offset);
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
        boolean ended = false;
        while (!ended && (at < read || fill())) {
            int end = at;
            while (end < read && chunk[end] != '\n') {
                end++;
            }
            keep(end);
            ended = end < read;
            at = ended ? end + 1 : end;
        }
        endsWithReturn = ended && length > 0 && line[length - 1] == '\r';
        if (endsWithReturn) {
            length--;
        }
        return Optional.of(decoder.decode(ByteBuffer.wrap(line, 0, length)).toString());
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
        read = Math.max(0, in.readNBytes(chunk, 0, CHUNK));
        chunkEnd += read;
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
