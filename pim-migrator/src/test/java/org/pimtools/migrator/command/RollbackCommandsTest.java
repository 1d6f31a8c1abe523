package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Subscription;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** A migrated host that goes back: real Redis, simulated providers. */
@Tag("slow")
class RollbackCommandsTest {
    private static final Pattern ROW = Pattern.compile("\\(\\d+,(\\d+),.*");

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;
    private RedisSnapshot before;
    private RedisSnapshot migrated;

    private void migrateFirst(RedisLayout layout) throws IOException {
        host = servers.add(Host.start(World.of(42, new Size(1, 400)), layout, directory));
        before = host.snapshot();
        plan = host.plan("night.plan");
        migrate(plan);
        migrated = host.snapshot();
        assertTrue(before.diff(migrated).size() > 500);
    }

    /** Dry run, decisions and migration. */
    private Host.Said migrate(Path newPlan) throws IOException {
        host.run(newPlan.toString(), "--identity", host.identity());
        Path decided = directory.resolve(newPlan.getFileName() + ".yaml");
        Files.writeString(
                decided,
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
        Host.Said said = host.run(
                newPlan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        assertEquals(0, said.exit(), said::toString);
        return said;
    }

    private Host.Said rollback(int exit, String... more) {
        List<String> arguments = new ArrayList<>(List.of("rollback"));
        arguments.addAll(Arrays.asList(more));
        Host.Said said = host.run(arguments.toArray(String[]::new));
        assertEquals(exit, said.exit(), said::toString);
        return said;
    }

    @ParameterizedTest
    @EnumSource(RedisLayout.class)
    void everythingIsAsBeforeAndCanBeMigratedAgain(RedisLayout layout) throws IOException {
        migrateFirst(layout);
        Path update = host.newest("update.sql");
        Path cumulative = host.newest("rollback.sql");

        Host.Said dry = rollback(0);
        assertTrue(dry.out().contains("dry run of a rollback of datacenter"), dry::toString);
        assertTrue(dry.out().contains("  re-keyed "), dry::toString);
        assertTrue(dry.out().endsWith(" --no-dry-run\n"), dry::toString);
        assertEquals(List.of(), migrated.diff(host.snapshot()));
        assertEquals(cumulative, host.newest("rollback.sql"));
        assertEquals(ResultLine.Kind.ROLLBACK_DRY_RUN, kind(host.newest("result.jsonl")));

        Host.Said real = rollback(0, "--no-dry-run");
        assertEquals(List.of(), before.diff(host.snapshot()));
        assertTrue(real.out().contains("  rolled back "), real::toString);
        assertTrue(real.out()
                .contains(
                        "next: pim-planner apply " + host.newest("rollback.sql").getFileName()));
        assertEquals(rows(cumulative), rows(host.newest("rollback.sql")));
        Map<Long, ResultLine.VmResult> results = results();
        assertTrue(results.size() > 300, results::toString);
        results.forEach((id, vm) ->
                assertEquals(vm.providerId() == null ? null : ResultLine.State.ROLLED_BACK, vm.redis(), vm::toString));

        Host.Said verified = host.run("verify");
        assertEquals(0, verified.exit(), verified::toString);
        JsonNode status = json(host.run("status", "--format", "json"));
        assertTrue(status.at("/result/migration/rolledBack/finished").asBoolean(), status::toString);
        assertEquals(0, status.at("/result/migration/done").asInt(), status::toString);
        Host.Said sql = host.run("sql");
        assertEquals(6, sql.exit(), sql::toString);
        assertTrue(sql.err().contains("the migration was rolled back by run "), sql::toString);

        rollback(0, "--no-dry-run");
        assertEquals(List.of(), before.diff(host.snapshot()));

        migrate(plan);
        assertEquals(List.of(), migrated.diff(host.snapshot()));
        assertEquals(rows(update), rows(host.newest("update.sql")));
        assertEquals(rows(cumulative), rows(host.newest("rollback.sql")));
        assertFalse(update.equals(host.newest("update.sql")));
        assertEquals(0, host.run("verify", "--identity", host.identity()).exit());

        rollback(0, "--no-dry-run");
        assertEquals(List.of(), before.diff(host.snapshot()));
        migrate(host.plan("second.plan"));
        assertEquals(List.of(), migrated.diff(host.snapshot()));
    }

    @Test
    void chosenVmsGoBackAndTheOthersStay() throws IOException {
        migrateFirst(RedisLayout.MONITOR);
        List<Subscription> all = resolved();
        Subscription first = all.get(3);
        Subscription second = all.get(20);
        Path update = host.newest("update.sql");

        Host.Said unknown =
                rollback(3, "--vm", "999999", "--vm", first.vm().uuid().toString());
        assertTrue(unknown.err().contains("no migration of this datacenter has the VM 999999"), unknown::toString);
        rollback(2, "--vm", "web; --");
        rollback(
                0,
                "--vm",
                Long.toString(first.vm().idVm()),
                "--vm",
                second.vm().uuid().toString(),
                "--no-dry-run");

        Set<Long> chosen = Set.of(first.vm().idVm(), second.vm().idVm());
        RedisSnapshot expected = before.rekeyed(sink -> host.world.forEachSubscription(0, subscription -> {
            if (!chosen.contains(subscription.vm().idVm())) {
                sink.accept(subscription);
            }
        }));
        assertEquals(List.of(), unlocked(expected.diff(host.snapshot())));
        assertEquals(chosen, vms(host.newest("rollback.sql")));
        Set<Long> stay = vms(update);
        stay.removeAll(chosen);
        assertEquals(stay, vms(host.newest("update.sql")));
        results()
                .forEach((id, vm) ->
                        assertEquals(chosen.contains(id), vm.redis() == ResultLine.State.ROLLED_BACK, vm::toString));
        Host.Said verified = host.run("verify", "--identity", host.identity());
        assertEquals(0, verified.exit(), verified::toString);
        Host.Said status = host.run("status");
        assertTrue(status.out().contains("  rolled back by run "), status::toString);
        assertTrue(status.out().contains(": only 2 VMs\n"), status::toString);

        Subscription third = all.get(40);
        rollback(0, "--vm", Long.toString(third.vm().idVm()), "--no-dry-run");
        assertEquals(
                3,
                results().values().stream()
                        .filter(vm -> vm.redis() == ResultLine.State.ROLLED_BACK)
                        .count());
        Set<Long> back = new HashSet<>(chosen);
        back.add(third.vm().idVm());
        assertEquals(back, vms(host.newest("rollback.sql")));
        assertEquals(stay.size() - 1, vms(host.newest("update.sql")).size());
        assertEquals(0, host.run("verify").exit());

        Host.Said again = host.run(plan.toString(), "--no-dry-run");
        assertEquals(0, again.exit(), again::toString);
        assertTrue(again.out().contains(" rolled back is migrated again\n"), again::toString);
        assertEquals(List.of(), migrated.diff(host.snapshot()));
        assertEquals(vms(update), vms(host.newest("update.sql")));
        rollback(0, "--no-dry-run");
        assertEquals(List.of(), before.diff(host.snapshot()));
    }

    @Test
    void whatChangedSinceIsNamedAndLeftAlone() throws IOException {
        migrateFirst(RedisLayout.ADDRESS);
        List<Subscription> all = resolved();
        Map<Long, FindingKind> expected = new TreeMap<>();
        try (Jedis redis = host.jedis()) {
            Subscription renamed = all.get(0);
            redis.hset("VirtualMachine:" + renamed.redisId(), "name", "by hand");
            expected.put(renamed.vm().idVm(), FindingCode.CHANGED_SINCE);
            Subscription gone = all.get(5);
            redis.del("VirtualMachine:" + gone.redisId(), "VirtualMachine:name:" + gone.nameAfter());
            expected.put(gone.vm().idVm(), FindingCode.CHANGED_SINCE);
            Subscription deployedAnew = all.get(10);
            redis.del("VirtualMachine:" + deployedAnew.redisId(), "VirtualMachine:name:" + deployedAnew.nameAfter());
            subscribe(redis, 90_001, deployedAnew.nameAfter(), deployedAnew.machineId());
            expected.put(deployedAnew.vm().idVm(), FindingCode.DEPLOYED_SINCE);
            Subscription nameTaken = all.get(15);
            subscribe(redis, 90_002, nameTaken.nameBefore(), nameTaken.machineId());
            expected.put(nameTaken.vm().idVm(), FindingCode.CHANGED_SINCE);
            Subscription moved = all.get(20);
            redis.hset("VirtualMachine:" + moved.redisId(), "physicalMachine_id", "99999");
            expected.put(moved.vm().idVm(), FindingCode.CHANGED_SINCE);
            Subscription wrongType = all.get(25);
            redis.del("VirtualMachine:name:" + wrongType.nameAfter());
            redis.set("VirtualMachine:name:" + wrongType.nameAfter(), "a string");
            expected.put(wrongType.vm().idVm(), FindingCode.WRONG_TYPE);
            subscribe(redis, 90_003, "newcomer#vm-1", all.get(0).machineId());
        }
        RedisSnapshot changed = host.snapshot();

        Host.Said dry = rollback(5);
        assertEquals(expected, refused());
        assertEquals(List.of(), changed.diff(host.snapshot()));
        assertTrue(dry.out().contains("VirtualMachine:90003 is called newcomer#vm-1"), dry::toString);
        Host.Said real = rollback(5, "--no-dry-run");
        assertEquals(expected, refused());
        assertTrue(real.out().contains("VirtualMachine:90003 is called newcomer#vm-1"), real::toString);
        Set<String> names = new HashSet<>();
        all.stream()
                .filter(subscription -> expected.containsKey(subscription.vm().idVm()))
                .forEach(subscription -> names.addAll(List.of(
                        subscription.nameBefore(),
                        subscription.nameAfter(),
                        "VirtualMachine:" + subscription.redisId() + " ")));
        List<String> left = before.diff(host.snapshot()).stream()
                .filter(line -> names.stream().noneMatch(line::contains)
                        && !line.contains("9000")
                        && !line.contains("newcomer"))
                .toList();
        assertEquals(List.of(), left);
        Set<Long> sql = vms(host.newest("rollback.sql"));
        expected.keySet().forEach(vm -> assertFalse(sql.contains(vm), "vm " + vm));
        assertEquals(vms(host.newest("update.sql")).size() - expected.size(), sql.size());
        Host.Said status = host.run("status");
        assertTrue(status.out().contains(", 6 could not be"), status::toString);
        Host.Said verified = host.run("verify");
        assertEquals(5, verified.exit(), verified::toString);
        assertTrue(verified.out().contains("next: pim-migrator rollback --no-dry-run"), verified::toString);
    }

    @Test
    void withoutAJournalNobodyGuessesTheOldName() throws IOException {
        migrateFirst(RedisLayout.ADDRESS);
        Files.delete(host.newest("journal.jsonl"));
        Host.Said said = rollback(5, "--no-dry-run");
        assertTrue(said.out().contains("error PIM-0142 × "), said::toString);
        assertEquals(List.of(), migrated.diff(host.snapshot()));
        Set<Long> refused = refused().keySet();
        resolved()
                .forEach(subscription ->
                        assertTrue(refused.contains(subscription.vm().idVm()), subscription::toString));
    }

    @Test
    void aRollbackIsRefusedWhereItIsNotSafe() throws IOException {
        host = servers.add(Host.start(World.of(42, new Size(1, 60)), RedisLayout.ADDRESS, directory));
        plan = host.plan("night.plan");
        Host.Said nothing = rollback(3, "--no-dry-run");
        assertTrue(nothing.err().contains("nothing was run here yet"), nothing::toString);
        host.run(plan.toString(), "--identity", host.identity());
        Host.Said dryOnly = rollback(3);
        assertTrue(dryOnly.err().contains("nothing was migrated here yet"), dryOnly::toString);
        migrate(plan);
        migrated = host.snapshot();
        Path newest = host.newest("result.jsonl");
        try (Jedis foreign = host.jedis()) {
            foreign.ping();
            Host.Said refused = rollback(6, "--no-dry-run");
            assertTrue(refused.err().contains("the platform runs: 1 other client"), refused::toString);
            assertEquals(newest, host.newest("result.jsonl"), "nothing was written");
            foreign.clientSetname("pim-migrator:" + host.datacenter().id());
            Host.Said locked = rollback(6, "--no-dry-run");
            assertTrue(locked.err().contains("another migrator works on this redis"), locked::toString);
        }
        assertEquals(List.of(), migrated.diff(host.snapshot()));
        host.redis.kill();
        Host.Said gone = rollback(4, "--no-dry-run");
        assertTrue(gone.err().contains("hint: "), gone::toString);
        Path sql = host.newest("rollback.sql");
        rollback(0, "--only", "sql", "--no-dry-run");
        assertEquals(rows(sql), rows(host.newest("rollback.sql")));
        assertFalse(sql.equals(host.newest("rollback.sql")));
        rollback(0, "--only", "backup");
        rollback(2, "--only", "firewall");
    }

    /** A subscription that the platform makes while it runs. */
    private static void subscribe(Jedis redis, long id, String name, long machine) {
        redis.sadd("VirtualMachine:all", Long.toString(id));
        redis.sadd("VirtualMachine:name:" + name, Long.toString(id));
        redis.hset(
                "VirtualMachine:" + id,
                Map.of("name", name, "lastKnownState", "ON", "physicalMachine_id", Long.toString(machine)));
    }

    private List<Subscription> resolved() {
        List<Subscription> all = new ArrayList<>();
        host.world.forEachSubscription(0, subscription -> {
            if (subscription.expected() instanceof Expected.Resolved) {
                all.add(subscription);
            }
        });
        return all;
    }

    /** Without what concerns VMs that were locked: the operator left some of them out. */
    private List<String> unlocked(List<String> lines) {
        Set<String> locked = new HashSet<>();
        host.world.forEachVm(0, vm -> {
            if (host.world.expected(vm) instanceof Expected.Unsure unsure
                    && unsure.providerId().isPresent()) {
                locked.add(vm.hypervisorName());
                locked.add(unsure.providerId().get());
            }
        });
        return lines.stream()
                .filter(line -> locked.stream().noneMatch(line::contains))
                .toList();
    }

    private Map<Long, FindingKind> refused() {
        Map<Long, FindingKind> refused = new TreeMap<>();
        try (ResultReader reader = ResultReader.open(host.newest("result.jsonl"))) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.Found found
                        && found.finding().entity().startsWith("vm:")) {
                    refused.put(
                            Long.valueOf(found.finding().entity().substring(3)),
                            found.finding().code());
                }
            }
        }
        return refused;
    }

    private Map<Long, ResultLine.VmResult> results() {
        Map<Long, ResultLine.VmResult> results = new TreeMap<>();
        try (ResultReader reader = ResultReader.open(host.newest("result.jsonl"))) {
            assertEquals(ResultLine.Kind.ROLLBACK, reader.start().kind());
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    results.put(vm.idVm(), vm);
                }
            }
        }
        return results;
    }

    private static ResultLine.Kind kind(Path result) {
        try (ResultReader reader = ResultReader.open(result)) {
            return reader.start().kind();
        }
    }

    private static List<String> rows(Path sql) throws IOException {
        return Files.readAllLines(sql).stream()
                .filter(line -> line.startsWith("("))
                .toList();
    }

    private static Set<Long> vms(Path sql) throws IOException {
        Set<Long> vms = new HashSet<>();
        for (String row : rows(sql)) {
            Matcher matcher = ROW.matcher(row);
            assertTrue(matcher.matches(), row);
            vms.add(Long.valueOf(matcher.group(1)));
        }
        return vms;
    }

    private static JsonNode json(Host.Said said) throws IOException {
        assertEquals(0, said.exit(), said::toString);
        return new ObjectMapper().readTree(said.out());
    }
}
