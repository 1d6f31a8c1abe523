package org.pimtools.migrator.step.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.step.redis.MonitorModel.NO_TASKS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.migrator.step.PendingChange;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Machine;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Subscription;
import org.pimtools.testkit.world.VsmLookup;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

@Tag("slow")
class RedisWorldTest {
    private static final int BATCH = 1_000;

    private final World world = World.of(20_261_122, new Size(1, 20_000));

    @ParameterizedTest
    @EnumSource
    void aWholeDatacenterIsRekeyedAndGivenBack(RedisLayout layout) {
        try (RedisServer server = RedisServer.start();
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = open(server)) {
            world.seedRedis(redis, 0, layout);
            RedisSnapshot before = RedisSnapshot.of(redis);
            RedisStep step = new RedisStep(connection, MonitorModel.context(machines()));

            List<PendingChange<Change.Rekey, UndoRecord>> todos = carry(step, changes());

            assertEquals(
                    List.of(),
                    before.rekeyed(all -> world.forEachSubscription(0, all)).diff(RedisSnapshot.of(redis)));
            assertVsmFindsProviderIdsOnly(redis);
            step.look(changes()).forEach(look -> assertEquals(new Look.Done<>(), look));

            step.undo(todos, NO_TASKS).forEach(outcome -> assertEquals(new Outcome.Applied(), outcome));
            assertEquals(List.of(), before.diff(RedisSnapshot.of(redis)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatRestartsWithoutItsLastWritesIsRepaired(RedisLayout layout) {
        try (RedisServer server = RedisServer.start("--save", "");
                Jedis redis = new Jedis(server.host(), server.port());
                RedisConnection connection = open(server)) {
            world.seedRedis(redis, 0, layout);
            RedisSnapshot before = RedisSnapshot.of(redis);
            RedisStep step = new RedisStep(connection, MonitorModel.context(machines()));
            List<Change.Rekey> changes = changes();
            carry(step, changes.subList(0, 5_000));
            step.settle();
            carry(step, changes.subList(5_000, 10_000));

            server.kill();
            server.restart();

            long lost = step.look(changes.subList(0, 10_000)).stream()
                    .filter(Look.Pending.class::isInstance)
                    .count();
            assertEquals(5_000, lost, "what was settled is there, and what was not is seen as pending");
            carry(step, changes);
            try (Jedis again = new Jedis(server.host(), server.port())) {
                assertEquals(
                        List.of(),
                        before.rekeyed(all -> world.forEachSubscription(0, all)).diff(RedisSnapshot.of(again)));
            }
        }
    }

    private void assertVsmFindsProviderIdsOnly(Jedis redis) {
        VsmLookup vsm = new VsmLookup(redis);
        world.forEachSubscription(0, subscription -> {
            if (isResolved(subscription)) {
                assertEquals(
                        List.of(new VsmLookup.Hit(
                                subscription.redisId(), subscription.nameAfter(), subscription.machineId())),
                        vsm.byName(subscription.nameAfter()));
                assertTrue(vsm.byName(subscription.nameBefore()).stream()
                        .noneMatch(hit -> hit.redisId() == subscription.redisId()));
            }
        });
    }

    /** Carries what is pending and returns it. */
    private static List<PendingChange<Change.Rekey, UndoRecord>> carry(RedisStep step, List<Change.Rekey> changes) {
        List<PendingChange<Change.Rekey, UndoRecord>> all = new ArrayList<>();
        for (int from = 0; from < changes.size(); from += BATCH) {
            List<Change.Rekey> batch = changes.subList(from, Math.min(changes.size(), from + BATCH));
            List<Look<UndoRecord>> looks = step.look(batch);
            List<PendingChange<Change.Rekey, UndoRecord>> todos = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                if (!looks.get(i).equals(new Look.Done<>())) {
                    UndoRecord pending = looks.get(i).undo().orElseThrow();
                    todos.add(new PendingChange<>(batch.get(i), pending));
                }
            }
            step.act(todos, NO_TASKS).forEach(outcome -> assertEquals(new Outcome.Applied(), outcome));
            all.addAll(todos);
        }
        return all;
    }

    private List<Change.Rekey> changes() {
        List<Change.Rekey> changes = new ArrayList<>();
        world.forEachSubscription(0, subscription -> {
            if (isResolved(subscription)) {
                changes.add(new Change.Rekey(
                        changes.size() + 1,
                        subscription.vm().idVm(),
                        subscription.vm().machine().idHypervisor(),
                        List.of(subscription.nameBefore()),
                        subscription.nameAfter()));
            }
        });
        assertTrue(changes.size() > 14_000, "a world of 20,000 VMs has enough of them");
        return changes;
    }

    private static boolean isResolved(Subscription subscription) {
        return subscription.expected().newProviderId().isPresent();
    }

    private Map<Long, PlanLine.Machine> machines() {
        Map<Long, PlanLine.Machine> machines = new HashMap<>();
        for (Machine machine : world.datacenters().get(0).machines()) {
            Place place = world.place(machine.endpoint());
            boolean cluster = machine.endpoint().type() == EndpointType.VCENTER;
            machines.put(
                    machine.idHypervisor(),
                    new PlanLine.Machine(
                            machine.idHypervisor(),
                            1,
                            machine.endpoint().type().typeName(),
                            cluster ? machine.hostAddress() : place.host(),
                            cluster ? Integer.valueOf(443) : Integer.valueOf(place.port()),
                            cluster ? place.host() : null,
                            cluster ? place.port() : null,
                            null,
                            null));
        }
        return machines;
    }

    private static RedisConnection open(RedisServer server) {
        return RedisConnection.open(RedisSettings.of(server.host(), server.port()));
    }
}
