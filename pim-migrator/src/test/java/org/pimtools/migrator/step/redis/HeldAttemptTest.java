package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Attempt;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.doubles.CuttingProxy;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.params.ClientKillParams;

/** Batches as an execution takes them through a step that has entered: every subscription is looked at once and stays watched until it is written. */
@Tag("slow")
class HeldAttemptTest {
    private static final Outcome APPLIED = new Outcome.Applied();
    private static final int VMS = 480;
    private static final int MACHINES = 40;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private RedisServer server;
    private Jedis redis;

    private RedisStep entered(String... options) {
        server = servers.add(RedisServer.start(options));
        redis = named();
        return step(server.port());
    }

    /** A client that is no sign of the platform. */
    private Jedis named() {
        Jedis jedis = servers.add(new Jedis(server.host(), server.port()));
        jedis.clientSetname(RedisLock.PREFIX + "test");
        return jedis;
    }

    private RedisStep step(int port) {
        RedisStep step = servers.add(new RedisStep(
                RedisConnection.open(RedisSettings.of("127.0.0.1", port)), MonitorModel.context(MACHINES)));
        step.enter();
        return step;
    }

    /** VM {@code n} is on machine {@code 1 + n mod machines}. */
    private List<Change.Rekey> vms(Layout layout, int machines) {
        MonitorModel model = new MonitorModel(redis, layout);
        IntStream.rangeClosed(1, MACHINES).forEach(model::machine);
        List<Change.Rekey> changes = new ArrayList<>();
        for (int vm = 1; vm <= VMS; vm++) {
            int machine = 1 + vm % machines;
            model.vm(vm, "ABQ_" + vm, machine);
            changes.add(MonitorModel.rekey(vm, machine, "provider#vm-" + vm, "ABQ_" + vm));
        }
        return changes;
    }

