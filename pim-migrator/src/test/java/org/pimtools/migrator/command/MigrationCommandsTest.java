package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.VsmLookup;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** Whole nights on one host: real Redis, simulated providers. */
@Tag("slow")
class MigrationCommandsTest {
    private static final Set<String> READS = Set.of(
            // what a migration will need is asked for in a transaction that is thrown away
            "multi",
            "discard",
            "exec",
            "watch",
            "unwatch",
            "get",
            "mget",
            "exists",
            "type",
            "hget",
            "hmget",
            "hgetall",
            "hlen",
            "hexists",
            "smismember",
            "srandmember",
            "dbsize",
            "smembers",
            "sismember",
            "scard",
            "scan",
            "sscan",
            "info",
            "ping",
            "select",
            "hello",
            "client|list",
            "client|id",
            "client|setname",
            "client|setinfo",
            "config|get",
            "command|docs");

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;

    private Host start(RedisLayout layout) {
        host = servers.add(Host.start(World.of(42, new Size(1, 400)), layout, directory));
        return host;
    }

    private static Set<Long> unresolved(World world) {
        Set<Long> unresolved = new TreeSet<>();
        world.forEachVm(0, vm -> {
            Expected expected = world.expected(vm);
            boolean missing = expected instanceof Expected.Unsure unsure
                    ? unsure.providerId().isEmpty()
                    : !(expected instanceof Expected.Resolved || expected instanceof Expected.NotDeployed);
            if (missing) {
                unresolved.add(vm.idVm());
            }
        });
        return unresolved;
    }

