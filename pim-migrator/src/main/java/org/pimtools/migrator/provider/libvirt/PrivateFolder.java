package org.pimtools.migrator.provider.libvirt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * A directory in {@code java.io.tmpdir} that only this user can look into, for what a library wants as files. It is
 * removed when it is closed, and when the process ends. What a killed process left behind is removed by the next one: a
 * lock, which the system takes back from the dead, shows which directories are still in use.
 */
final class PrivateFolder implements AutoCloseable {
    static final String PREFIX = "pim-migrator-login-";
    static final String LOCK = "lock";
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final List<Path> files = new ArrayList<>();
    private final FileChannel lock;

    private PrivateFolder(Path path) throws IOException {
        this.path = path;
        path.toFile().deleteOnExit();
        Path lockFile = path.resolve(LOCK);
        this.lock = PrivateFiles.channel(lockFile);
        added(lockFile);
        lock.lock();
    }

    /** What fills a folder, and makes something of it. */
    interface Filling<T> {
        T fill(PrivateFolder folder) throws IOException;
    }

    /**
     * Makes a folder and fills it.
     *
     * @throws EndpointException when that is not possible; nothing of it is left then
     */
    static <T> T filled(Filling<T> filling) throws EndpointException {
        try {
            // createTempDirectory gives it to its owner alone
            PrivateFolder folder = new PrivateFolder(Files.createTempDirectory(Swept.TEMPORARY, PREFIX));
            try {
                return filling.fill(folder);
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "cannot write what libvirt needs as files into the directory for temporary files, "
                            + Swept.TEMPORARY + ": " + FileFailure.reason(e),
                    false,
                    e);
        }
    }

    Path path() {
        return path;
    }

    /** Writes a file with mode 0600. */
    Path file(String name, String text) throws IOException {
        Path file = path.resolve(name);
        try (FileChannel out = PrivateFiles.channel(file)) {
            added(file);
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        return file;
    }

    /** Writes a file with mode 0700. */
    Path program(String name, String text) throws IOException {
        Path file = file(name, text);
        Files.setPosixFilePermissions(file, PROGRAM);
        return file;
    }

    private void added(Path file) {
        files.add(file);
        file.toFile().deleteOnExit();
    }

    @Override
    public void close() {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            lock.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what dead processes of this user left in a directory; what cannot be removed stays. */
    static void sweep(Path parent) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : left) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isOurs(folder)) {
                    removeUnlessLocked(folder);
                }
            }
        } catch (IOException e) {
            // it is tried again by the next process
            return;
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static void removeUnlessLocked(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            // nothing is written into a folder before its lock
            return;
        }
        try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (lock.tryLock() != null) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                    for (Path each : files) {
                        Files.delete(each);
                    }
                }
                Files.delete(folder);
            }
        }
    }

    /**
     * Sweeps once, before this process has a lock of its own: a lock ends when any channel of its process to the file is
     * closed.
     */
    private static final class Swept {
        static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

        static {
            sweep(TEMPORARY);
        }

        private Swept() {}
    }
}
