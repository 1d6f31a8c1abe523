package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.testkit.server.RedisRelease;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/** What a migration or a rollback needs late is asked for before anything is changed, and by a dry run. */
@Tag("slow")
class WriteProbeTest {
    /** Asserts that nothing is written by asking. */
    private static List<Refusal> refusals(RedisServer server, RedisSettings settings) {
        RedisSnapshot before;
        try (Jedis redis = new Jedis(server.host(), server.port())) {
            new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).vms(3, 1);
            redis.save();
            before = RedisSnapshot.of(redis);
        }
        List<Refusal> refusals;
        try (RedisConnection connection = RedisConnection.open(settings)) {
            refusals = WriteProbe.refusals(connection);
            assertEquals("0", connection.info("persistence").get("rdb_changes_since_last_save"));
        }
        try (Jedis redis = new Jedis(server.host(), server.port())) {
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
        }
        return refusals;
    }

    private static RedisSettings open(RedisServer server) {
        return RedisSettings.of(server.host(), server.port());
    }

    private static RedisSettings as(String user, RedisServer server) {
        return new RedisSettings(server.host(), server.port(), user, Secret.of("geheim"), 0, false, null);
    }

    private static void assertOnly(String expected, List<Refusal> refusals) {
        assertEquals(1, refusals.size(), refusals::toString);
        assertTrue(refusals.get(0).message().contains(expected), refusals::toString);
    }

    @ParameterizedTest
    @EnumSource(RedisRelease.class)
    void nothingIsInTheWayOfAnOpenServer(RedisRelease release) {
        try (RedisServer server = RedisServer.start(release)) {
            assertEquals(List.of(), refusals(server, open(server)));
        }
        try (RedisServer server = RedisServer.start(release, "--appendonly", "yes")) {
            assertEquals(List.of(), refusals(server, open(server)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BGSAVE", "WATCH", "MULTI", "EXEC", "SMOVE", "RENAME", "PEXPIRE", "LASTSAVE"})
    void aCommandThatWasRenamedIsMissed(String command) {
        for (RedisRelease release : List.of(RedisRelease.OF_THIS_RUN, RedisRelease.V2_8_19)) {
            try (RedisServer server = RedisServer.start(release, "--rename-command", command, "hidden-" + command)) {
                assertOnly("redis refuses " + command + ": ", refusals(server, open(server)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+@all -bgsave, BGSAVE",
        "+@all -watch, WATCH",
        "+@all -multi, MULTI",
        "+@all -exec, EXEC",
        "+@all -@dangerous +info +client, BGSAVE",
        "+@read +@connection +info +@transaction, 'BGSAVE, HSET, LASTSAVE, PEXPIRE, RENAME, SADD, SMOVE, SREM'"
    })
    void aRightThatTheAccountLacksIsMissed(String rights, String commands) {
        try (RedisServer server = RedisServer.start()) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                redis.aclSetUser("migrator", ("on >geheim ~* " + rights).split(" "));
            }
            List<Refusal> refusals = refusals(server, as("migrator", server));
            assertEquals(1, refusals.size(), refusals::toString);
            assertTrue(refusals.get(0).message().startsWith("redis refuses "), refusals::toString);
            for (String command : commands.split(", ")) {
                assertTrue(refusals.get(0).message().contains(command), refusals::toString);
            }
        }
    }

    @Test
    void anAccountForSomeOfTheKeysIsRefused() {
        try (RedisServer server = RedisServer.start()) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                redis.aclSetUser("migrator", "on", ">geheim", "~VirtualMachine:*", "+@all");
            }
            assertOnly("redis refuses PEXPIRE, PTTL, RENAME, SADD", refusals(server, as("migrator", server)));
        }
    }

    @Test
    void aServerThatTakesNoWritesNowIsSaidToBeOne() {
        try (RedisServer server = RedisServer.start()) {
            RedisSettings settings = open(server);
            refusals(server, settings);
            try (Jedis redis = new Jedis(server.host(), server.port());
                    RedisConnection connection = RedisConnection.open(settings)) {
                redis.configSet("min-replicas-to-write", "1");
                assertOnly("NOREPLICAS", WriteProbe.refusals(connection));
            }
        }
    }

    @Test
    void anAppendOnlyFileThatIsNotRewrittenMustBeWrittenAlways() {
        String[] hidden = {"--appendonly", "yes", "--rename-command", "BGREWRITEAOF", ""};
        try (RedisServer server = RedisServer.start(RedisRelease.V6_2, hidden)) {
            assertOnly("redis refuses BGREWRITEAOF", refusals(server, open(server)));
            try (Jedis redis = new Jedis(server.host(), server.port());
                    RedisConnection connection = RedisConnection.open(open(server))) {
                redis.configSet("appendfsync", "always");
                assertEquals(List.of(), WriteProbe.refusals(connection));
            }
        }
    }
}
