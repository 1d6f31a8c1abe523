package org.pimtools.testkit.world;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** Finds a VM as the VSM does: from the name's index to the ids, and from each id to its hash. */
public record VsmLookup(Jedis redis) {

    /** A VM found. @param name in its hash, which may be another one than was looked for when the index lies */
    public record Hit(long redisId, String name, long machineId) {}

    /** All VMs under a name, by id; ids without a hash are left out. */
    public List<Hit> byName(String name) {
        return redis.smembers("VirtualMachine:name:" + name).stream()
                .map(Long::valueOf)
                .sorted()
                .map(id -> hit(id, redis.hgetAll("VirtualMachine:" + id)))
                .filter(hit -> hit.name() != null)
                .toList();
    }

    private static Hit hit(long id, Map<String, String> hash) {
        return new Hit(id, hash.get("name"), Long.parseLong(hash.getOrDefault("physicalMachine_id", "0")));
    }
}
