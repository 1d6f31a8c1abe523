package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Temporary directories that are gone when they are closed, and at the latest when the JVM ends. */
final class Scratch implements AutoCloseable {
    private static final int ATTEMPTS = 50;
    private static final Set<Path> LEFT = ConcurrentHashMap.newKeySet();

    static {
        RunningServers.afterTheLastOneEnds(() -> LEFT.forEach(Scratch::deleteWhileOthersWrite));
    }

    private final Path path;

    /** Makes a directory that no other user can enter. */
    Scratch(String purpose) {
        RunningServers.failWhenEnding();
        try {
            path = Files.createTempDirectory("pim-" + purpose + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LEFT.add(path);
    }

    /** All that are not closed yet. */
    static Set<Path> left() {
        return Set.copyOf(LEFT);
    }

    /** Lets every user read: a server may run as another one. */
    Scratch readableByAll() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(path.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the directory and what is in it to another user; only root can. */
    void giveTo(UserPrincipal owner) {
        try (var all = Files.walk(path)) {
            all.forEach(each -> give(each, owner));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void give(Path file, UserPrincipal owner) {
        try {
            Files.setOwner(file, owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        deleteWhileOthersWrite(path);
        LEFT.remove(path);
    }

    /** A server's children end a moment after it; and when the JVM ends, its other threads go on writing until it has. */
    private static void deleteWhileOthersWrite(Path root) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                delete(root);
                return;
            } catch (UncheckedIOException e) {
                ServerProcess.pause();
            }
        }
        delete(root);
    }

    private static void delete(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
