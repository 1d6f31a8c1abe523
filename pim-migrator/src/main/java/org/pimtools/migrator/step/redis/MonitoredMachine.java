package org.pimtools.migrator.step.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One {@code PhysicalMachine} as Redis holds it.
 *
 * @param fields of its hash; null when the key is no hash, empty when there is none
 */
record MonitoredMachine(long id, Map<String, String> fields) {
    private static final int PIPELINED = 1_000;

    static List<MonitoredMachine> all(RedisConnection connection) {
        connection.send(Command.SMEMBERS, Keys.MACHINES);
        if (!(connection.next() instanceof List<?> members)) {
            return List.of();
        }
        List<Long> ids = members.stream()
                .map(member -> Keys.id((byte[]) member))
                .filter(id -> id > 0)
                .sorted()
                .toList();
        List<MonitoredMachine> machines = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PIPELINED) {
            List<Long> part = ids.subList(from, Math.min(ids.size(), from + PIPELINED));
            part.forEach(id -> connection.send(Command.HGETALL, Keys.machine(id)));
            part.forEach(id -> machines.add(new MonitoredMachine(id, fields(connection.next()))));
        }
        return machines;
    }

    /** {@code :all} may hold ids of machines that are gone. */
    boolean isStale() {
        return fields != null && fields.isEmpty();
    }

    String address() {
        return fields.get("address");
    }

    String type() {
        return fields.getOrDefault("type", "");
    }

    String ip() {
        return fields.get("ip");
    }

    String port() {
        return fields.get("port");
    }

    String managerIp() {
        return either("manager_ip", "managerIp");
    }

    String managerPort() {
        return either("manager_port", "managerPort");
    }

    String agentIp() {
        return either("agent_ip", "agentIp");
    }

    String agentPort() {
        return either("agent_port", "agentPort");
    }

    boolean hasIps() {
        return ip() != null || managerIp() != null || agentIp() != null;
    }

    /** The id of its {@code VirtualMachinesCache}, or 0 while it was never polled. */
    long cache() {
        String cache = fields.get("virtualMachines_id");
        return cache == null ? 0 : Math.max(0, Keys.id(cache.getBytes(StandardCharsets.UTF_8)));
    }

    private String either(String name, String other) {
        String value = fields.get(name);
        return value == null ? fields.get(other) : value;
    }

    private static Map<String, String> fields(Object reply) {
        if (reply instanceof JedisDataException) {
            return null;
        }
        List<?> flat = (List<?>) reply;
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(RedisConnection.text(flat.get(i)), RedisConnection.text(flat.get(i + 1)));
        }
        return fields;
    }
}