    /** What an operator does with the file that a dry run wrote. */
    private Path decideAll() throws IOException {
        Path decided = directory.resolve("decided.yaml");
        Files.writeString(
                decided,
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
        return decided;
    }

    private Path dryRunAndDecide(Path plan) throws IOException {
        host.run(plan.toString(), "--identity", host.identity());
        return decideAll();
    }

    @Test
    void aDryRunFindsWhatIsWrongAndOnlyReads() throws IOException {
        start(RedisLayout.MONITOR);
        Path plan = host.plan("night.plan");
        RedisSnapshot before = host.snapshot();
        host.redis.resetCommandStats();
        Host.Said said = host.run(plan.toString(), "--identity", host.identity());
        Set<String> called = new TreeSet<>(host.redis.commandStats().keySet());
        called.removeAll(READS);
        called.removeIf(command -> command.startsWith("config|") || command.startsWith("auth"));
        assertEquals(Set.of(), called);
        assertEquals(List.of(), before.diff(host.snapshot()));
        assertEquals(5, said.exit(), said::toString);
        assertTrue(
                said.out().contains("dry run of datacenter " + host.datacenter().id()), said::toString);
        assertTrue(
                said.out().contains("--decisions " + host.newest("decisions.yaml") + " --no-dry-run"), said::toString);
        assertEquals(unresolved(host.world), decidable(host.newest("decisions.yaml")));
        assertOutcomes(host.newest("result.jsonl"));
        assertFalse(host.has("work.jsonl"));
    }

    private static Set<Long> decidable(Path file) throws IOException {
        Set<Long> vms = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("  - vm: ")) {
                vms.add(Long.valueOf(line.substring(8)));
            }
        }
        return vms;
    }

    private void assertOutcomes(Path result) {
        Set<Long> seen = new HashSet<>();
        try (ResultReader reader = ResultReader.open(result)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    seen.add(vm.idVm());
                    Expected expected = host.world.expected(host.world.vm((int) vm.idVm() - 1));
                    if (expected instanceof Expected.Resolved resolved) {
                        assertEquals(resolved.providerId(), vm.providerId());
                    } else if (expected instanceof Expected.NotFound) {
                        assertEquals(ResultLine.Outcome.NOT_FOUND, vm.outcome());
                    } else if (expected instanceof Expected.Ambiguous) {
                        assertEquals(ResultLine.Outcome.AMBIGUOUS, vm.outcome());
                    } else if (expected instanceof Expected.Conflict) {
                        assertEquals(ResultLine.Outcome.CONFLICT, vm.outcome());
                    }
                }
            }
        }
        assertTrue(seen.size() > 300, "only " + seen.size() + " results");
    }

    @Test
    void aMigrationWaitsForDecisions() throws IOException {
        start(RedisLayout.ADDRESS);
        Path plan = host.plan("night.plan");
        RedisSnapshot before = host.snapshot();
        Host.Said first = host.run(plan.toString(), "--identity", host.identity(), "--no-dry-run");
        assertEquals(6, first.exit(), first::toString);
        assertTrue(first.err().contains("this host trusts no planner yet"), first::toString);
        assertTrue(first.err().contains("hint: make a dry run first"), first::toString);
        assertFalse(host.has("report.json"), "a provider was asked");
        dryRunAndDecide(plan);
        Host.Said said = host.run(plan.toString(), "--identity", host.identity(), "--no-dry-run");
        assertEquals(5, said.exit(), said::toString);
        assertTrue(said.err().contains("errors are undecided"), said::toString);
        assertTrue(said.out().contains("\nrefused migration of datacenter "), said::toString);
        assertTrue(Files.readString(host.newest("result.jsonl")).contains("\"kind\":\"REFUSED\""));
        assertTrue(Files.readString(host.newest("report.html")).contains("Refused migration"));
        assertEquals(List.of(), before.diff(host.snapshot()));
        assertFalse(host.has("work.jsonl"));
    }

    @ParameterizedTest
    @EnumSource(RedisLayout.class)
    void aNightFromDryRunToVerify(RedisLayout layout) throws IOException {
        start(layout);
        Path plan = host.plan("night.plan");
        RedisSnapshot before = host.snapshot();
        Path decided = dryRunAndDecide(plan);

        Host.Said migrated = host.run(
                plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        assertEquals(0, migrated.exit(), migrated::toString);
        assertTrue(migrated.out().matches("(?s).*\\nendpoints\\n  1 .* VMs in .*"), migrated::toString);
        assertTrue(migrated.out().contains("PIM-0110 × "), migrated::toString);
        assertFalse(migrated.out().matches("(?s).*error PIM-01\\d\\d × \\d+:.*"), migrated::toString);
        assertRekeyed(before);
        assertTrue(migrated.out().contains("pim-planner apply "), migrated::toString);
        Path update = host.newest("update.sql");
        assertTrue(Files.size(update) > 10_000);
        assertTrue(Files.size(host.newest("rollback.sql")) > 10_000);
        assertOutcomes(host.newest("result.jsonl"));
        assertEquals(unresolved(host.world), excluded(host.newest("result.jsonl")));

        long intents = intents();
        Host.Said again = host.run(plan.toString(), "--no-dry-run");
        assertEquals(0, again.exit(), again::toString);
        assertTrue(again.out().contains("migrated here already"), again::toString);
        assertEquals(update, host.newest("update.sql"));
        assertEquals(intents, intents());

        Host.Said verified = host.run("verify", "--identity", host.identity());
        assertEquals(0, verified.exit(), verified::toString);

        Host.Said status = host.run("status", "--format", "json");
        JsonNode envelope = new ObjectMapper().readTree(status.out());
        assertEquals(0, status.exit(), status::toString);
        assertTrue(envelope.at("/result/migration/finished").asBoolean(), status::toString);
        assertEquals(update.toString(), envelope.at("/result/migration/update").asText());
        assertEquals(0, envelope.at("/result/migration/verified/differences").asInt(-1), status::toString);
        assertTrue(envelope.at("/result/verdict").asText().matches("MIGRATED: .* done.*, verified"), status::toString);

        Host.Said sql = host.run("sql");
        assertEquals(0, sql.exit(), sql::toString);
        assertFalse(update.equals(host.newest("update.sql")));
        assertEquals(rows(update), rows(host.newest("update.sql")));
    }

    @Test
    void aNewerPlanTakesOverWhatWasMigratedAndItsRollbackUndoesAll() throws IOException {
        start(RedisLayout.MONITOR);
        Path plan = host.plan("night.plan");
        Path decided = dryRunAndDecide(plan);
        List<String> real = List.of("--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        Host.Said first = host.run(concat(plan, real));
        assertEquals(0, first.exit(), first::toString);
        Path update = host.newest("update.sql");
        Path rollback = host.newest("rollback.sql");
        RedisSnapshot migrated = host.snapshot();

        Path second = host.planAgain("second.plan");
        Host.Said stale = host.run(concat(second, real));
        assertEquals(6, stale.exit(), stale::toString);
        assertTrue(stale.err().contains("the decisions were made for plan"), stale::toString);
        Host.Said dry = host.run(concat(second, real.subList(0, 4)));
        assertEquals(0, dry.exit(), dry::toString);
        assertTrue(dry.err().contains("look whether they still hold"), dry::toString);
        assertTrue(dry.out().contains("--decisions " + host.newest("decisions.yaml") + " --no-dry-run"), dry::toString);
        Host.Said again = host.run(
                second.toString(),
                "--identity",
                host.identity(),
                "--decisions",
                host.newest("decisions.yaml").toString(),
                "--no-dry-run");
        assertEquals(0, again.exit(), again::toString);
        assertTrue(again.out().contains("already migrated"), again::toString);
        assertEquals(List.of(), migrated.diff(host.snapshot()));
        assertFalse(update.equals(host.newest("update.sql")));
        assertEquals(rows(update), rows(host.newest("update.sql")));
        assertEquals(rows(rollback), rows(host.newest("rollback.sql")));
    }

    private static String[] concat(Path plan, List<String> options) {
        List<String> all = new ArrayList<>(List.of(plan.toString()));
        all.addAll(options);
        return all.toArray(String[]::new);
    }

    private static List<String> rows(Path sql) throws IOException {
        List<String> rows = Files.readAllLines(sql).stream()
                .filter(line -> line.startsWith("("))
                .toList();
        assertTrue(rows.size() > 300, "only " + rows.size() + " rows");
        return rows;
    }

    private long intents() throws IOException {
        try (var lines = Files.lines(host.newest("journal.jsonl"))) {
            return lines.filter(line -> line.contains("\"kind\":\"intent\"")).count();
        }
    }

    private static Set<Long> excluded(Path result) {
        Set<Long> excluded = new TreeSet<>();
        try (ResultReader reader = ResultReader.open(result)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.Decided vm) {
                    assertEquals("not tonight", vm.reason());
                    assertEquals(ResultLine.Decision.EXCLUDE, vm.decision());
                    assertFalse(vm.codes().isEmpty());
                    excluded.add(vm.idVm());
                }
            }
        }
        return excluded;
    }

    private void assertRekeyed(RedisSnapshot before) {
        RedisSnapshot expected = before.rekeyed(sink -> host.world.forEachSubscription(0, subscription -> {
            if (subscription.expected() instanceof Expected.Resolved) {
                sink.accept(subscription);
            }
        }));
        Set<String> locked = new HashSet<>();
        host.world.forEachVm(0, vm -> {
            if (host.world.expected(vm) instanceof Expected.Unsure unsure
                    && unsure.providerId().isPresent()) {
                locked.add(vm.hypervisorName());
                locked.add(unsure.providerId().get());
            }
        });
        List<String> differences = expected.diff(host.snapshot()).stream()
                .filter(line -> locked.stream().noneMatch(line::contains))
                .toList();
        assertEquals(List.of(), differences);
        try (Jedis jedis = host.jedis()) {
            VsmLookup lookup = new VsmLookup(jedis);
            host.world.forEachSubscription(0, subscription -> {
                if (subscription.expected() instanceof Expected.Resolved) {
                    assertEquals(
                            List.of(subscription.redisId()),
                            lookup.byName(subscription.nameAfter()).stream()
                                    .map(VsmLookup.Hit::redisId)
                                    .toList());
                }
            });
        }
    }

    @Test
    void verifyNamesTheOneSubscriptionThatWasChangedByHand() throws IOException {
        start(RedisLayout.MONITOR);
        Path plan = host.plan("night.plan");
        Path decided = dryRunAndDecide(plan);
        host.run(plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        assertEquals(0, host.run("verify", "--identity", host.identity()).exit());
        try (Jedis jedis = host.jedis()) {
            for (String key : jedis.keys("VirtualMachinesCache:*:cache")) {
                String cached = jedis.smembers(key).stream()
                        .filter(name -> name.contains("#vm-") && jedis.exists("VirtualMachine:name:" + name))
                        .findFirst()
                        .orElse(null);
                if (cached != null) {
                    jedis.srem(key, cached);
                    Host.Said verified = host.run("verify", "--identity", host.identity());
                    assertEquals(5, verified.exit(), verified::toString);
                    assertTrue(verified.out().contains("warning PIM-0129 × 1: "), verified::toString);
                    jedis.sadd(key, cached);
                    break;
                }
            }
        }
        long[] changed = {0};
        host.world.forEachSubscription(0, subscription -> {
            if (changed[0] == 0 && subscription.expected() instanceof Expected.Resolved) {
                changed[0] = subscription.vm().idVm();
                try (Jedis jedis = host.jedis()) {
                    jedis.hset("VirtualMachine:" + subscription.redisId(), Map.of("name", "by hand"));
                }
            }
        });
        Host.Said verified = host.run("verify", "--identity", host.identity(), "--format", "json");
        assertEquals(5, verified.exit(), verified::toString);
        JsonNode envelope = new ObjectMapper().readTree(verified.out());
        assertEquals(1, envelope.at("/result/differences").asInt(), verified::toString);
        String listed = Files.readString(Path.of(envelope.at("/result/verified").asText()));
        assertTrue(listed.contains("\"vm:" + changed[0] + "\""), listed);
    }

    @Test
    void aDryRunWorksWithoutRedis() {
        start(RedisLayout.ADDRESS);
        Path plan = host.plan("night.plan");
        host.redis.kill();
        Host.Said said = host.run(plan.toString(), "--identity", host.identity());
        assertEquals(5, said.exit(), said::toString);
        assertTrue(said.out().contains("PIM-0120"), said::toString);
    }

    @Test
    void aMigrationIsRefusedWhereItIsNotSafe() throws Exception {
        start(RedisLayout.ADDRESS);
        RedisSnapshot before = host.snapshot();
        Path plan = host.plan("night.plan");
        Path decided = dryRunAndDecide(plan);

        Path rehearsal = host.plan("rehearsal.plan", "planner.key", Instant.now(), true);
        Host.Said rehearsed = host.run(rehearsal.toString(), "--identity", host.identity());
        assertEquals(5, rehearsed.exit(), rehearsed::toString);
        assertRefused("is for a rehearsal", rehearsal, decided);
        assertRefused(
                "too long ago",
                host.plan("old.plan", "planner.key", Instant.now().minus(Duration.ofHours(25)), false),
                decided);
        assertRefused("another planner", host.plan("other.plan", "other.key", Instant.now(), false), decided);
        Path tomcat = Files.createDirectory(directory.resolve("tomcat"));
        Process platform = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec -a /usr/bin/java bash -c 'read line' -Dcatalina.base=" + tomcat
                                + "/ org.apache.Bootstrap")
                .start();
        Path commandLine = Path.of("/proc", Long.toString(platform.pid()), "cmdline");
        while (!Files.readString(commandLine).startsWith("/usr/bin/java")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        try {
            assertRefused("the platform runs on this host", plan, decided, "--platform-dir", tomcat.toString());
        } finally {
            platform.getOutputStream().close();
            platform.waitFor();
        }
        assertEquals(List.of(), before.diff(host.snapshot()));
        assertFalse(host.has("work.jsonl"));
        try (Jedis foreign = host.jedis()) {
            foreign.ping();
            assertRefused("other client", plan, decided);
        }
        Host.Said migrated = host.run(
                plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        assertEquals(0, migrated.exit(), migrated::toString);
        assertRefused(
                "is older than plan",
                host.plan("older.plan", "planner.key", Instant.now().minus(Duration.ofHours(2)), false),
                decided);
    }

    private void assertRefused(String why, Path plan, Path decided, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run"));
        arguments.addAll(List.of(more));
        Host.Said said = host.run(arguments.toArray(String[]::new));
        assertEquals(6, said.exit(), said::toString);
        assertTrue(said.err().contains(why), said::toString);
    }

    @Test
    void aChangedPlanIsRefusedBeforeAnythingIsConnectedTo() throws IOException {
        start(RedisLayout.ADDRESS);
        Path plan = host.plan("night.plan");
        Files.writeString(plan, Files.readString(plan).replaceFirst("\"state\":\"ON\"", "\"state\":\"OFF\""));
        host.redis.resetCommandStats();
        Host.Said said = host.run(plan.toString(), "--identity", host.identity(), "--no-dry-run");
        assertEquals(3, said.exit(), said::toString);
        assertFalse(host.redis.commandStats().containsKey("type"));
    }
}
