package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeState;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.VsmLookup;
import redis.clients.jedis.Jedis;

@Tag("slow")
class RedisStepTest {
    private static final String NEW = "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-7";
    private static final Look<UndoRecord> DONE = new Look.Done<>();
    private static final Outcome APPLIED = new Outcome.Applied();

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private static RedisServer server;

    private Jedis redis;
    private RedisConnection connection;

    @BeforeAll
    static void start() {
        server = SERVERS.add(RedisServer.start());
    }

    @BeforeEach
    void connect() {
        redis = servers.add(new Jedis(server.host(), server.port()));
        redis.flushAll();
        connection = servers.add(RedisConnection.open(RedisSettings.of(server.host(), server.port())));
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDRESS_INDEX", "MONITOR_INDEX"})
    void changesTheKeysOfOneSubscriptionAndNoOther(Layout layout) {
        model(layout).machine(1).vm(1, "ABQ_a", 1).vm(2, "ABQ_b", 1).seen("other", 1);
        Change.Rekey change = MonitorModel.rekey(1, 1, NEW, "ABQ_b");

        carry(change);

        assertEquals(
                Map.of("name", NEW, "lastKnownState", "UNKNOWN", "physicalMachine_id", "1"),
                redis.hgetAll("VirtualMachine:2"));
        assertEquals(Set.of("2"), redis.smembers("VirtualMachine:name:" + NEW));
        assertFalse(redis.exists("VirtualMachine:name:ABQ_b"));
        assertEquals(Set.of("ABQ_a", NEW, "other"), redis.smembers("VirtualMachinesCache:101:cache"));
        assertEquals(Set.of("101"), redis.smembers("VirtualMachinesCache:cache:" + NEW));
        assertFalse(redis.exists("VirtualMachinesCache:cache:ABQ_b"));
        assertEquals(Set.of("1"), redis.smembers("VirtualMachine:name:ABQ_a"));
        assertEquals(List.of(DONE), step().look(List.of(change)));
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDRESS_INDEX", "MONITOR_INDEX"})
    void undoGivesBackEveryKey(Layout layout) {
        model(layout)
                .machine(1)
                .machine(2)
                .vm(1, "ABQ_a", 1)
                .vm(2, "same", 1)
                .vm(3, "same", 2)
                .uncachedVm(4, "late", 2);
        redis.expire("VirtualMachine:name:ABQ_a", 10_000);
        redis.expire("VirtualMachinesCache:cache:ABQ_a", 20_000);
        redis.expire("VirtualMachinesCache:101:cache", 30_000);
        redis.expire("VirtualMachine:name:same", 40_000);
        RedisSnapshot before = RedisSnapshot.of(redis);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(List.of(
                MonitorModel.rekey(1, 1, "id-1", "ABQ_a"),
                MonitorModel.rekey(2, 1, "id-2", "same"),
                MonitorModel.rekey(3, 2, "id-3", "same"),
                MonitorModel.rekey(4, 2, "id-4", "late")));

        assertEquals(List.of(APPLIED, APPLIED, APPLIED, APPLIED), step().act(todos, NO_TASKS));
        assertFalse(before.equals(RedisSnapshot.of(redis)));
        assertEquals(List.of(APPLIED, APPLIED, APPLIED, APPLIED), step().undo(todos, NO_TASKS));
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));

        assertEquals(List.of(APPLIED, APPLIED, APPLIED, APPLIED), step().undo(todos, NO_TASKS), "again, without harm");
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void oneNameOnTwoMachinesIsRekeyedOnTheRightOne() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).vm(1, "web", 1).vm(2, "web", 2);

        carry(MonitorModel.rekey(1, 2, NEW, "web"));

