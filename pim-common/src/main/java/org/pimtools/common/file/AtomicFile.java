package org.pimtools.common.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Files that are there whole or not at all, even after a crash; their mode is 0600. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Says before a long work whether a new file can be written at its end.
     *
     * @throws ToolException when the file is there, or its folder is not, or may not be written to
     */
    public static void requireNew(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw PrivateFiles.exists(file);
        }
        requireFolder(file);
    }

    private static void requireFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, "there is no folder " + folder, "make it, or give another path");
        }
        if (!Files.isWritable(folder)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "no permission to write to the folder " + folder,
                    "check its owner and mode, and that its disk is not read-only, or give another path");
        }
    }

    /** Writes the file, in place of one that is there. It is on the disk when the call returns. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /** As {@link #write(Path, byte[])}; when the content fails, what was there before stays. */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = temporary(file, content);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(file);
    }

    /**
     * Writes a new file.
     *
     * @throws ToolException when something of that name is there, before the content is asked for and again at the end
     */
    public static void writeNew(Path file, Content content) throws IOException {
        requireNew(file);
        if (!writeIfAbsent(file, content)) {
            throw PrivateFiles.exists(file);
        }
    }

    /** Writes a new file, unless something of that name is there: then nothing is changed, and false is returned. */
    public static boolean writeIfAbsent(Path file, Content content) throws IOException {
        Path temporary = temporary(file, content);
        try {
            linkOrMove(temporary, file);
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(file);
        return true;
    }

    /** A hard link is the one way to give a name that fails when the name is taken; not every file system has links. */
    private static void linkOrMove(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(temporary, file);
        }
    }

    private static Path temporary(Path file, Content content) throws IOException {
        requireFolder(file);
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try (FileChannel channel = PrivateFiles.channel(temporary)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    /** Makes the name of a file that is there outlive a crash of the machine. */
    public static void syncFolder(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
