package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a test may leave behind in this JVM: processes that it or its children started, containers, TCP ports on which it listens,
 * threads that would keep it from ending, and temporary directories of the servers. Ports are seen on Linux only.
 */
final class Leftovers {
    private static final Path PROCESS = Path.of("/proc/self");
    /** The state of a socket that listens, as {@code /proc/net/tcp} has it (proc(5)). */
    private static final String LISTENS = "0A";

    private static final Set<String> SPARED = ConcurrentHashMap.newKeySet();

    private Leftovers() {}

    /** What is there now: what identifies it, and a description. */
    static Map<String, String> now() {
        Map<String, String> now = new HashMap<>();
        ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .forEach(process -> now.put(
                        process(process.pid()),
                        process(process.pid()) + ": "
                                + process.info().commandLine().orElse("")));
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .forEach(thread -> now.put("thread " + thread.getId(), "thread " + thread.getName()));
        RunningServers.now().forEach(server -> now.putIfAbsent(server.name(), server.name()));
        Scratch.left().forEach(path -> now.put(directory(path), directory(path)));
        ports().forEach(port -> now.put(port, port));
        now.keySet().removeAll(SPARED);
        return now;
    }

    /** A server that ends with the JVM, and the directory that goes with it. */
    static void spare(RunningServer server, Path directory) {
        SPARED.add(server.name());
        spare(directory);
    }

    /** A directory that goes with the JVM. */
    static void spare(Path directory) {
        SPARED.add(directory(directory));
    }

    static String process(long pid) {
        return "process " + pid;
    }

    private static String directory(Path path) {
        return "directory " + path;
    }

    private static Set<String> ports() {
        Set<String> sockets = sockets();
        Set<String> ports = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : lines(PROCESS.resolve("net").resolve(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[3].equals(LISTENS) && sockets.contains("socket:[" + fields[9] + "]")) {
                    ports.add("listening port "
                            + Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private static Set<String> sockets() {
        Set<String> sockets = new HashSet<>();
        if (Files.isDirectory(PROCESS.resolve("fd"))) {
            try (Stream<Path> descriptors = Files.list(PROCESS.resolve("fd"))) {
                for (Path descriptor : descriptors.toList()) {
                    try {
                        sockets.add(Files.readSymbolicLink(descriptor).toString());
                    } catch (NoSuchFileException closedMeanwhile) {
                        continue;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sockets;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
