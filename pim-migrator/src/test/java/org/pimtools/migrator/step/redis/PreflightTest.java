package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.testkit.server.RedisSentinel;
import org.pimtools.testkit.server.RedisServer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

@Tag("slow")
class PreflightTest {
    private static final DatacenterId DATACENTER =
            DatacenterId.of("6ba7b810-9dad-11d1-80b4-00c04fd430c8").orElseThrow();

    @Test
    void aServerThatNobodyUsesIsFree() {
        try (RedisServer server = RedisServer.start();
                RedisConnection connection = open(server)) {
            assertEquals(List.of(), Preflight.check(connection, DATACENTER));
            Preflight.enter(connection, DATACENTER);
        }
    }

    @Test
    void foreignClientsMeanThatThePlatformRuns() {
        try (RedisServer server = RedisServer.start();
                Jedis platform = new Jedis(server.host(), server.port());
                RedisConnection connection = open(server)) {
            platform.clientSetname("vsm");

            Refusal refusal = only(Preflight.check(connection, DATACENTER));

            assertTrue(refusal.message().contains("the platform runs: 1 other client(s)"), refusal.message());
            assertTrue(refusal.message().contains("(vsm)"), refusal.message());
            assertEquals(
                    FindingCode.REDIS_REFUSED,
                    refusal.finding(new RedisStepFactory(RedisSettings.of("127.0.0.1", 6379)).info())
                            .code());
            assertUnsafe(connection, "the platform runs");
        }
    }

    @Test
    void theSecondMigratorOfADatacenterYields() {
        try (RedisServer server = RedisServer.start();
                RedisConnection first = open(server)) {
            Preflight.enter(first, DATACENTER);
            try (RedisConnection second = open(server)) {
                assertTrue(
                        only(Preflight.check(second, DATACENTER)).message().contains("another migrator"),
                        "a dry run too");
                assertUnsafe(second, "another migrator works on this redis");
            }
        }
    }

