package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.testkit.server.RedisServer;
import redis.clients.jedis.Jedis;

@Tag("slow")
class UnknownKeysTest {
    @Test
    void findsKeysOutsideTheModelThatHoldAnOldName() {
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
            Set<String> details = new TreeSet<>();

            new UnknownKeys(connection, Set.of("ABQ_a", "db", "odd:/#\n", "")).find((Finding finding) -> {
                assertEquals(FindingCode.UNKNOWN_KEY, finding.code());
                details.add(finding.detail());
            });

            assertEquals(
                    new TreeSet<>(Set.of(
                            "the key Notes:ABQ_a holds the name ABQ_a",
                            "the key xABQ_ax holds the name ABQ_a",
                            "the key VirtualMachine:byState:ABQ_a holds the name ABQ_a",
                            "the key stats/odd:/#\n/cpu holds the name odd:/#\n",
                            "the key short:db:stats holds the name db")),
                    details);
        }
    }
}
