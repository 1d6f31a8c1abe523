package org.pimtools.migrator.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.PrivateFiles;

/**
 * How much of a journal is certainly on the disk, in a small file beside it: 20 digits, a blank, the CRC32C of the digits as eight
 * hexadecimal ones, a line feed. What lies behind may be anything after a crash of the machine; what lies before must be whole.
 */
final class SyncedLength implements Closeable {
    /** When nobody knows: there is no such file, or it was torn. */
    static final long UNKNOWN = -1;

    private final FileChannel channel;

    private SyncedLength(FileChannel channel) {
        this.channel = channel;
    }

    private static Path of(Path journal) {
        return journal.resolveSibling(journal.getFileName() + ".synced");
    }

    /** The length in bytes, or {@link #UNKNOWN}. */
    static long read(Path journal) throws IOException {
        Path file = of(journal);
        if (Files.notExists(file)) {
            return UNKNOWN;
        }
        String line = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!line.matches("00[0-9]{18} [0-9a-f]{8}\n")) {
            return UNKNOWN;
        }
        long length = Long.parseLong(line.substring(0, 20));
        return line.equals(line(length)) ? length : UNKNOWN;
    }

    /** Makes nothing known, for a journal that is begun anew after the older one was moved away. */
    static void forget(Path journal) throws IOException {
        Files.deleteIfExists(of(journal));
    }

    /** Opens it to be written, and makes it where it is missing. */
    static SyncedLength open(Path journal) throws IOException {
        Path file = of(journal);
        if (Files.notExists(file)) {
            PrivateFiles.create(file).close();
            AtomicFile.syncFolder(file);
        }
        return new SyncedLength(FileChannel.open(file, Set.of(StandardOpenOption.WRITE)));
    }

    /** Returns when it is on the disk; the journal must be there already. */
    void write(long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line(length).getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        channel.force(false);
    }

    private static String line(long length) {
        String digits = "%020d".formatted(length);
        CRC32C crc = new CRC32C();
        crc.update(digits.getBytes(StandardCharsets.US_ASCII));
        return "%s %08x\n".formatted(digits, crc.getValue());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
