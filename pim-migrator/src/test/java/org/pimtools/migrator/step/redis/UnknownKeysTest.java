package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.testkit.server.RedisServer;
import redis.clients.jedis.Jedis;

@Tag("slow")
class UnknownKeysTest {
    @Test
    void keysOutsideTheModelThatHoldOldNamesAreOneFinding() {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = RedisConnection.open(RedisSettings.of(server.host(), server.port()))) {
            new MonitorModel(redis, Layout.MONITOR_INDEX)
                    .machine(1)
                    .vm(1, "ABQ_a", 1)
                    .vm(2, "db", 1)
                    .vm(3, "odd:/#\n", 1);
            redis.hset("Notes:ABQ_a", "text", "moved by hand");
            redis.set("xABQ_ax", "inside of another word");
            redis.set("VirtualMachine:byState:ABQ_a", "an index of an unknown layout");
            redis.set("stats/odd:/#\n/cpu", "any characters");
            redis.set("short:db:stats", "stands alone");
            redis.set("feedback", "a short name inside of a word");
            redis.set("Notes:ABQ_b", "nobody's");
            Set<String> keys = Set.of(
                    "Notes:ABQ_a with the name ABQ_a",
                    "xABQ_ax with the name ABQ_a",
                    "VirtualMachine:byState:ABQ_a with the name ABQ_a",
                    "stats/odd:/#\n/cpu with the name odd:/#\n",
                    "short:db:stats with the name db");

            Finding finding = new UnknownKeys(connection, Set.of("ABQ_a", "db", "odd:/#\n", ""))
                    .find()
                    .orElseThrow();
            assertEquals(FindingCode.UNKNOWN_KEY, finding.code());
            assertTrue(finding.detail().startsWith("5 keys, for instance "), finding.detail());
            String[] examples =
                    finding.detail().substring("5 keys, for instance ".length()).split(", ");
            assertEquals(3, Set.of(examples).size());
            assertTrue(keys.containsAll(List.of(examples)), finding.detail());

            assertEquals(Optional.empty(), new UnknownKeys(connection, Set.of("ABQ_c")).find());
        }
    }
}
