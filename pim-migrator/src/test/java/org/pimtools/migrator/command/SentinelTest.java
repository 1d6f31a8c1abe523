package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.RedisSentinel;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** Migrations of a Redis with a replica and three real Sentinels, and real failovers. */
@Tag("slow")
class SentinelTest {
    private static final String NAME = "vsm";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private final List<RedisSentinel> sentinels = new ArrayList<>();
    private Host host;
    private RedisServer replica;
    private String[] migration;

    @BeforeEach
    void dryRun() throws IOException {
        host = servers.add(Host.start(World.of(7, new Size(1, 1500)), RedisLayout.MONITOR, directory));
        replica = servers.add(RedisServer.start("--replicaof", host.redis.host(), String.valueOf(host.redis.port())));
        for (int i = 0; i < 3; i++) {
            sentinels.add(servers.add(RedisSentinel.watching(NAME, host.redis, 2)));
        }
        await(
                "all know each other and the replica",
                () -> sentinels.stream()
                        .allMatch(each -> state(each).get("num-other-sentinels").equals("2")
                                && state(each).get("num-slaves").equals("1")));
        await("the replica has all", () -> info(replica).contains("master_link_status:up"));
        Path plan = host.plan("night.plan");
        Host.Said dry = run(plan.toString(), "--identity", host.identity());
        assertTrue(dry.exit() == 0 || dry.exit() == 5, dry::toString);
        Path decided = directory.resolve("decided.yaml");
        Files.writeString(
                decided,
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
        migration = new String[] {
            plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run"
        };
    }

    /** With Sentinels in place of an address. */
    private Host.Said run(String... arguments) {
        String all =
                sentinels.stream().map(each -> each.host() + ":" + each.port()).collect(Collectors.joining(","));
        return host.runElsewhere(List.of("--redis-sentinel", all, "--redis-master", NAME), arguments);
    }

    @Test
    void aMigrationIsRefusedWhileAFailoverRunsAndGoesToTheNewMasterAfterwards() throws Exception {
        signal(replica, "STOP");
        signal(host.redis, "STOP");
        await(
                "all take the master for down",
                () -> sentinels.stream()
                        .allMatch(each -> state(each).get("flags").contains("o_down")));
        Host.Said refused = run(migration);
        assertEquals(6, refused.exit(), refused::toString);
        assertTrue(refused.err().contains("a failover of redis vsm from"), refused::toString);
        assertFalse(host.has("work.jsonl"));
        signal(replica, "CONT");
        awaitMaster(replica);
        Host.Said migrated = run(migration);
        assertEquals(0, migrated.exit(), migrated::toString);
        assertTrue(migrated.out().contains("127.0.0.1:" + replica.port()), migrated::out);
        assertEquals(0, run("verify").exit());
    }

    @Test
    void aFailoverInTheMiddleStopsTheMigrationWhichResumesOnTheNewMaster() throws Exception {
        Process stop = new ProcessBuilder("sh", "-c", "read now; kill -STOP " + host.redis.pid())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        CompletableFuture<Host.Said> running = CompletableFuture.supplyAsync(() -> run(migration));
        Instant end = Instant.now().plus(LIMIT);
        while (!host.has("work.jsonl")) {
            assertFalse(running.isDone(), () -> running.join().toString());
            assertTrue(Instant.now().isBefore(end));
            Thread.onSpinWait();
        }
        try (Writer go = stop.outputWriter()) {
            go.write("\n");
        }
        assertEquals(0, stop.waitFor());
        awaitMaster(replica);
        signal(host.redis, "CONT");
        Host.Said stopped = running.join();
        assertEquals(6, stopped.exit(), stopped::toString);
        assertTrue(
                stopped.err()
                        .contains("redis vsm failed over from 127.0.0.1:" + host.redis.port() + " to 127.0.0.1:"
                                + replica.port()),
                stopped::toString);
        Host.Said resumed = run(migration);
        assertEquals(0, resumed.exit(), resumed::toString);
        assertEquals(0, run("verify").exit());
    }

    private void awaitMaster(RedisServer server) {
        await(
                "the replica takes over",
                () -> sentinels.stream()
                        .map(this::state)
                        .allMatch(state -> state.get("port").equals(String.valueOf(server.port()))
                                && state.get("flags").equals("master")));
    }

    private Map<String, String> state(RedisSentinel sentinel) {
        try (Jedis jedis = new Jedis(sentinel.host(), sentinel.port())) {
            return jedis.sentinelMaster(NAME);
        }
    }

    private static String info(RedisServer server) {
        try (Jedis jedis = new Jedis(server.host(), server.port())) {
            return jedis.info("replication");
        }
    }

    private static void signal(RedisServer server, String signal) {
        try {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid()))
                            .inheritIO()
                            .start()
                            .waitFor());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier reached) {
        Instant end = Instant.now().plus(LIMIT);
        while (!reached.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), what);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
