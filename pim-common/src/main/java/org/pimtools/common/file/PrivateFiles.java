package org.pimtools.common.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Files and folders that only their owner may read and write, from their first moment on. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /**
     * Creates a new file with mode 0600 and opens it for writing.
     *
     * @throws ToolException when something is there already, a link included
     */
    public static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(channel(file));
    }

    /** Creates the folder with mode 0700, and its parents, unless it is there already. */
    public static void directories(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** True when the file's group or others may read or write it. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream().anyMatch(permission -> switch (permission) {
            case GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE -> true;
            case OWNER_READ, OWNER_WRITE, OWNER_EXECUTE, GROUP_EXECUTE, OTHERS_EXECUTE -> false;
        });
    }

    public static FileChannel channel(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        }
    }

    static ToolException exists(Path file) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                file + " exists already",
                "give another path, or move the file away: nothing is ever overwritten");
    }
}
