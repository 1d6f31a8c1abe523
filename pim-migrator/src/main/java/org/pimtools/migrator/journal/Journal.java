package org.pimtools.migrator.journal;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;

/**
 * What was about to be changed and what came of it: an undo log, append-only, JSON Lines with a CRC32C per line, described
 * in {@code docs/journal-format.md}. A resume takes nothing for done because it stands here.
 */
public final class Journal implements AutoCloseable {
    private static final ObjectWriter WRITER = Json.writerOf(Entry.class);
    private static final ObjectReader READER = Json.readerOf(Entry.class);

    private final Path file;
    private final FileChannel channel;
    private final SyncedLength synced;
    private byte[] checksum;

    private Journal(Path file, FileChannel channel, SyncedLength synced, byte[] checksum) {
        this.file = file;
        this.channel = channel;
        this.synced = synced;
        this.checksum = checksum;
    }

    /**
     * @param end the offset after the last complete line
     * @param checksum that line's
     */
    private record Whole(long end, byte[] checksum) {}

    /**
     * Opens the journal, or makes an empty one readable by its owner only. What a crash left behind the synchronised part is
     * removed from the first broken line on, since nothing was done about it.
     *
     * @throws ToolException when the synchronised part is broken, or the file cannot be read or written
     */
    public static Journal open(Path file) {
        try {
            if (Files.notExists(file)) {
                SyncedLength.forget(file);
                PrivateFiles.create(file).close();
                AtomicFile.syncFolder(file);
            }
            Whole whole = whole(file, entry -> {});
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            channel.truncate(whole.end());
            channel.force(true);
            channel.position(whole.end());
            SyncedLength synced = SyncedLength.open(file);
            synced.write(whole.end());
            return new Journal(file, channel, synced, whole.checksum());
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot open the journal " + file + ": " + FileFailure.reason(e),
                    "make the file readable and writable for this user, then run again",
                    e);
        }
    }

    /**
     * Reads every complete entry in order, without holding them.
     *
     * @throws ToolException when a line is broken, missing, moved or there twice
     */
    public static void read(Path file, Consumer<Entry> entries) throws IOException {
        whole(file, entries);
    }

    private static Whole whole(Path file, Consumer<Entry> entries) throws IOException {
        Whole whole = new Whole(0, CheckedLine.FIRST);
        long synced = SyncedLength.read(file);
        long number = 0;
        try (Lines lines = new Lines(file)) {
            for (var line = lines.next(); line.isPresent() && line.get().complete(); line = lines.next()) {
                number = line.get().number();
                Optional<byte[]> json = CheckedLine.json(line.get().bytes(), whole.checksum());
                if (json.isEmpty() && synced != SyncedLength.UNKNOWN && whole.end() >= synced) {
                    return whole;
                }
                entries.accept(entry(file, line.get(), json));
                whole = new Whole(
                        line.get().end(), CheckedLine.checksum(line.get().bytes()));
            }
        }
        if (whole.end() < synced) {
            throw broken(file, number + 1, null);
        }
        return whole;
    }

    public Path file() {
        return file;
    }

    /**
     * Appends the entries and returns when they are on the disk.
     *
     * @throws ToolException when they could not be written or synchronised; the journal takes nothing more
     */
    public synchronized void appendDurably(List<? extends Entry> entries) {
        append(entries);
        try {
            channel.force(false);
            synced.write(channel.position());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Appends the entries; they are on the disk after the next {@link #appendDurably}.
     *
     * @throws ToolException when they could not be written; the journal takes nothing more
     */
    public synchronized void append(List<? extends Entry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(entries.size() * 256);
        for (Entry entry : entries) {
            checksum = CheckedLine.append(Json.write(WRITER, entry), checksum, out);
        }
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try (synced) {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** After a failed write or sync nobody knows what is on the disk: whoever goes on could change what cannot be undone. */
    private ToolException failed(IOException cause) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new ToolException(
                ExitCode.FAILED,
                "cannot write the journal " + file + ": " + FileFailure.reason(cause),
                "nothing is changed without its journal entry; free or fix the disk, then run the same command again to resume",
                cause);
    }

    private static Entry entry(Path file, Lines.Line line, Optional<byte[]> json) {
        try {
            return READER.readValue(json.orElseThrow(() -> broken(file, line.number(), null)));
        } catch (IOException e) {
            // whatever cannot be parsed, bytes that are no text included
            throw broken(file, line.number(), e);
        }
    }

    private static ToolException broken(Path file, long line, Throwable cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "line " + line + " of the journal " + file + " is damaged, or one before it is missing",
                "put the file back from a copy; or move it away and keep it: running again resumes, but what it recorded can then not be rolled back",
                cause);
    }
}
