package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;

/** A migration as a process of its own, caught in its first batch by a Redis that holds back every write, or before it by one that is silent. */
@Tag("slow")
class InterruptionTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;
    private RedisSnapshot before;

    @BeforeEach
    void start() {
        host = servers.add(Host.start(World.of(7, new Size(1, 2_500), Traits.clean()), RedisLayout.MONITOR, directory));
        plan = host.plan("night.plan");
        assertEquals(0, host.run(plan.toString(), "--identity", host.identity()).exit());
        before = host.snapshot();
    }

    /** Lets no write pass from the moment on when the migrator has its second connection, behind all that it asks for first. */
    private void pause(Process migrator) throws InterruptedException {
        try (Jedis jedis = host.jedis()) {
            jedis.clientSetname("pim-migrator:no-platform");
            while (!jedis.clientList().contains(":2 ")) {
                assertTrue(migrator.isAlive(), () -> read(directory.resolve("out")) + read(directory.resolve("err")));
                TimeUnit.MILLISECONDS.sleep(5);
            }
            jedis.clientPause(120_000, ClientPauseMode.WRITE);
        }
    }

    @Test
    void sigtermEndsAfterTheRunningBatchAndTheNextRunGoesOn() throws Exception {
        Process migrator = migrateUntilItWrites();
        migrator.destroy();
        Path said = directory.resolve("err");
        while (!Files.readString(said).contains("stopping at the next safe point")) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        unpause();
        assertEquals(143, migrator.waitFor(), () -> read(said));
        assertTrue(read(said).contains("run again to resume"), read(said));
        assertEquals(lines("intent"), lines("outcome"));
        assertTrue(lines("outcome") <= 2_000, "only the first batch and the one recorded behind it were done");
        assertMigratedByTheNextRun();
    }

    @Test
    void aKilledMigrationGoesOn() throws Exception {
        Process migrator = migrateUntilItWrites();
        migrator.destroyForcibly().waitFor();
        unpause();
        assertMigratedByTheNextRun();
    }

    @Test
    void aRedisThatIsSilentIsNotWaitedForAfterASignal() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<String> arguments =
                    new ArrayList<>(host.arguments(plan.toString(), "--identity", host.identity(), "--no-dry-run"));
            arguments.set(arguments.indexOf("--redis-port") + 1, String.valueOf(silent.getLocalPort()));
            Process migrator = start(arguments);
            silent.accept();
            migrator.destroy();
            assertEquals(143, migrator.waitFor(), () -> read(directory.resolve("err")));
            assertEquals(
                    "stopping at the next safe point; a second signal stops at once\n"
                            + "pim-migrator: stopped; run again to resume\n",
                    read(directory.resolve("err")));
        }
    }

    private void assertMigratedByTheNextRun() {
        Host.Said status = host.run("status");
        assertTrue(status.out().contains("MIGRATION NOT FINISHED: "), status::toString);
        Host.Said resumed = host.run(plan.toString(), "--no-dry-run");
        assertEquals(0, resumed.exit(), resumed::toString);
        assertTrue(resumed.out().contains("resuming the migration"), resumed::toString);
        assertEquals(
                List.of(),
                before.rekeyed(sink -> host.world.forEachSubscription(0, sink::accept))
                        .diff(host.snapshot()));
        assertEquals(0, host.run("verify", "--identity", host.identity()).exit());
    }

    private Process migrateUntilItWrites() throws IOException, InterruptedException {
        Process migrator = start(host.arguments(plan.toString(), "--identity", host.identity(), "--no-dry-run"));
        pause(migrator);
        while (!host.has("journal.jsonl") || lines("intent") == 0) {
            assertTrue(migrator.isAlive(), () -> read(directory.resolve("out")) + read(directory.resolve("err")));
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return migrator;
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = ChildJvm.command(PimMigrator.class, "-Djna.nosys=true");
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    private long lines(String kind) throws IOException {
        try (var lines = Files.lines(host.newest("journal.jsonl"))) {
            return lines.filter(line -> line.startsWith("{\"kind\":\"" + kind + "\""))
                    .count();
        }
    }

    private void unpause() {
        try (Jedis jedis = host.jedis()) {
            jedis.clientUnpause();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
