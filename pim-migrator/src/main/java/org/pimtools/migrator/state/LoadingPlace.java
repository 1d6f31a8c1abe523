package org.pimtools.migrator.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.PrivateFiles;

/**
 * Where a run copies its section to while it does not know yet whose it is: a directory of its own, beside those of the
 * datacenters, that is gone when it is closed. What a killed run left is cleared away by the next one; a file lock tells
 * whether the run still lives.
 */
public final class LoadingPlace implements AutoCloseable {
    private static final String PREFIX = ".loading-";
    private static final String LOCK = ".lock";

    private final Path directory;
    private final FileChannel lock;

    private LoadingPlace(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** @throws ToolException when nothing can be written in {@code base} */
    public static LoadingPlace make(Path base) {
        try {
            PrivateFiles.directories(base);
            StateDirectory.requireOwn(base);
            clear(base);
            Path directory = base.resolve(PREFIX + UUID.randomUUID());
            FileChannel lock = FileChannel.open(
                    lockOf(directory), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            lock.lock();
            PrivateFiles.directories(directory);
            return new LoadingPlace(directory, lock);
        } catch (IOException e) {
            throw StateDirectory.unusable(base, e);
        }
    }

    public Path section() {
        return directory.resolve("section.jsonl");
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            delete(directory);
        }
    }

    private static void clear(Path base) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(base, PREFIX + "*" + LOCK)) {
            for (Path file : locks) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() != null) {
                        String name = file.getFileName().toString();
                        delete(base.resolve(name.substring(0, name.length() - LOCK.length())));
                    }
                } catch (OverlappingFileLockException e) {
                    continue; // a run of this very process
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve("section.jsonl"));
        Files.deleteIfExists(directory);
        Files.deleteIfExists(lockOf(directory));
    }

    private static Path lockOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + LOCK);
    }
}
