package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What this run has chosen: processes, or containers. */
@Tag("slow")
class PlatformTest {
    private static final boolean IN_CONTAINERS = ServerChoice.ofThisRun() == ServerChoice.CONTAINERS;

    private final Scratch scratch = new Scratch("platform");
    private final Platform platform = RedisRelease.OF_THIS_RUN.platform();
    private final ListeningServer server =
            new ListeningServer(scratch, scratch.file("log", ""), "eady to accept connections");
    private final String program =
            RedisRelease.OF_THIS_RUN.program(scratch.path()).toString();

    @AfterEach
    void remove() {
        scratch.close();
    }

    @Test
    void aServerRunsWhereItWasAskedForAndListensOnLoopbackOnly() throws IOException {
        try (RedisServer redis = RedisServer.start()) {
            Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
            Path its = Files.readSymbolicLink(Path.of("/proc/" + redis.pid() + "/ns/mnt"));
            assertEquals(IN_CONTAINERS, !ours.equals(its));
            assertEquals(
                    Files.readSymbolicLink(Path.of("/proc/self/ns/net")),
                    Files.readSymbolicLink(Path.of("/proc/" + redis.pid() + "/ns/net")));
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : each.inetAddresses().toList()) {
                    if (!address.isLoopbackAddress()) {
                        assertThrows(ConnectException.class, () -> new Socket(address, redis.port()).close());
                    }
                }
            }
        }
    }

    @Test
    void aPortInUseIsNoFailure() {
        try (RedisServer other = RedisServer.start()) {
            assertEquals(Optional.empty(), start("--port", String.valueOf(other.port())));
        }
    }

    @Test
    void whatAServerPrintedTellsWhyItDoesNotStart() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> start("--no-such-option", "1"));
        assertTrue(refused.getMessage().contains("Bad directive"), refused::getMessage);
    }

    @Test
    void whatAProgramPrintedTellsWhyItFails() {
        IllegalStateException failed = assertThrows(
                IllegalStateException.class,
                () -> platform.run(server, Map.of(), List.of(program, "--no-such-option", "1")));
        assertTrue(failed.getMessage().contains("Bad directive"), failed::getMessage);
        platform.run(server, Map.of(), List.of(program, "--version"));
    }

    @Test
    void aRunningServerIsSeenAsLeftUntilItEnds() {
        RunningServer running = start("--port", String.valueOf(Ports.free())).orElseThrow();
        String name = running.name();
        assertEquals(IN_CONTAINERS, name.startsWith("container "));
        assertTrue(Leftovers.now().containsKey(name));
        running.stop();
        running.kill();
        assertFalse(Leftovers.now().containsKey(name));
    }

    private Optional<RunningServer> start(String... options) {
        return platform.start(
                server,
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        program,
                                        "--bind",
                                        Ports.LOOPBACK,
                                        "--dir",
                                        scratch.path().toString()),
                                Stream.of(options))
                        .toList());
    }
}
