package org.pimtools.common.plan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * The content of a compressed plan, as long as it is no larger than a plan of that size can be: who signed it is known at its end
 * only, and what a few bytes unpack to could fill the disk before.
 */
final class UnpackedPlan extends FilterInputStream {
    /** Plans of real names and random UUIDs shrink to a tenth at most. */
    private static final long MOST_PER_BYTE = 100;
    /** A small plan may be of one VM's name over and over. */
    private static final long ALWAYS = 16L << 20;

    private final Path file;
    private final long most;
    private long unpacked;

    /** @param size of the compressed file, in bytes */
    UnpackedPlan(Path file, InputStream compressed, long size) throws IOException {
        super(new GZIPInputStream(compressed));
        this.file = file;
        this.most = ALWAYS + MOST_PER_BYTE * size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws ToolException when it is more than a plan of that size can hold */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        unpacked += Math.max(0, read);
        if (unpacked > most) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the plan " + file + " unpacks to more than " + (most >> 20)
                            + " MiB, which no plan of its size does",
                    "find out where it comes from; make a new one with pim-planner plan");
        }
        return read;
    }
}
