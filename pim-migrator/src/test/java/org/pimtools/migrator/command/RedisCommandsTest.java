package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.migrator.step.redis.Preflight;
import org.pimtools.migrator.step.redis.RedisConnection;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.testkit.doubles.CuttingProxy;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** Commands against every kind of Redis: those that must not be touched, those that are locked up, and those that break off. */
@Tag("slow")
class RedisCommandsTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;
    private Path decided;
    private RedisSnapshot before;

    @BeforeEach
    void dryRunAndDecide() throws IOException {
        host = servers.add(Host.start(World.of(7, new Size(1, 200)), RedisLayout.MONITOR, directory));
        before = host.snapshot();
        plan = host.plan("night.plan");
        host.run(plan.toString(), "--identity", host.identity());
        decided = directory.resolve("decided.yaml");
        Files.writeString(
                decided,
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
    }

    @Test
    void aRedisThatMustNotBeTouchedIsNot() {
        try (RedisConnection other = RedisConnection.open(RedisSettings.of(host.redis.host(), host.redis.port()))) {
            Preflight.enter(other, DatacenterId.of(host.datacenter().id()).orElseThrow());
            assertRefused(host.redis, "another migrator works on this redis");
        }
        try (Jedis platform = host.jedis()) {
            platform.clientSetname("vsm");
            assertRefused(host.redis, "other client(s) of redis");
        }
        try (Jedis redis = host.jedis()) {
            redis.replicaof("127.0.0.1", 1);
        }
        assertRefused(host.redis, "is a replica");
        try (Jedis redis = host.jedis()) {
            redis.replicaofNoOne();
        }
        try (RedisServer cluster = RedisServer.start("--cluster-enabled", "yes")) {
            assertRefused(cluster, "is a node of a cluster");
        }
        try (RedisServer foreign = RedisServer.start()) {
            try (Jedis redis = new Jedis(foreign.host(), foreign.port())) {
                redis.hset("vsm:vm:1", "name", "ABQ_1");
            }
            assertRefused(foreign, "the layout of the subscriptions in redis is not known");
        }
        assertMigrated(host.run(migration()));
    }

    @Test
    void whatAnOptionOverridesInThePropertiesIsNotLookedAt() throws IOException {
        for (String broken : List.of(
                "abiquo.redis.port=https\n",
                "abiquo.redis.host=a b\nabiquo.redis.port=0\nabiquo.datacenter.id=" + "x".repeat(41) + "\n",
                "# für Köln\nabiquo.other=\\u26\n")) {
            Path config =
                    Files.writeString(directory.resolve("abiquo.properties"), broken, StandardCharsets.ISO_8859_1);
            Host.Said dry = host.run(
                    plan.toString(),
                    "--identity",
                    host.identity(),
                    "--decisions",
                    decided.toString(),
                    "--datacenter",
                    host.datacenter().id(),
                    "--config",
                    config.toString());
            assertEquals(0, dry.exit(), dry::toString);
        }
    }

    /** What a migration needs late, at its first write or at its end, is missed by the dry run already. */
    @ParameterizedTest
    @ValueSource(strings = {"BGSAVE", "WATCH", "HSET"})
    void aDryRunSaysWhatTheServerWouldRefuse(String command) {
        try (RedisServer server = RedisServer.start()) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                host.world.seedRedis(redis, 0, RedisLayout.MONITOR);
                redis.aclSetUser("default", "-" + command.toLowerCase(Locale.ROOT));
            }
            Host.Said dry = host.runElsewhere(
                    List.of("--redis-host", server.host(), "--redis-port", Integer.toString(server.port())),
                    plan.toString(),
                    "--identity",
                    host.identity(),
                    "--decisions",
                    decided.toString());
            assertEquals(0, dry.exit(), dry::toString);
            assertTrue(
                    dry.out().contains("warning PIM-0121 × 1: Redis is not in a state to be migrated"), dry::toString);
            assertTrue(dry.out().contains("redis refuses " + command + ": "), dry::toString);
            assertRefused(server, "redis refuses " + command + ": ");
        }
    }

    private void assertRefused(RedisServer server, String why) {
        RedisSnapshot untouched = snapshot(server);
        Host.Said said = host.runElsewhere(
                List.of("--redis-host", server.host(), "--redis-port", Integer.toString(server.port())), migration());
        assertEquals(6, said.exit(), said::toString);
        assertTrue(said.err().contains(why), said::toString);
        assertEquals(List.of(), untouched.diff(snapshot(server)));
        assertFalse(host.has("work.jsonl"), why);
    }

    private static RedisSnapshot snapshot(RedisServer server) {
        try (Jedis redis = new Jedis(server.host(), server.port())) {
            return RedisSnapshot.of(redis);
        }
    }

    @Test
    void aRedisBehindTlsWithAnAccountThatMayNotScriptInAnotherDatabase() throws IOException {
        Path certificate = Certificates.valid(Certificates.KeyKind.EC).writePem(directory, "redis");
        Path password = Files.writeString(directory.resolve("redis.password"), "ge heim\n");
        try (RedisServer server = RedisServer.start(
                "--tls-cert-file", certificate.toString(),
                "--tls-key-file", directory.resolve("redis.key").toString(),
                "--tls-ca-cert-file", certificate.toString(),
                "--tls-auth-clients", "no")) {
            String[] options =
                    "--redis-host %s --redis-port %d --redis-tls --redis-ca %s --redis-user migrator --redis-password-file %s --redis-database 3"
                            .formatted(server.host(), server.port(), certificate, password)
                            .split(" ");
            RedisSnapshot seeded;
            try (Jedis redis = overTls(server)) {
                redis.aclSetUser("migrator", "on", ">ge heim", "~*", "+@all", "-@scripting");
                host.world.seedRedis(redis, 0, RedisLayout.ADDRESS);
                seeded = RedisSnapshot.of(redis);
                redis.clientSetname("vsm");
                Host.Said refused = host.runElsewhere(List.of(options), migration());
                assertEquals(6, refused.exit(), refused::toString);
                assertTrue(refused.err().contains("(vsm)"), refused::toString);
                assertEquals(List.of(), seeded.diff(RedisSnapshot.of(redis)));
            }

            Host.Said said = host.runElsewhere(List.of(options), migration());

            assertEquals(0, said.exit(), said::toString);
            Host.Said verified = host.runElsewhere(List.of(options), "verify");
            assertEquals(0, verified.exit(), verified::toString);
            try (Jedis redis = overTls(server)) {
                assertEquals(List.of(), rekeyed(seeded).diff(RedisSnapshot.of(redis)));
                redis.select(0);
                assertEquals(0, redis.dbSize(), "the other databases are not meant");
            }
            assertEquals(List.of(), before.diff(host.snapshot()), "the other Redis is not meant");
        }
    }

    /** As the platform would be connected. */
    private static Jedis overTls(RedisServer server) {
        return new Jedis(
                new HostAndPort(server.host(), server.port()),
                DefaultJedisClientConfig.builder()
                        .sslOptions(SslOptions.builder()
                                .sslVerifyMode(SslVerifyMode.INSECURE)
                                .build())
                        .database(3)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatIsCutAtAnExecGoesOn(boolean executed) throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(host.redis.port(), 5, executed)) {
            Host.Said said = host.runElsewhere(through(proxy), migration());
            assertTrue(proxy.execs() > 6, "it was cut in the middle");
            assertMigrated(said);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRedisThatCrashesAtAnExecIsRightInTheEnd(boolean executed) throws IOException {
        try (Jedis redis = host.jedis()) {
            redis.save();
        }
        Runnable crash = () -> {
            host.redis.kill();
            host.redis.restart();
        };
        try (CuttingProxy proxy = new CuttingProxy(host.redis.port(), 5, executed, crash)) {
            Host.Said said = host.runElsewhere(through(proxy), migration());
            assertTrue(proxy.execs() >= 5, "it crashed in the middle");
            assertTrue(said.exit() == 0 || said.exit() == 5, said::toString);
        }
        assertMigrated(host.run(migration()));
    }

    private static List<String> through(CuttingProxy proxy) {
        return List.of("--redis-host", "127.0.0.1", "--redis-port", Integer.toString(proxy.port()));
    }

    private String[] migration() {
        List<String> arguments = new ArrayList<>(List.of(plan.toString(), "--identity", host.identity()));
        arguments.addAll(List.of("--decisions", decided.toString(), "--no-dry-run"));
        return arguments.toArray(String[]::new);
    }

    private void assertMigrated(Host.Said said) {
        assertEquals(0, said.exit(), said::toString);
        assertEquals(List.of(), rekeyed(before).diff(host.snapshot()));
        Host.Said verified = host.run("verify");
        assertEquals(0, verified.exit(), verified::toString);
    }

    private RedisSnapshot rekeyed(RedisSnapshot snapshot) {
        return snapshot.rekeyed(all -> host.world.forEachSubscription(0, all));
    }
}
