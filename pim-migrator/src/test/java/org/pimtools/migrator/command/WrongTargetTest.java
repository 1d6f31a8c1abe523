package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** A Redis that is not the datacenter's, or does not have its data: no command ends as if all were right. */
@Tag("slow")
class WrongTargetTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;
    private Path decided;

    @BeforeEach
    void dryRunAndDecide() throws IOException {
        host = servers.add(Host.start(World.of(7, new Size(2, 120)), RedisLayout.MONITOR, directory));
        plan = host.plan("night.plan");
        Host.Said right = host.run(plan.toString(), "--identity", host.identity());
        assertFalse(right.out().contains("PIM-0137"), right::toString);
        decided = decide("decided.yaml");
    }

    @Test
    void everyRunSaysFirstWhatItWorksWith() {
        String place = "Redis        127.0.0.1:" + host.redis.port() + ", database 0: Redis ";
        List<String[]> commands = List.of(
                new String[] {plan.toString(), "--identity", host.identity()},
                migration(decided),
                migration(decided),
                new String[] {"verify"},
                new String[] {"sql"},
                new String[] {"rollback"},
                new String[] {"rollback", "--no-dry-run"},
                new String[] {"verify"});
        for (String[] command : commands) {
            Host.Said said = host.run(command);
            // a migration that goes on says that first
            List<String> lines = said.out()
                    .lines()
                    .dropWhile(line -> line.startsWith("this plan was migrated here already")
                            || line.startsWith("the decisions are those"))
                    .toList();
            assertTrue(
                    lines.get(0).startsWith("datacenter   " + host.datacenter().id()), said::toString);
            assertTrue(lines.get(1).startsWith("plan         "), said::toString);
            assertTrue(lines.get(2).startsWith("host         "), said::toString);
            assertTrue(lines.get(3).startsWith("host's key   "), said::toString);
            assertTrue(lines.get(4).startsWith("state        " + directory.resolve("state")), said::toString);
            assertTrue(lines.get(5).startsWith(place), said::toString);
            assertTrue(lines.get(5).contains(", master, "), said::toString);
        }
        List<ResultLine.Target> kept = new ArrayList<>();
        try (ResultReader reader = ResultReader.open(host.newest("result.jsonl"))) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.Target target) {
                    kept.add(target);
                }
            }
        }
        assertEquals(1, kept.size());
        assertEquals(
                "127.0.0.1:" + host.redis.port() + ", database 0", kept.get(0).address());
        assertTrue(kept.get(0).found() > kept.get(0).planned() / 2, kept::toString);
    }

    /** Everything that the newest run listed. */
    private Path decide(String name) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 accept")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
    }

    private static List<String> options(RedisServer server, String... more) {
        List<String> options = new ArrayList<>(
                List.of("--redis-host", server.host(), "--redis-port", Integer.toString(server.port())));
        options.addAll(List.of(more));
        return options;
    }

    private static Jedis jedis(RedisServer server) {
        return new Jedis(server.host(), server.port());
    }

    private void assertWrong(RedisServer server, int database) throws IOException {
        RedisSnapshot before;
        try (Jedis redis = jedis(server)) {
            redis.select(database);
            before = RedisSnapshot.of(redis);
        }
        List<String> options = options(server, "--redis-database", Integer.toString(database));
        Host.Said dry = host.runElsewhere(
                options, plan.toString(), "--identity", host.identity(), "--decisions", decided.toString());
        assertEquals(5, dry.exit(), dry::toString);
        assertTrue(
                dry.out()
                        .contains(
                                "\nfirst of all: this is probably not the datacenter's Redis, or not its data\n  PIM-0137 × "),
                dry::toString);
        String next = dry.out()
                .lines()
                .filter(line -> line.startsWith("next: "))
                .findFirst()
                .orElseThrow();
        assertFalse(next.contains("--no-dry-run"), next);
        assertTrue(
                Files.readString(host.newest("report.html"))
                        .contains(">First of all: this is probably not the datacenter"),
                "the page has it first");
        Host.Said real = host.runElsewhere(options, migration(decided));
        assertEquals(5, real.exit(), real::toString);
        assertTrue(real.err().contains("undecided"), real::toString);
        assertFalse(host.has("work.jsonl"), "nothing is begun");
        try (Jedis redis = jedis(server)) {
            redis.select(database);
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
        }
    }

    @Test
    void anEmptyOneIsNot() throws IOException {
        try (RedisServer empty = RedisServer.start()) {
            assertWrong(empty, 0);
        }
    }

    @Test
    void anotherDatabaseNumberIsNot() throws IOException {
        assertWrong(host.redis, 5);
    }

    @Test
    void anotherDatacentersIsNot() throws IOException {
        try (RedisServer other = RedisServer.start()) {
            try (Jedis redis = jedis(other)) {
                host.world.seedRedis(redis, 1, RedisLayout.MONITOR);
            }
            assertWrong(other, 0);
        }
    }

    @Test
    void anOldDumpIsNot() throws IOException {
        try (Jedis redis = host.jedis()) {
            List<String> names = new ArrayList<>(redis.keys("VirtualMachine:name:*"));
            names.sort(null);
            names.subList(0, names.size() * 2 / 3).forEach(redis::del);
        }
        assertWrong(host.redis, 0);
    }

    @Test
    void aReplicaThatWasPromotedWithoutDataIsNot() throws IOException {
        try (RedisServer promoted = RedisServer.start("--replicaof", "127.0.0.1", "1")) {
            try (Jedis redis = jedis(promoted)) {
                redis.replicaofNoOne();
            }
            assertWrong(promoted, 0);
        }
    }

    @Test
    void whoSaysSoMayMigrateItNevertheless() throws IOException {
        try (RedisServer empty = RedisServer.start()) {
            host.runElsewhere(
                    options(empty), plan.toString(), "--identity", host.identity(), "--decisions", decided.toString());
            Host.Said accepted = host.runElsewhere(options(empty), migration(decide("accepted.yaml")));
            assertEquals(0, accepted.exit(), accepted::toString);
            Host.Said again = host.runElsewhere(options(empty), migration(directory.resolve("accepted.yaml")));
            assertEquals(0, again.exit(), again::toString);
        }
    }

    @Test
    void whatWasMigratedElsewhereIsNotTakenForDoneHere() {
        Host.Said migrated = host.run(migration(decided));
        assertEquals(0, migrated.exit(), migrated::toString);
        try (RedisServer empty = RedisServer.start()) {
            Map<String, Integer> exits = Map.of("verify", 5, "sql", 6, "rollback", 5);
            exits.forEach((command, exit) -> {
                Host.Said said = host.runElsewhere(options(empty), command);
                assertEquals(exit, said.exit(), said::toString);
            });
            Host.Said resumed = host.runElsewhere(options(empty), migration(decided));
            assertEquals(6, resumed.exit(), resumed::toString);
            assertTrue(resumed.err().contains("hardly any"), resumed::toString);
            Host.Said back = host.runElsewhere(options(empty), "rollback", "--no-dry-run");
            assertEquals(5, back.exit(), back::toString);
        }
    }

    private String[] migration(Path decisions) {
        return new String[] {
            plan.toString(), "--identity", host.identity(), "--decisions", decisions.toString(), "--no-dry-run"
        };
    }
}
