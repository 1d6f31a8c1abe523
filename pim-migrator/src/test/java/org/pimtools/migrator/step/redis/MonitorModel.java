package org.pimtools.migrator.step.redis;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.TaskLog;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Writes the monitor's model as the monitor would, in either layout; machine {@code n} has the cache {@code n + 100}. */
final class MonitorModel {
    private final Jedis redis;
    private final Layout layout;

    MonitorModel(Jedis redis, Layout layout) {
        this.redis = redis;
        this.layout = layout;
    }

    static String ip(long machine) {
        return "10.0." + machine / 250 + "." + (machine % 250 + 1);
    }

    /** The plan's machines 1 to {@code count}, which have the same numbers in Redis. */
    /** Redis has no tasks of its own. */
    static final TaskLog NO_TASKS = (no, task) -> {
        throw new AssertionError(task);
    };

    static StepContext context(int machines) {
        return context(machines(machines));
    }

    static StepContext context(Map<Long, PlanLine.Machine> machines) {
        return new StepContext(
                DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(),
                machines,
                List.of(),
                Map::of,
                Path.of("."),
                () -> {});
    }

    static Map<Long, PlanLine.Machine> machines(int count) {
        Map<Long, PlanLine.Machine> machines = new TreeMap<>();
        for (long id = 1; id <= count; id++) {
            machines.put(id, new PlanLine.Machine(id, 1, "vmx_04", ip(id), 443, null, null, null, null));
        }
        return machines;
    }

    static Change.Rekey rekey(int no, long machine, String providerId, String... oldNames) {
        return new Change.Rekey(no, no, machine, List.of(oldNames), providerId);
    }

    static long cache(long machine) {
        return machine + 100;
    }

    MonitorModel machine(long id) {
        machineOfItsOwn(id);
        String cache = String.valueOf(cache(id));
        redis.hset("PhysicalMachine:" + id, "virtualMachines_id", cache);
        redis.set("VirtualMachinesCache:id", cache);
        redis.sadd("VirtualMachinesCache:all", cache);
        redis.hset("VirtualMachinesCache:" + cache, "dummy", "workaround");
        return this;
    }

    /** A machine that was never polled. */
    MonitorModel machineOfItsOwn(long id) {
        String key = "PhysicalMachine:" + id;
        redis.set("PhysicalMachine:id", String.valueOf(id));
        redis.sadd("PhysicalMachine:all", String.valueOf(id));
        hash(key, Map.of("type", "VMX_04", "username", "root", "password", "secret"));
        if (layout == Layout.ADDRESS_INDEX) {
            String address = "http://" + ip(id) + ":443/";
            redis.hset(key, "address", address);
            redis.sadd("PhysicalMachine:address:" + address, String.valueOf(id));
        } else {
            hash(key, Map.of("ip", ip(id), "port", "443"));
            redis.set("PhysicalMachine:uid:d41d8cd98f00b204e9800998ecf8427" + id % 10, String.valueOf(id));
            redis.set("PhysicalMachine:connection:0cc175b9c0f1b6a831c399e26977266" + id % 10, String.valueOf(id));
        }
        return this;
    }

    /** A subscription that the machine's poller has seen. */
    MonitorModel vm(long id, String name, long machine) {
        try (Pipeline pipeline = redis.pipelined()) {
            subscribe(pipeline, id, name, machine);
            cache(pipeline, name, machine);
        }
        return this;
    }

    MonitorModel uncachedVm(long id, String name, long machine) {
        try (Pipeline pipeline = redis.pipelined()) {
            subscribe(pipeline, id, name, machine);
        }
        return this;
    }

    /** A name that a poller saw, whether or not somebody subscribed to it. */
    MonitorModel seen(String name, long machine) {
        try (Pipeline pipeline = redis.pipelined()) {
            cache(pipeline, name, machine);
        }
        return this;
    }

    /** {@code count} subscriptions {@code ABQ_<id>} over the machines. */
    MonitorModel vms(int count, int machines) {
        try (Pipeline pipeline = redis.pipelined()) {
            for (long id = 1; id <= count; id++) {
                long machine = (id - 1) * machines / count + 1;
                subscribe(pipeline, id, "ABQ_" + id, machine);
                cache(pipeline, "ABQ_" + id, machine);
                if (id % 1_000 == 0) {
                    pipeline.sync();
                }
            }
        }
        return this;
    }

    private void subscribe(Pipeline pipeline, long id, String name, long machine) {
        pipeline.set("VirtualMachine:id", String.valueOf(id));
        pipeline.sadd("VirtualMachine:all", String.valueOf(id));
        pipeline.hset(
                "VirtualMachine:" + id,
                Map.of("name", name, "lastKnownState", "UNKNOWN", "physicalMachine_id", String.valueOf(machine)));
        pipeline.sadd("VirtualMachine:name:" + name, String.valueOf(id));
        if (layout == Layout.MONITOR_INDEX) {
            pipeline.sadd("VirtualMachine:byMonitor:" + machine, String.valueOf(id));
        }
    }

    private void cache(Pipeline pipeline, String name, long machine) {
        pipeline.sadd("VirtualMachinesCache:" + cache(machine) + ":cache", name);
        pipeline.sadd("VirtualMachinesCache:cache:" + name, String.valueOf(cache(machine)));
    }

    /** Field by field: before version 4 an HSET takes one. */
    private void hash(String key, Map<String, String> fields) {
        fields.forEach((field, value) -> redis.hset(key, field, value));
    }
}
