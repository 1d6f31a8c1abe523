package org.pimtools.testkit.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pimtools.testkit.world.Chance.Purpose;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Writes the VSM's keys of one datacenter, with the litter that years leave behind. */
final class WorldKeys {
    private static final int BATCH = 2_000;
    private static final double CACHED = 0.95;
    private static final double NOTED = 0.005;
    private static final long STALE = 9_000_001;

    private final World world;
    private final Chance chance;
    private final Datacenter datacenter;
    private final RedisLayout layout;
    private int waiting;

    WorldKeys(World world, Chance chance, int datacenter, RedisLayout layout) {
        this.world = world;
        this.chance = chance;
        this.datacenter = world.datacenters().get(datacenter);
        this.layout = layout;
    }

    void write(Jedis redis) {
        if (redis.dbSize() != 0) {
            throw new IllegalArgumentException("the Redis of " + datacenter.name() + " is not empty");
        }
        try (Pipeline keys = redis.pipelined()) {
            datacenter.machines().forEach(machine -> machine(keys, machine));
            world.forEachVm(datacenter.index(), vm -> vm(keys, vm));
            for (Endpoint endpoint : datacenter.endpoints()) {
                world.forEachEntry(endpoint, entry -> stranger(keys, entry));
            }
            counters(keys);
            litter(keys);
            keys.sync();
        }
    }

    private void machine(Pipeline keys, Machine machine) {
        String id = Long.toString(machine.redisId());
        Map<String, String> hash = new LinkedHashMap<>();
        hash.put("type", machine.endpoint().type().typeName());
        hash.put("virtualMachines_id", Long.toString(machine.cacheId()));
        Place place = world.place(machine.endpoint());
        boolean cluster = machine.endpoint().type() == EndpointType.VCENTER;
        String ip = cluster ? machine.hostAddress() : place.host();
        int port = cluster ? EndpointType.ESXI.defaultPort() : place.port();
        hash.put("username", place.user());
        hash.put("password", place.password());
        switch (layout) {
            case ADDRESS -> {
                String address = "http://" + ip + ":" + port + "/";
                hash.put("address", address);
                keys.sadd("PhysicalMachine:address:" + address, id);
            }
            case MONITOR -> {
                hash.put("ip", ip);
                hash.put("port", Integer.toString(port));
                if (cluster) {
                    hash.put("manager_ip", place.host());
                    hash.put("manager_port", Integer.toString(place.port()));
                    hash.put("manager_user", place.user());
                    hash.put("manager_password", place.password());
                }
                if (machine.endpoint().type() == EndpointType.KVM) {
                    hash.put("agent_ip", ip);
                    hash.put("agent_port", Integer.toString(EndpointType.KVM.defaultPort()));
                }
                keys.set("PhysicalMachine:uid:" + md5(ip + ":" + port + "/" + hash.get("type")), id);
                keys.set("PhysicalMachine:connection:" + md5(ip + ":" + port + "@" + place), id);
            }
        }
        hash(keys, "PhysicalMachine:" + id, hash);
        keys.sadd("PhysicalMachine:all", id);
        String cache = Long.toString(machine.cacheId());
        keys.hset("VirtualMachinesCache:" + cache, "dummy", "workaround");
        keys.sadd("VirtualMachinesCache:all", cache);
        sync(keys);
    }

    private void vm(Pipeline keys, Vm vm) {
        if (world.subscribed(vm)) {
            subscription(keys, vm);
        }
        boolean seen = vm.state().deployed() && vm.story() != Story.RIVAL;
        if (seen && chance.happens(CACHED, Purpose.CACHED, vm.index())) {
            cached(keys, vm.machine(), vm.hypervisorName());
        }
        if (vm.state().deployed() && chance.even(Purpose.NAME, datacenter.index(), world.redisId(vm)) < NOTED) {
            hash(keys, "Notes:" + vm.hypervisorName(), Map.of("text", "moved by hand", "vm", vm.hypervisorName()));
            keys.rpush("EventLog:" + datacenter.index(), vm.hypervisorName() + " was powered on");
            keys.expire("EventLog:" + datacenter.index(), 864_000);
        }
        sync(keys);
    }

    private void subscription(Pipeline keys, Vm vm) {
        String id = Long.toString(world.redisId(vm));
        String machine = Long.toString(vm.machine().redisId());
        hash(
                keys,
                "VirtualMachine:" + id,
                Map.of(
                        "name",
                        vm.hypervisorName(),
                        "lastKnownState",
                        vm.state() == VmState.LOCKED
                                ? VmState.UNKNOWN.name()
                                : vm.state().name(),
                        "physicalMachine_id",
                        machine));
        keys.sadd("VirtualMachine:all", id);
        keys.sadd("VirtualMachine:name:" + vm.hypervisorName(), id);
        if (layout == RedisLayout.MONITOR) {
            keys.sadd("VirtualMachine:byMonitor:" + machine, id);
        }
    }

    /** Field by field: before version 4 an HSET takes one. */
    private static void hash(Pipeline keys, String key, Map<String, String> fields) {
        fields.forEach((field, value) -> keys.hset(key, field, value));
    }

    /** Pollers put every name that they see into a host's cache. */
    private void stranger(Pipeline keys, InventoryEntry entry) {
        if (entry.stranger()) {
            cached(keys, entry.near().machine(), entry.name());
            sync(keys);
        }
    }

    private static void cached(Pipeline keys, Machine machine, String name) {
        keys.sadd("VirtualMachinesCache:" + machine.cacheId() + ":cache", name);
        keys.sadd("VirtualMachinesCache:cache:" + name, Long.toString(machine.cacheId()));
    }

    private void counters(Pipeline keys) {
        keys.set("PhysicalMachine:id", Integer.toString(datacenter.machines().size()));
        keys.set(
                "VirtualMachinesCache:id",
                Long.toString(1000L + datacenter.machines().size()));
        keys.set("VirtualMachine:id", Long.toString(STALE + 10));
    }

    /** Ids without a hash, cache entries without a cache, and keys of things that nobody remembers. */
    private void litter(Pipeline keys) {
        for (String kind : new String[] {"PhysicalMachine", "VirtualMachinesCache", "VirtualMachine"}) {
            keys.sadd(kind + ":all", Long.toString(STALE), Long.toString(STALE + 1));
        }
        keys.sadd("VirtualMachinesCache:cache:ABQ_gone", Long.toString(STALE));
        keys.sadd("VirtualMachinesCache:cache:gone too", Long.toString(STALE + 1), "1001");
        keys.set("Migrations:applied", "2.6,3.0");
        keys.zadd("Metrics:polls", 12.5, "machine 1");
        keys.sadd("VirtualMachine:name:ABQ_stale", Long.toString(STALE));
    }

    private void sync(Pipeline keys) {
        if (++waiting % BATCH == 0) {
            keys.sync();
        }
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
