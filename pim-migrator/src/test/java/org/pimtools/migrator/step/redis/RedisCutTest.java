package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.doubles.CuttingProxy;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

@Tag("slow")
class RedisCutTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatIsCutAtAnExecEndsInTheTruth(boolean executed) throws IOException {
        try (RedisServer server = RedisServer.start();
                CuttingProxy proxy = new CuttingProxy(server.port(), 20, executed);
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = RedisConnection.open(RedisSettings.of("127.0.0.1", proxy.port()))) {
            new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).machine(2).vms(600, 2);
            connection.hold(
                    RedisLock.of(DatacenterId.of(UUID.randomUUID().toString()).orElseThrow()));
            RedisSnapshot before = RedisSnapshot.of(redis);
            RedisStep step = new RedisStep(connection, MonitorModel.context(2));
            List<Change.Rekey> changes = changes(600, 2);
            List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(step, changes);

            step.act(todos, NO_TASKS).forEach(outcome -> assertEquals(new Outcome.Applied(), outcome));

            assertTrue(proxy.execs() > 60, "it was cut in the middle, and went on");
            step.look(changes).forEach(look -> assertEquals(new Look.Done<>(), look));
            step.undo(todos, NO_TASKS).forEach(outcome -> assertEquals(new Outcome.Applied(), outcome));
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
        }
    }

    @Test
    void aServerThatIsKilledAndStartedAgainWhileItWorksIsRightInTheEnd() throws Exception {
        try (RedisServer server = RedisServer.start("--save", "");
                RedisConnection connection = RedisConnection.open(RedisSettings.of(server.host(), server.port()))) {
            try (Jedis redis = new Jedis(server.host(), server.port())) {
                new MonitorModel(redis, Layout.MONITOR_INDEX)
                        .machine(1)
                        .machine(2)
                        .vms(6_000, 2);
                redis.save();
            }
            RedisStep step = new RedisStep(connection, MonitorModel.context(2));
            List<Change.Rekey> changes = changes(6_000, 2);
            List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(step, changes);
            Thread crash = new Thread(() -> {
                try (Jedis redis = new Jedis(server.host(), server.port())) {
                    while (!redis.hget("VirtualMachine:500", "name").startsWith("provider")) {
                        Thread.onSpinWait();
                    }
                }
                server.kill();
                server.restart();
            });

            crash.start();
            step.act(todos, NO_TASKS);
            crash.join();

            List<PendingChange<Change.Rekey, UndoRecord>> lost = new ArrayList<>();
            List<Look<UndoRecord>> looks = step.look(changes);
            for (int i = 0; i < looks.size(); i++) {
                if (looks.get(i).undo().isPresent()) {
                    UndoRecord pending = looks.get(i).undo().get();
                    lost.add(new PendingChange<>(changes.get(i), pending));
                }
            }
            step.act(lost, NO_TASKS).forEach(outcome -> assertEquals(new Outcome.Applied(), outcome));
            step.look(changes).forEach(look -> assertEquals(new Look.Done<>(), look));
        }
    }

    @Test
    void aServerThatComesBackEmptyEndsTheRun() {
        try (RedisServer server = RedisServer.start("--save", "");
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = RedisConnection.open(RedisSettings.of(server.host(), server.port()))) {
            new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).vms(3, 1);
            RedisStep step = new RedisStep(connection, MonitorModel.context(1));
            List<Change.Rekey> changes = changes(3, 1);
            step.look(changes);

            server.kill();
            server.restart();

            ToolException refused = assertThrows(ToolException.class, () -> step.look(changes));
            assertEquals(ExitCode.UNSAFE, refused.exitCode());
            assertTrue(refused.getMessage().contains("other data"), refused.getMessage());
        }
    }

    @Test
    void whatReallyChangedMovesAndNothingElse() throws Exception {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = RedisConnection.open(RedisSettings.of(server.host(), server.port()))) {
            new MonitorModel(redis, Layout.ADDRESS_INDEX).machine(1).vms(2_000, 1);
            RedisStep step = new RedisStep(connection, MonitorModel.context(1));
            List<PendingChange<Change.Rekey, UndoRecord>> todos = pending(step, changes(2_000, 1));
            redis.hset("VirtualMachine:17", "name", "renamed");
            Thread poller = new Thread(() -> {
                try (Jedis other = new Jedis(server.host(), server.port())) {
                    for (int i = 0; i < 500; i++) {
                        other.sadd("VirtualMachinesCache:101:cache", "seen" + i);
                    }
                }
            });

            poller.start();
            List<Outcome> outcomes = step.act(todos, NO_TASKS);
            poller.join();

            for (int i = 0; i < outcomes.size(); i++) {
                if (i == 16) {
                    assertInstanceOf(Outcome.Moved.class, outcomes.get(i));
                } else {
                    assertEquals(new Outcome.Applied(), outcomes.get(i));
                }
            }
            assertEquals(2_000 + 500, redis.scard("VirtualMachinesCache:101:cache"));
        }
    }

    private static List<Change.Rekey> changes(int count, int machines) {
        List<Change.Rekey> changes = new ArrayList<>();
        for (int no = 1; no <= count; no++) {
            changes.add(MonitorModel.rekey(no, (no - 1L) * machines / count + 1, "provider#vm-" + no, "ABQ_" + no));
        }
        return changes;
    }

    private static List<PendingChange<Change.Rekey, UndoRecord>> pending(RedisStep step, List<Change.Rekey> changes) {
        List<Look<UndoRecord>> looks = step.look(changes);
        List<PendingChange<Change.Rekey, UndoRecord>> todos = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            todos.add(new PendingChange<>(changes.get(i), looks.get(i).undo().orElseThrow()));
        }
        return todos;
    }
}
