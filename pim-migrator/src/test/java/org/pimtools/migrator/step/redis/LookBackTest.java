package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/** What may be undone, and what somebody else changed since. */
@Tag("slow")
class LookBackTest {
    private static final String NEW = "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-7";
    private static final Change.Rekey CHANGE = MonitorModel.rekey(1, 1, NEW, "web");

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private RedisServer server;
    private Jedis redis;
    private RedisConnection connection;

    @BeforeEach
    void start() {
        server = servers.add(RedisServer.start());
        redis = servers.add(new Jedis(server.host(), server.port()));
        connection = servers.add(RedisConnection.open(RedisSettings.of(server.host(), server.port())));
    }

    private MonitorModel model(Layout layout) {
        return new MonitorModel(redis, layout);
    }

    private RedisStep step() {
        return new RedisStep(connection, MonitorModel.context(3));
    }

    /** Re-keys, and returns what the journal would hold. */
    private PendingChange<Change.Rekey, UndoRecord> rekey(Change.Rekey change) {
        UndoRecord pending = step().look(List.of(change)).get(0).undo().orElseThrow();
        PendingChange<Change.Rekey, UndoRecord> todo = new PendingChange<>(change, pending);
        step().act(List.of(todo), NO_TASKS);
        return todo;
    }

    private Look<UndoRecord> lookBack(PendingChange<Change.Rekey, UndoRecord> todo) {
        RedisSnapshot before = RedisSnapshot.of(redis);
        Look<UndoRecord> look = step().lookBack(List.of(todo)).get(0);
        assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)), "it only reads");
        return look;
    }

    private static Look<UndoRecord> refused(FindingCode code, String detail) {
        return new Look.Refused<>(code, detail);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDRESS_INDEX", "MONITOR_INDEX"})
    void whatIsAsItWasLeftCanBeUndoneOnce(Layout layout) {
        model(layout).machine(1).machine(2).vm(1, "web", 1).vm(2, "web", 2);
        PendingChange<Change.Rekey, UndoRecord> todo = rekey(CHANGE);
        assertEquals(new Look.Pending<>(todo.undo()), lookBack(todo));
        step().undo(List.of(todo), NO_TASKS);
        assertEquals(new Look.Done<>(), lookBack(todo));
        redis.srem("VirtualMachinesCache:101:cache", "web");
        assertEquals(new Look.Done<>(), lookBack(todo), "its own cache is the platform's business");
    }

    @Test
    void whatWasNeverCarriedHasNothingOfOurs() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
        UndoRecord before = step().look(List.of(CHANGE)).get(0).undo().orElseThrow();
        redis.srem("VirtualMachinesCache:101:cache", "web");
        assertEquals(new Look.Done<>(), lookBack(new PendingChange<>(CHANGE, before)));
    }

    @Test
    void whatWasRenamedDeletedOrMovedIsRefused() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).vm(1, "web", 1);
        PendingChange<Change.Rekey, UndoRecord> todo = rekey(CHANGE);
        redis.hset("VirtualMachine:1", "name", "by hand");
        Look<UndoRecord> changed = refused(FindingCode.CHANGED_SINCE, "VirtualMachine:1 is gone or has another name");
        assertEquals(changed, lookBack(todo));
        redis.hset("VirtualMachine:1", Map.of("name", NEW, "physicalMachine_id", "2"));
        assertEquals(
                refused(FindingCode.CHANGED_SINCE, "VirtualMachine:1 is on another machine, PhysicalMachine:2"),
                lookBack(todo));
        redis.del("VirtualMachine:1");
        assertEquals(changed, lookBack(todo));
        redis.flushAll();
        assertEquals(changed, lookBack(todo), "an empty Redis is no rolled back one");
    }

    @Test
    void aVmThatWasDeployedAnewIsRefused() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
        PendingChange<Change.Rekey, UndoRecord> todo = rekey(CHANGE);
        redis.del("VirtualMachine:1");
        redis.srem("VirtualMachine:name:" + NEW, "1");
        model(Layout.ADDRESS_INDEX).vm(2, NEW, 1);
        assertEquals(
                refused(
                        FindingCode.DEPLOYED_SINCE,
                        "the provider ID is the name of VirtualMachine:2 now, and was that of VirtualMachine:1"),
                lookBack(todo));
    }

    @Test
    void anOldNameThatSomebodyTookIsNotTakenAway() {
        model(Layout.ADDRESS_INDEX).machine(1).machine(2).vm(1, "web", 1);
        PendingChange<Change.Rekey, UndoRecord> todo = rekey(CHANGE);
        model(Layout.ADDRESS_INDEX).vm(2, "web", 2);
        assertEquals(new Look.Pending<>(todo.undo()), lookBack(todo), "on another machine it may be");
        model(Layout.ADDRESS_INDEX).uncachedVm(3, "web", 1);
        assertEquals(
                refused(FindingCode.CHANGED_SINCE, "its old name belongs to VirtualMachine:3 of the same machine"),
                lookBack(todo));
    }

    @Test
    void aChangedCacheAndAWrongTypeAreNamed() {
        model(Layout.ADDRESS_INDEX).machine(1).vm(1, "web", 1);
        PendingChange<Change.Rekey, UndoRecord> todo = rekey(CHANGE);
        redis.srem("VirtualMachinesCache:101:cache", NEW);
        assertEquals(
                refused(
                        FindingCode.CHANGED_SINCE,
                        "VirtualMachine:1 has {\"old\":[],\"new\":[\"hash\",\"index\",\"entry\"]} instead of"
                                + " {\"old\":[],\"new\":[\"hash\",\"index\",\"cache\",\"entry\"]}"),
                lookBack(todo));
        redis.set("VirtualMachinesCache:101:cache", "a string");
        assertEquals(
                FindingCode.WRONG_TYPE,
                assertInstanceOf(Look.Refused.class, lookBack(todo)).finding());
        assertEquals(
                refused(FindingCode.CHANGED_SINCE, "the record of what was there before cannot be read"),
                lookBack(new PendingChange<>(CHANGE, (UndoRecord) null)));
    }

    /** Parts are hash, index, cache and entry, by their first letters. */
    @ParameterizedTest
    @CsvSource({
        "hice,'', hice,'', hice,''", // the first was lost
        "hice,'', hi,'', hi,''", // the first was never done, and the cache changed
        "hice,'', ce,hi, hice,''", // the cache was filled again by names of before
        "hi,'', ce,hi, hice,''",
        "hi,'', c,hie, hic,e"
    })
    void twoRecordsOfOneChangeAreJoined(
            String old, String fresh, String oldAgain, String freshAgain, String oldJoined, String freshJoined) {
        assertEquals(
                before(oldJoined, freshJoined),
                UndoRecord.CODEC.joined(before(old, fresh), before(oldAgain, freshAgain)));
    }

    @Test
    void aRecordOfAnotherSubscriptionTakesThePlaceOfTheFirst() {
        UndoRecord first = before("hice", "");
        UndoRecord again = new UndoRecord(5, 0, 101, before("ce", "hi").marks());
        assertEquals(again, first.followedBy(again));
    }

    private static UndoRecord before(String old, String fresh) {
        return new UndoRecord(2, 0, 101, marks(old) | marks(fresh) << 4);
    }

    private static int marks(String parts) {
        int marks = 0;
        for (char part : parts.toCharArray()) {
            marks |= 1 << "hice".indexOf(part);
        }
        return marks;
    }
}