    private static List<PendingChange<Change.Rekey, UndoRecord>> pending(Attempt<Change.Rekey, UndoRecord> attempt) {
        List<Look<UndoRecord>> looks = attempt.look();
        List<PendingChange<Change.Rekey, UndoRecord>> pending = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            Change.Rekey change = attempt.changes().get(i);
            looks.get(i).undo().ifPresent(undo -> pending.add(new PendingChange<>(change, undo)));
        }
        return pending;
    }

    /**
     * Carries out all attempts, one after the other.
     *
     * @param between what happens between look and act, by attempt
     * @return what was done, with its outcome
     */
    private static Map<PendingChange<Change.Rekey, UndoRecord>, Outcome> carry(
            List<Attempt<Change.Rekey, UndoRecord>> attempts, Consumer<Integer> between) {
        Map<PendingChange<Change.Rekey, UndoRecord>, Outcome> outcomes = new TreeMap<>((one, other) ->
                Integer.compare(one.change().no(), other.change().no()));
        for (int number = 0; number < attempts.size(); number++) {
            Attempt<Change.Rekey, UndoRecord> attempt = attempts.get(number);
            List<PendingChange<Change.Rekey, UndoRecord>> pending = pending(attempt);
            between.accept(number);
            List<Outcome> acted = attempt.act(pending, NO_TASKS);
            for (int i = 0; i < pending.size(); i++) {
                outcomes.put(pending.get(i), acted.get(i));
            }
        }
        return outcomes;
    }

    private static List<PendingChange<Change.Rekey, UndoRecord>> carryAll(
            List<Attempt<Change.Rekey, UndoRecord>> attempts) {
        Map<PendingChange<Change.Rekey, UndoRecord>, Outcome> outcomes = carry(attempts, number -> {});
        outcomes.values().forEach(outcome -> assertEquals(APPLIED, outcome));
        return List.copyOf(outcomes.keySet());
    }

    /** How often the server carried out each command since its counters were reset; what counts them left out. */
    private Map<String, Long> commands() {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .map(line -> line.substring("cmdstat_".length()).split(":calls=|,"))
                .filter(parts -> !parts[0].equals("info") && !parts[0].startsWith("config"))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> Long.parseLong(parts[1]), Long::sum, TreeMap::new));
    }

    @Test
    void aSubscriptionCostsNineCommandsEachWay() {
        RedisStep step = entered();
        List<Change.Rekey> changes = vms(Layout.MONITOR_INDEX, MACHINES);
        // opens the connections, which ask the server what it knows
        carryAll(step.undoAttempts(carryAll(step.attempts(changes))));
        Map<String, Long> expected = new TreeMap<>(Map.of(
                "smembers",
                2L * VMS,
                "hmget",
                (long) VMS,
                "smismember",
                (long) VMS,
                "hset",
                (long) VMS,
                "rename",
                2L * VMS,
                "sadd",
                (long) VMS,
                "srem",
                (long) VMS));

        redis.configResetStat();
        List<PendingChange<Change.Rekey, UndoRecord>> made = carryAll(step.attempts(changes));
        assertNine(expected, commands(), 2);
        redis.configResetStat();
        carryAll(step.undoAttempts(made));
        assertNine(expected, commands(), 1);
    }

    /** @param watches how many a transaction has */
    private static void assertNine(Map<String, Long> expected, Map<String, Long> counted, int watches) {
        long transactions = counted.get("exec");
        assertTrue(transactions <= VMS / Allotment.SIZE + 2, counted::toString);
        Map<String, Long> all = new TreeMap<>(expected);
        all.putAll(Map.of(
                "exists",
                transactions,
                "watch",
                watches * transactions,
                "multi",
                transactions,
                "exec",
                transactions,
                "ping",
                2L));
        assertEquals(all, counted);
    }

    @Test
    void behindABatchThatIsDoneNothingIsHeldUntilSomethingIsToBeDone() {
        RedisStep step = entered();
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);
        List<PendingChange<Change.Rekey, UndoRecord>> made = carryAll(step.attempts(changes));
        redis.configResetStat();

        for (int batch = 0; batch < 3; batch++) {
            carryAll(step.attempts(changes));
        }
        long watches = commands().get("watch");
        carryAll(step.undoAttempts(made.subList(0, 100)));
        carryAll(step.attempts(changes));
        carryAll(step.undoAttempts(made));

        assertTrue(watches < 2 * VMS / Allotment.SIZE + 2 * 4, "the first of three watches");
        step.look(changes).forEach(look -> assertTrue(look.undo().isPresent(), "all is as it was"));
    }

    /** What somebody else changes between look and write: a transaction that did not notice would take it along or write over it. */
    @ParameterizedTest
    @CsvSource({
        "HSET, VirtualMachine:7, name renamed, true",
        "HDEL, VirtualMachine:7, name, true",
        "SADD, VirtualMachine:name:ABQ_7, 9999, false",
        "SADD, VirtualMachine:name:provider#vm-7, 9999, true",
        "SADD, VirtualMachinesCache:cache:ABQ_7, 9999, false",
        "SADD, VirtualMachinesCache:cache:provider#vm-7, 9999, false",
        "SREM, VirtualMachinesCache:108:cache, ABQ_7, true"
    })
    void whatChangedBetweenLookAndWriteIsSeen(String command, String key, String arguments, boolean moves) {
        RedisStep step = entered();
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);
        List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
        words.add(0, key);

        Map<Integer, Outcome> outcomes = new TreeMap<>();
        carry(step.attempts(changes), number -> {
                    if (number == 0) {
                        redis.sendCommand(Protocol.Command.valueOf(command), words.toArray(String[]::new));
                    }
                })
                .forEach((pending, outcome) -> outcomes.put(pending.change().no(), outcome));

        assertEquals(VMS, outcomes.size());
        outcomes.forEach((no, outcome) -> {
            if (no == 7 && moves) {
                assertInstanceOf(Outcome.Moved.class, outcome);
            } else {
                assertEquals(APPLIED, outcome, () -> "vm " + no);
            }
        });
        if (command.equals("SADD")) {
            assertTrue(redis.sismember(key, "9999"), "what somebody else wrote is still there");
        }
        if (!moves) {
            assertEquals(Set.of("7"), redis.smembers("VirtualMachine:name:provider#vm-7"));
            assertTrue(redis.sismember("VirtualMachinesCache:cache:provider#vm-7", "108"));
            assertFalse(redis.sismember("VirtualMachinesCache:cache:ABQ_7", "108"));
        }
    }

    /** So many on one machine that they are looked at twice, names that several have, and no cache: all the same in the end, and undone. */
    @ParameterizedTest
    @EnumSource(names = {"ADDRESS_INDEX", "MONITOR_INDEX"})
    void crowdedMachinesAndNamesakesAreRekeyedAndUndoneToo(Layout layout) {
        RedisStep step = entered();
        List<Change.Rekey> changes = vms(layout, 5);
        MonitorModel model = new MonitorModel(redis, layout);
        for (int vm = VMS + 1; vm <= VMS + 20; vm++) {
            model.vm(vm, "web", vm - VMS + 6);
            changes.add(MonitorModel.rekey(vm, vm - VMS + 6, "provider#vm-" + vm, "web", "ABQ_" + vm));
        }
        model.uncachedVm(VMS + 21, "late", 1);
        changes.add(MonitorModel.rekey(VMS + 21, 1, "provider#late", "late"));
        redis.expire("VirtualMachinesCache:cache:ABQ_1", 10_000);
        RedisSnapshot before = RedisSnapshot.of(redis);

        List<PendingChange<Change.Rekey, UndoRecord>> made = carryAll(step.attempts(changes));

        assertEquals(changes, made.stream().map(PendingChange::change).toList());
        step.look(changes).forEach(look -> assertEquals(new Look.Done<>(), look));
        step.attempts(changes).forEach(attempt -> {
            assertEquals(List.of(), pending(attempt), "again, there is nothing to do");
            assertEquals(List.of(), attempt.act(List.of(), NO_TASKS));
        });
        assertEquals(made.size(), carryAll(step.undoAttempts(made)).size());
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void twoVmsOfOneSubscriptionAreRefusedAsInALook() {
        RedisStep step = entered();
        new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).vm(1, "db", 1);
        List<Change.Rekey> changes =
                List.of(MonitorModel.rekey(1, 1, "id-1", "db"), MonitorModel.rekey(2, 1, "id-2", "db"));

        List<Look<UndoRecord>> looks = new ArrayList<>();
        step.attempts(changes).forEach(attempt -> {
            looks.addAll(attempt.look());
            attempt.act(List.of(), NO_TASKS);
        });

        assertEquals(
                List.of(FindingCode.SUBSCRIBED_TWICE, FindingCode.SUBSCRIBED_TWICE),
                looks.stream().map(look -> look.state().finding()).toList());
    }

    /** A connection is cut at the EXEC of its transaction, in the middle of all. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCutAtAnExecEndsInTheTruth(boolean executed) throws IOException {
        server = servers.add(RedisServer.start());
        redis = named();
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);
        RedisSnapshot before = RedisSnapshot.of(redis);
        CuttingProxy proxy = servers.add(new CuttingProxy(server.port(), 10, executed));
        RedisStep step = step(proxy.port());

        List<PendingChange<Change.Rekey, UndoRecord>> made = carryAll(step.attempts(changes));

        assertEquals(VMS, made.size());
        assertTrue(proxy.execs() > 20, "it was cut in the middle, and went on");
        assertEquals(VMS, carryAll(step.undoAttempts(made)).size());
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void aServerThatIsRestartedBetweenLookAndWriteIsLookedAtAgain() {
        RedisStep step = entered();
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);
        redis.save();

        Map<PendingChange<Change.Rekey, UndoRecord>, Outcome> outcomes = carry(step.attempts(changes), number -> {
            server.kill();
            server.restart();
        });

        assertEquals(VMS, outcomes.size());
        List<Change.Rekey> lost = new ArrayList<>();
        List<Look<UndoRecord>> looks = step.look(changes);
        for (int i = 0; i < changes.size(); i++) {
            if (!looks.get(i).equals(new Look.Done<>())) {
                lost.add(changes.get(i));
            }
        }
        assertTrue(lost.size() < VMS, "the second half was made behind the last restart");
        carryAll(step.attempts(lost));
        step.look(changes).forEach(look -> assertEquals(new Look.Done<>(), look));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 20, 40})
    void ofAServerThatTakesFewConnectionsNotAllAreTaken(int most) {
        RedisStep step = entered("--maxclients", String.valueOf(most));
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);

        List<PendingChange<Change.Rekey, UndoRecord>> made = carryAll(step.attempts(changes));

        assertEquals(VMS, made.size());
        assertEquals(
                "PONG", servers.add(new Jedis(server.host(), server.port())).ping(), "there is room for one more");
        assertEquals(VMS, carryAll(step.undoAttempts(made)).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void aServerThatTakesHardlyAnyIsEnough(int most) {
        RedisStep step = entered("--maxclients", String.valueOf(most));
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);

        assertEquals(
                VMS,
                carryAll(step.undoAttempts(carryAll(step.attempts(changes)))).size());
    }

    /** Whoever cut the lock's connection could have let another migrator in, which is to be noticed before anything is written. */
    @Test
    void nothingIsWrittenWithoutTheLock() {
        RedisStep step = entered();
        List<Change.Rekey> changes = vms(Layout.ADDRESS_INDEX, MACHINES);
        Jedis other = named();
        Attempt<Change.Rekey, UndoRecord> attempt = step.attempts(changes).get(0);
        List<PendingChange<Change.Rekey, UndoRecord>> pending = pending(attempt);
        RedisSnapshot before = RedisSnapshot.of(redis);
        String lock = RedisLock.of(MonitorModel.context(1).datacenter()).name();
        String holder = redis.clientList()
                .lines()
                .filter(line -> line.contains(" name=" + lock + " "))
                .map(line -> line.replaceAll(".*?id=([0-9]+) .*", "$1"))
                .findFirst()
                .orElseThrow();
        redis.clientKill(new ClientKillParams().id(holder));
        other.clientSetname(lock);

        ToolException refused = assertThrows(ToolException.class, () -> attempt.act(pending, NO_TASKS));

        assertEquals(ExitCode.UNSAFE, refused.exitCode());
        assertTrue(refused.getMessage().contains("another migrator"), refused.getMessage());
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }
}
