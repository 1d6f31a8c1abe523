package org.pimtools.planner.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a part of a file by position, so that several parts are read in turn; buffered, and for one thread. */
final class PartInput extends InputStream {
    private final FileChannel file;
    private final long end;
    private final byte[] buffer = new byte[32 * 1024];
    private long position;
    private int next;
    private int limit;

    PartInput(FileChannel file, long start, long end) {
        this.file = file;
        this.position = start;
        this.end = end;
    }

    boolean atEnd() throws IOException {
        return next == limit && !fill();
    }

    @Override
    public int read() throws IOException {
        return atEnd() ? -1 : buffer[next++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (atEnd()) {
            return -1;
        }
        int taken = Math.min(length, limit - next);
        System.arraycopy(buffer, next, bytes, offset, taken);
        next += taken;
        return taken;
    }

    private boolean fill() throws IOException {
        int wanted = (int) Math.min(buffer.length, end - position);
        int got = wanted == 0 ? 0 : file.read(ByteBuffer.wrap(buffer, 0, wanted), position);
        next = 0;
        limit = Math.max(got, 0);
        position += limit;
        return limit > 0;
    }
}
