package org.pimtools.planner.spool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes to the end of a file; buffered, and for one thread. */
final class PartOutput extends OutputStream {
    private final FileChannel file;
    private final byte[] buffer = new byte[256 * 1024];
    private long position;
    private int used;

    PartOutput(FileChannel file, long start) {
        this.file = file;
        this.position = start;
    }

    @Override
    public void write(int value) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == buffer.length) {
                flush();
            }
            int taken = Math.min(length - done, buffer.length - used);
            System.arraycopy(bytes, offset + done, buffer, used, taken);
            used += taken;
            done += taken;
        }
    }

    @Override
    public void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
        used = 0;
    }
}
