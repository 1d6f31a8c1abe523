package org.pimtools.migrator.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file's lines as bytes, one after the other. */
final class Lines implements Closeable {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long end;
    private long number;

    Lines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /**
     * One line without its line feed.
     *
     * @param number from 1
     * @param end the offset of the byte after it and its line feed
     * @param complete false for a last line that has no line feed
     */
    record Line(byte[] bytes, long number, long end, boolean complete) {}

    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    return line.size() == 0 ? Optional.empty() : Optional.of(line(line, false));
                }
            }
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (position < limit) {
                position++;
                return Optional.of(line(line, true));
            }
        }
    }

    private Line line(ByteArrayOutputStream bytes, boolean complete) {
        end += bytes.size() + (complete ? 1 : 0);
        number++;
        return new Line(bytes.toByteArray(), number, end, complete);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
