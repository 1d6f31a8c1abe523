package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.testkit.doubles.CuttingProxy;
import org.pimtools.testkit.server.RedisRelease;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** A whole night on every Redis that can be had, from the oldest that is supported on. */
@Tag("slow")
class RedisReleasesTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;

    @ParameterizedTest
    @EnumSource(RedisRelease.class)
    void migratesResumesAfterCrashesAndRollsBack(RedisRelease release) throws IOException {
        host = servers.add(
                Host.start(World.of(7, new Size(1, 240)), RedisLayout.ADDRESS, directory, RedisServer.start(release)));
        try (Jedis redis = host.jedis()) {
            redis.save();
        }
        RedisSnapshot before = host.snapshot();
        plan = host.plan("night.plan");
        Host.Said dry = host.run(plan.toString(), "--identity", host.identity());
        assertFalse(dry.out().contains("PIM-0121"), dry::toString);
        assertEquals(List.of(), before.diff(host.snapshot()));

        Path decided = Files.writeString(
                directory.resolve("decided.yaml"),
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
        Runnable crash = () -> {
            host.redis.kill();
            host.redis.restart();
        };
        String[] migration = {
            plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run"
        };
        try (CuttingProxy proxy = new CuttingProxy(host.redis.port(), 5, true, crash)) {
            Host.Said crashed = host.runElsewhere(
                    List.of("--redis-host", "127.0.0.1", "--redis-port", Integer.toString(proxy.port())), migration);
            assertTrue(proxy.execs() >= 5, "it crashed in the middle");
            assertTrue(crashed.exit() == 0 || crashed.exit() == 5, crashed::toString);
        }
        assertRefusedWhile(migration);
        Host.Said resumed = host.run(migration);
        assertEquals(0, resumed.exit(), resumed::toString);
        crash.run();
        assertEquals(
                List.of(),
                before.rekeyed(all -> host.world.forEachSubscription(0, all)).diff(host.snapshot()),
                "and it outlives a crash");
        Host.Said verified = host.run("verify");
        assertEquals(0, verified.exit(), verified::toString);

        Host.Said back = host.run("rollback", "--no-dry-run");
        assertEquals(0, back.exit(), back::toString);
        crash.run();
        assertEquals(List.of(), before.diff(host.snapshot()));
    }

    private void assertRefusedWhile(String[] migration) {
        try (Jedis platform = host.jedis()) {
            platform.clientSetname("vsm");
            Host.Said refused = host.run(migration);
            assertEquals(6, refused.exit(), refused::toString);
            assertTrue(refused.err().contains("1 other client(s) of redis"), refused::toString);
            assertTrue(refused.err().contains("(vsm)"), refused::toString);
        }
    }
}