        VsmLookup vsm = new VsmLookup(redis);
        assertEquals(List.of(new VsmLookup.Hit(2, NEW, 2)), vsm.byName(NEW));
        assertEquals(List.of(new VsmLookup.Hit(1, "web", 1)), vsm.byName("web"));
        assertEquals(Set.of("101"), redis.smembers("VirtualMachinesCache:cache:web"));
        assertEquals(Set.of("102"), redis.smembers("VirtualMachinesCache:cache:" + NEW));
    }

    /** So many that both connections change the index of their name all the time. */
    @Test
    void aNameOnManyMachinesIsRekeyedOnAllOfThem() {
        int machines = 240;
        MonitorModel model = model(Layout.ADDRESS_INDEX);
        List<Change.Rekey> changes = new ArrayList<>();
        for (int n = 1; n <= machines; n++) {
            model.machine(n).vm(n, "web", n);
            changes.add(MonitorModel.rekey(n, n, "id-" + n, "web"));
        }
        RedisStep step = new RedisStep(connection, MonitorModel.context(machines));
        List<Look<UndoRecord>> looks = step.look(changes);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = new ArrayList<>();
        for (int i = 0; i < machines; i++) {
            todos.add(new PendingChange<>(changes.get(i), looks.get(i).undo().orElseThrow()));
        }

        assertEquals(Collections.nCopies(machines, APPLIED), step.act(todos, NO_TASKS));
        assertFalse(redis.exists("VirtualMachine:name:web"));
    }

    @Test
    void theSecondNameCountsWhenTheFirstIsNotSubscribed() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "ABQ_u", 1);

        carry(MonitorModel.rekey(1, 1, NEW, "web", "ABQ_u"));

        assertEquals(List.of(new VsmLookup.Hit(1, NEW, 1)), new VsmLookup(redis).byName(NEW));
    }

    @Test
    void thePlatformsOwnNameCountsBeforeOneThatAnotherVmMayHave() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "ABQ_u", 1).vm(2, "web", 1);
        Change.Rekey platforms = MonitorModel.rekey(1, 1, NEW, "web", "ABQ_u");

        carry(platforms);

        assertEquals(List.of(new VsmLookup.Hit(1, NEW, 1)), new VsmLookup(redis).byName(NEW));
        assertEquals(List.of(new VsmLookup.Hit(2, "web", 1)), new VsmLookup(redis).byName("web"));
        assertEquals(List.of(DONE), step().look(List.of(platforms)));
        carry(MonitorModel.rekey(2, 1, "id-2", "web"));
    }

    @Test
    void aNameThatAnotherSubscriptionHoldsIsRefused() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).vm(1, "web", 1).vm(2, NEW, 2);
        RedisSnapshot before = RedisSnapshot.of(redis);

        assertEquals(FindingCode.NAME_TAKEN, refused(MonitorModel.rekey(1, 1, NEW, "web")));
        redis.del("VirtualMachine:2");
        assertEquals(FindingCode.NAME_TAKEN, refused(MonitorModel.rekey(1, 1, NEW, "web")), "also by a stale id");
        redis.hset("VirtualMachine:2", Map.of("name", NEW, "lastKnownState", "UNKNOWN", "physicalMachine_id", "2"));
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void aNameThatIsTakenBetweenLookAndActIsNotRekeyed() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).vm(1, "web", 1).vm(3, "db", 1);
        List<PendingChange<Change.Rekey, UndoRecord>> todos =
                pending(List.of(MonitorModel.rekey(1, 1, NEW, "web"), MonitorModel.rekey(2, 1, "id-2", "db")));
        model(Layout.ADDRESS_INDEX).vm(2, NEW, 2);

        List<Outcome> outcomes = step().act(todos, NO_TASKS);

        assertInstanceOf(Outcome.Moved.class, outcomes.get(0));
        assertEquals(APPLIED, outcomes.get(1));
        assertEquals("web", redis.hget("VirtualMachine:1", "name"));
    }

    @Test
    void nothingToDoIsToldApart() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).vm(1, "there", 2).seen("seen", 1);
        redis.sadd("VirtualMachine:name:stale", "77");
        redis.sadd("VirtualMachine:all", "77");

        List<Look<UndoRecord>> looks = step().look(List.of(
                MonitorModel.rekey(1, 1, "id-1", "there"),
                MonitorModel.rekey(2, 1, "id-2", "seen"),
                MonitorModel.rekey(3, 1, "id-3", "stale"),
                MonitorModel.rekey(4, 1, "id-4", "unknown"),
                MonitorModel.rekey(5, 999, "id-5", "there")));

        assertEquals(
                List.of(
                        FindingCode.SUBSCRIBED_ELSEWHERE,
                        FindingCode.NOT_SUBSCRIBED,
                        FindingCode.NOT_SUBSCRIBED,
                        FindingCode.NOT_SUBSCRIBED,
                        FindingCode.SUBSCRIBED_ELSEWHERE),
                looks.stream().map(look -> look.state().finding()).toList());
    }

    @Test
    void twoSubscriptionsThatCannotBeToldApartAreRefused() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1).vm(2, "web", 1).vm(3, "db", 1);

        List<Look<UndoRecord>> looks = step().look(List.of(
                MonitorModel.rekey(1, 1, "id-1", "web"),
                MonitorModel.rekey(2, 1, "id-2", "db"),
                MonitorModel.rekey(3, 1, "id-3", "db")));

        assertEquals(
                List.of(FindingCode.SUBSCRIBED_TWICE, FindingCode.SUBSCRIBED_TWICE, FindingCode.SUBSCRIBED_TWICE),
                looks.stream().map(look -> look.state().finding()).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VirtualMachine:name:web",
                "VirtualMachine:name:" + NEW,
                "VirtualMachine:1",
                "VirtualMachinesCache:101:cache",
                "VirtualMachinesCache:cache:web",
                "VirtualMachinesCache:cache:" + NEW
            })
    void aKeyOfAWrongTypeIsNamedAndNothingIsChanged(String key) {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1).vm(2, "db", 1);
        Change.Rekey web = MonitorModel.rekey(1, 1, NEW, "web");
        List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(List.of(web));
        redis.del(key);
        redis.lpush(key, "not", "mine");
        RedisSnapshot before = RedisSnapshot.of(redis);

        ChangeState refused = step().look(List.of(web)).get(0).state();

        assertEquals(FindingCode.WRONG_TYPE, refused.finding());
        assertTrue(refused.detail().contains(key + " is a list"), refused.detail());
        assertInstanceOf(Outcome.Moved.class, step().act(todos, NO_TASKS).get(0));
        assertInstanceOf(Outcome.Moved.class, step().undo(todos, NO_TASKS).get(0));
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    /** Every state between none and all of the single writes, as a restart without the last of them may leave it. */
    @Test
    void whatIsHalfDoneIsPendingAndIsRepairedAndUndone() {
        for (int done = 1; done < 1 << 4; done++) {
            redis.flushAll();
            model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
            if ((done & 1) != 0) {
                redis.hset("VirtualMachine:1", "name", NEW);
            }
            if ((done & 2) != 0) {
                redis.rename("VirtualMachine:name:web", "VirtualMachine:name:" + NEW);
            }
            if ((done & 4) != 0) {
                redis.srem("VirtualMachinesCache:101:cache", "web");
                redis.sadd("VirtualMachinesCache:101:cache", NEW);
            }
            if ((done & 8) != 0) {
                redis.rename("VirtualMachinesCache:cache:web", "VirtualMachinesCache:cache:" + NEW);
            }
            boolean complete = (done & 7) == 7 && (done & 8) != 0;
            RedisSnapshot before = RedisSnapshot.of(redis);
            Change.Rekey change = MonitorModel.rekey(1, 1, NEW, "web");
            if (complete) {
                assertEquals(List.of(DONE), step().look(List.of(change)));
                continue;
            }
            List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(List.of(change));

            assertEquals(List.of(APPLIED), step().act(todos, NO_TASKS));

            assertEquals(List.of(DONE), step().look(List.of(change)), "half-done state " + done);
            assertEquals(Set.of(NEW), redis.smembers("VirtualMachinesCache:101:cache"));
            assertEquals(Set.of("101"), redis.smembers("VirtualMachinesCache:cache:" + NEW));
            assertEquals(List.of(APPLIED), step().undo(todos, NO_TASKS));
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)), "half-done state " + done);
        }
    }

    @Test
    void actCanBeRepeated() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(List.of(MonitorModel.rekey(1, 1, NEW, "web")));
        assertEquals(List.of(APPLIED), step().act(todos, NO_TASKS));
        RedisSnapshot after = RedisSnapshot.of(redis);

        assertEquals(List.of(APPLIED), step().act(todos, NO_TASKS));
        assertEquals(List.of(), after.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void undoLeavesWhatSomebodyElseChangedSince() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1).vm(2, "db", 1).vm(3, "app", 1);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(List.of(
                MonitorModel.rekey(1, 1, "id-1", "web"),
                MonitorModel.rekey(2, 1, "id-2", "db"),
                MonitorModel.rekey(3, 1, "id-3", "app")));
        step().act(todos, NO_TASKS);
        redis.del("VirtualMachine:1");
        redis.hset("VirtualMachine:2", "name", "renamed");
        model(Layout.ADDRESS_INDEX).vm(4, "app", 1);
        RedisSnapshot before = RedisSnapshot.of(redis);

        step().undo(todos, NO_TASKS).forEach(outcome -> assertInstanceOf(Outcome.Moved.class, outcome));

        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void anUnreadableRecordFailsAlone() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1).vm(2, "db", 1);
        List<PendingChange<Change.Rekey, UndoRecord>> todos =
                new ArrayList<>(pending(List.of(MonitorModel.rekey(1, 1, "id-1", "web"))));
        todos.add(new PendingChange<>(MonitorModel.rekey(2, 1, "id-2", "db"), (UndoRecord) null));

        List<Outcome> outcomes = step().act(todos, NO_TASKS);

        assertEquals(APPLIED, outcomes.get(0));
        assertInstanceOf(Outcome.Failed.class, outcomes.get(1));
    }

    @Test
    void anOrphanInTheIndexOfCachedNamesStays() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).uncachedVm(1, "web", 1);
        redis.sadd("VirtualMachinesCache:cache:web", "101", "999");

        carry(MonitorModel.rekey(1, 1, NEW, "web"));

        assertEquals(Set.of("101", "999"), redis.smembers("VirtualMachinesCache:cache:web"));
        assertFalse(redis.exists("VirtualMachinesCache:cache:" + NEW));
        assertEquals(List.of(new VsmLookup.Hit(1, NEW, 1)), new VsmLookup(redis).byName(NEW));
    }

    @Test
    void aMachineThatWasNeverPolledHasNoCache() {
        model(Layout.MONITOR_INDEX).machineOfItsOwn(1).uncachedVm(1, "web", 1).seen("web", 1);
        RedisSnapshot before = RedisSnapshot.of(redis);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(List.of(MonitorModel.rekey(1, 1, NEW, "web")));

        step().act(todos, NO_TASKS);

        assertEquals(Set.of("web"), redis.smembers("VirtualMachinesCache:101:cache"));
        assertEquals(List.of(new VsmLookup.Hit(1, NEW, 1)), new VsmLookup(redis).byName(NEW));
        step().undo(todos, NO_TASKS);
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void inTheLaterLayoutTheSetOfTheMachineTellsWhereAVmIs() {
        model(Layout.MONITOR_INDEX).machine(1).machine(2).vm(1, "web", 1).vm(2, "web", 2);
        redis.hdel("VirtualMachine:1", "physicalMachine_id");
        redis.hdel("VirtualMachine:2", "physicalMachine_id");

        carry(MonitorModel.rekey(1, 2, NEW, "web"));

        assertEquals(NEW, redis.hget("VirtualMachine:2", "name"));
        assertEquals("web", redis.hget("VirtualMachine:1", "name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b/c#d",
                "VirtualMachine:name:x",
                "new\nline\r\n$5\r\nhello",
                "\u0000null",
                "\uD83D\uDE00 four bytes",
                "\u202Eright to left",
                "lone \uD83D surrogate",
                " ",
                "{tag}*?[a-z]"
            })
    void anyNameIsData(String name) {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, name, 1).vm(2, "a", 1);
        RedisSnapshot before = RedisSnapshot.of(redis);
        List<PendingChange<Change.Rekey, UndoRecord>> todos =
                pending(List.of(MonitorModel.rekey(1, 1, NEW + name, name)));

        assertEquals(List.of(APPLIED), step().act(todos, NO_TASKS));
        assertEquals(1, new VsmLookup(redis).byName(NEW + name).size());
        assertEquals(0, new VsmLookup(redis).byName(name).size());
        step().undo(todos, NO_TASKS);
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void aNameThatIsTheProviderIdAlreadyIsDone() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, NEW, 1);

        assertEquals(List.of(DONE), step().look(List.of(MonitorModel.rekey(1, 1, NEW, NEW))));
        assertEquals(List.of(DONE), step().look(List.of(MonitorModel.rekey(1, 1, NEW, "web"))));
    }

    @Test
    void anEmptyRedisHoldsNoSubscription() {
        assertEquals(new Recognition.Known(Layout.EMPTY), step().recognise());
        assertInstanceOf(
                Look.Absent.class,
                step().look(List.of(MonitorModel.rekey(1, 1, NEW, "web"))).get(0));
    }

    @Test
    void aLayoutThatIsNotKnownIsRefused() {
        redis.set("vsm:machine:1", "{}");
        assertUnknown();
        redis.flushAll();

        redis.lpush("PhysicalMachine:all", "1");
        assertUnknown();
        redis.flushAll();

        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
        redis.hdel("PhysicalMachine:1", "address");
        assertUnknown();
        redis.flushAll();

        model(Layout.MONITOR_INDEX).machine(1);
        redis.del("PhysicalMachine:uid:d41d8cd98f00b204e9800998ecf84271");
        redis.del("PhysicalMachine:connection:0cc175b9c0f1b6a831c399e269772661");
        assertUnknown();
    }

    private void assertUnknown() {
        assertInstanceOf(Recognition.Unknown.class, step().recognise());
        RedisSnapshot before = RedisSnapshot.of(redis);
        ToolException refused =
                assertThrows(ToolException.class, () -> step().look(List.of(MonitorModel.rekey(1, 1, NEW, "web"))));
        assertEquals(ExitCode.UNSAFE, refused.exitCode());
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
    }

    @Test
    void bothLayoutsAreRecognised() {
        model(Layout.ADDRESS_INDEX).machine(1);
        assertEquals(new Recognition.Known(Layout.ADDRESS_INDEX), step().recognise());
        redis.flushAll();
        model(Layout.MONITOR_INDEX).machine(1);
        assertEquals(new Recognition.Known(Layout.MONITOR_INDEX), step().recognise());
        model(Layout.MONITOR_INDEX).vm(1, "web", 1);
        assertEquals(new Recognition.Known(Layout.MONITOR_INDEX), step().recognise());
    }

    private MonitorModel model(Layout layout) {
        return new MonitorModel(redis, layout);
    }

    private RedisStep step() {
        return new RedisStep(connection, MonitorModel.context(3));
    }

    private List<PendingChange<Change.Rekey, UndoRecord>> pending(List<Change.Rekey> changes) {
        List<Look<UndoRecord>> looks = step().look(changes);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            UndoRecord pending = looks.get(i).undo().orElseThrow();
            assertFalse(UndoRecord.CODEC.write(pending).contains("\n"));
            todos.add(new PendingChange<>(changes.get(i), pending));
        }
        return todos;
    }

    private void carry(Change.Rekey... changes) {
        step().act(pending(List.of(changes)), NO_TASKS).forEach(outcome -> assertEquals(APPLIED, outcome));
    }

    private FindingCode refused(Change.Rekey change) {
        return assertInstanceOf(Look.Refused.class, step().look(List.of(change)).get(0))
                .finding();
    }
}
