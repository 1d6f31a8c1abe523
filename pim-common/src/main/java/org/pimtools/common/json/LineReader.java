package org.pimtools.common.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines of bytes, counts them and bounds their length. Every line must end with a newline. */
public final class LineReader implements Closeable {
    private final InputStream in;
    private final byte[] chunk = new byte[64 * 1024];
    private byte[] line = new byte[512];
    private int position;
    private int limit;
    private long number;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next line with its newline, or null at the end.
     *
     * @throws LineException when the line is too long, or the last one is cut off
     */
    public byte[] next() throws IOException, LineException {
        int length = 0;
        number++;
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(chunk));
                if (limit == 0) {
                    if (length == 0) {
                        return null;
                    }
                    throw new LineException("the line is cut off");
                }
            }
            int end = position;
            while (end < limit && chunk[end] != '\n') {
                end++;
            }
            boolean complete = end < limit;
            int more = end - position + (complete ? 1 : 0);
            if (length + more > JsonLines.LONGEST_LINE) {
                throw new LineException("the line is longer than " + JsonLines.LONGEST_LINE + " bytes");
            }
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
            }
            System.arraycopy(chunk, position, line, length, more);
            length += more;
            position += more;
            if (complete) {
                return Arrays.copyOf(line, length);
            }
        }
    }

    /** The number of the line that {@link #next()} gave last, from 1. */
    public long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