    /** Both have taken the name before either looks. */
    @Test
    void ofTwoThatTakeTheLockAtOnceTheOlderGetsIt() {
        RedisLock lock = RedisLock.of(DATACENTER);
        try (RedisServer server = RedisServer.start();
                RedisConnection older = open(server);
                RedisConnection younger = open(server)) {
            older.ask(Command.CLIENT, "SETNAME", lock.name());
            younger.ask(Command.CLIENT, "SETNAME", lock.name());

            CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> older.hold(lock));
            assertEquals(
                    ExitCode.UNSAFE,
                    assertThrows(ToolException.class, () -> younger.hold(lock)).exitCode());
            taken.join();
        }
    }

    @Test
    void anOlderConnectionThatAsksLaterYields() {
        RedisLock lock = RedisLock.of(DATACENTER);
        try (RedisServer server = RedisServer.start();
                RedisConnection older = open(server);
                RedisConnection younger = open(server)) {
            younger.hold(lock);
            assertEquals(
                    ExitCode.UNSAFE,
                    assertThrows(ToolException.class, () -> older.hold(lock)).exitCode());
            assertUnsafe(older, "another migrator works on this redis");
        }
    }

    @Test
    void theLockIsTakenAgainOnANewConnection() {
        try (RedisServer server = RedisServer.start();
                RedisConnection first = open(server)) {
            Preflight.enter(first, DATACENTER);
            server.kill();
            server.restart();
            new RedisStep(first, MonitorModel.context(1)).recognise();
            try (RedisConnection second = open(server)) {
                assertUnsafe(second, "another migrator works on this redis");
            }
        }
    }

    @Test
    void theLockEndsWithTheConnection() {
        try (RedisServer server = RedisServer.start()) {
            try (RedisConnection first = open(server)) {
                Preflight.enter(first, DATACENTER);
            }
            try (RedisConnection second = open(server)) {
                assertEquals(0L, second.ask(Command.DBSIZE), "it writes no key");
                awaitFree(second);
                Preflight.enter(second, DATACENTER);
            }
        }
    }

    /** The server notices closed connections a little later. */
    private static void awaitFree(RedisConnection connection) {
        while (!Clients.others(connection).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aReplicaIsRefusedAndItsPrimaryIsNot() {
        try (RedisServer primary = RedisServer.start();
                RedisServer replica = RedisServer.start("--replicaof", primary.host(), String.valueOf(primary.port()));
                RedisConnection connection = open(replica);
                RedisConnection toPrimary = open(primary)) {
            assertTrue(Preflight.check(connection, DATACENTER).stream()
                    .anyMatch(refusal -> refusal.message().contains("is a replica of 127.0.0.1")));
            assertUnsafe(connection, "is a replica");
            while (Clients.others(toPrimary).stream().noneMatch(Clients.Client::isOfTheServer)) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(), Preflight.check(toPrimary, DATACENTER));
        }
    }

    @Test
    void aSentinelIsCalledOne() {
        try (RedisSentinel sentinel = RedisSentinel.start();
                RedisConnection connection = RedisConnection.open(RedisSettings.of(sentinel.host(), sentinel.port()))) {
            assertTrue(only(Preflight.check(connection, DATACENTER)).message().contains("is a Sentinel"));
            assertUnsafe(connection, "is a Sentinel, which has no data");
        }
    }

    @Test
    void aClusterIsRefused() {
        try (RedisServer server = RedisServer.start("--cluster-enabled", "yes");
                RedisConnection connection = open(server)) {
            assertUnsafe(connection, "is a node of a cluster");
        }
    }

    @Test
    void anUnknownLayoutIsRefused() {
        try (RedisServer server = RedisServer.start()) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                redis.set("vsm:1", "{}");
            }
            try (RedisConnection connection = open(server)) {
                awaitFree(connection);
                assertUnsafe(connection, "the layout of the subscriptions in redis is not known");
            }
        }
    }

    @Test
    void anAccountThatMayNotSeeTheClientsIsRefused() {
        try (RedisServer server = RedisServer.start()) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                redis.aclSetUser(
                        "migrator", "on", ">geheim", "~*", "+@all", "-client", "+client|id", "+client|setname");
            }
            RedisSettings settings =
                    new RedisSettings(server.host(), server.port(), "migrator", Secret.of("geheim"), 0, false, null);
            try (RedisConnection connection = RedisConnection.open(settings)) {
                assertTrue(
                        only(Preflight.check(connection, DATACENTER)).message().contains("who else is connected"));
                ToolException refused =
                        assertThrows(ToolException.class, () -> Preflight.enter(connection, DATACENTER));
                assertEquals(ExitCode.UNSAFE, refused.exitCode());
                assertTrue(refused.hint().contains("CLIENT LIST"), refused.hint());
            }
        }
    }

    @Test
    void aDryRunSendsReadsOnly() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = open(server)) {
            new MonitorModel(redis, Layout.MONITOR_INDEX).machine(1).vms(5, 1);
            server.resetCommandStats();

            Preflight.check(connection, DATACENTER);
            RedisStep step = new RedisStep(connection, MonitorModel.context(1));
            step.recognise();
            step.look(List.of(
                    MonitorModel.rekey(1, 1, "new", "ABQ_1", "other"), MonitorModel.rekey(2, 1, "ABQ_3", "ABQ_2")));
            new UnknownKeys(connection, Set.of("ABQ_1")).find();

            Set<String> sent = new TreeSet<>(server.commandStats().keySet());
            sent.removeAll(Set.of(
                    "client|id",
                    "client|list",
                    "info",
                    "dbsize",
                    "type",
                    "srandmember",
                    "hexists",
                    "exists",
                    "smembers",
                    "hgetall",
                    "hmget",
                    "smismember",
                    "sismember",
                    "scan",
                    "config|resetstat",
                    "config|get",
                    "watch",
                    "unwatch",
                    "multi",
                    "exec",
                    "discard",
                    "hello",
                    "ping"));
            // before 7.0 a server does not tell subcommands apart
            sent.removeIf(command -> command.startsWith("client|set")
                    || Set.of("client", "config").contains(command));
            assertEquals(Set.of(), sent);
        }
    }

    private static RedisConnection open(RedisServer server) {
        return RedisConnection.open(RedisSettings.of(server.host(), server.port()));
    }

    private static Refusal only(List<Refusal> refusals) {
        assertEquals(1, refusals.size(), refusals.toString());
        return refusals.get(0);
    }

    private static void assertUnsafe(RedisConnection connection, String message) {
        ToolException refused = assertThrows(ToolException.class, () -> Preflight.enter(connection, DATACENTER));
        assertEquals(ExitCode.UNSAFE, refused.exitCode());
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }
}
