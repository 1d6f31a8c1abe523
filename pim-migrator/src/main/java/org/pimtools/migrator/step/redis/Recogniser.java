package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Recognises a layout by what is there, never by what is missing; reads only. */
final class Recogniser {
    private static final String SAMPLE = "20";
    private static final String SCANNED_AT_ONCE = "1000";

    private final RedisConnection connection;

    private Recogniser(RedisConnection connection) {
        this.connection = connection;
    }

    static Recognition recognise(RedisConnection connection) {
        try {
            return new Recogniser(connection).recognise();
        } catch (JedisDataException e) {
            return new Recognition.Unknown("redis answers: " + e.getMessage());
        }
    }

    private Recognition recognise() {
        if ((Long) connection.ask(Command.DBSIZE) == 0) {
            return new Recognition.Known(Layout.EMPTY);
        }
        String machineIds = type(Keys.MACHINES);
        String vmIds = type(Keys.VMS);
        if (machineIds.equals("none") && vmIds.equals("none")) {
            return type(Keys.ascii("PhysicalMachine:id")).equals("string")
                    ? new Recognition.Known(Layout.EMPTY)
                    : new Recognition.Unknown("there are keys, but none of the monitor's");
        }
        if (!machineIds.equals("set")) {
            return new Recognition.Unknown("PhysicalMachine:all is no set but " + machineIds);
        }
        if (!isSetOrNone(vmIds) || !isSetOrNone(type(Keys.CACHES))) {
            return new Recognition.Unknown("VirtualMachine:all or VirtualMachinesCache:all is no set");
        }
        if (!vmsFit()) {
            return new Recognition.Unknown("a VirtualMachine is no hash with a name");
        }
        return byMachines(MonitoredMachine.all(connection).stream()
                .filter(machine -> !machine.isStale())
                .toList());
    }

    private Recognition byMachines(List<MonitoredMachine> machines) {
        List<byte[]> indexes = new ArrayList<>();
        long withAddress = 0;
        for (MonitoredMachine machine : machines) {
            if (machine.fields() == null) {
                return new Recognition.Unknown("PhysicalMachine:" + machine.id() + " is no hash");
            }
            if (machine.address() == null && !machine.hasIps()) {
                return new Recognition.Unknown("PhysicalMachine:" + machine.id() + " has neither address nor IP");
            }
            if (machine.address() != null) {
                withAddress++;
                indexes.add(Keys.address(Keys.utf8(machine.address())));
            } else {
                indexes.add(Keys.monitored(machine.id()));
            }
        }
        if (machines.isEmpty()) {
            return type(Keys.VMS).equals("none")
                    ? new Recognition.Known(Layout.EMPTY)
                    : new Recognition.Unknown("there are virtual machines but no physical machine");
        }
        if (withAddress > 0 && withAddress < machines.size()) {
            return new Recognition.Unknown("some machines have an address, and some only an IP");
        }
        List<String> types = types(indexes);
        for (int i = 0; i < types.size(); i++) {
            if (!isSetOrNone(types.get(i))) {
                return new Recognition.Unknown(
                        "the key " + RedisConnection.text(indexes.get(i)) + " is a " + types.get(i));
            }
        }
        if (withAddress > 0) {
            return types.contains("set")
                    ? new Recognition.Known(Layout.ADDRESS_INDEX)
                    : new Recognition.Unknown("no machine is indexed by its address");
        }
        return types.contains("set") || hasDigests()
                ? new Recognition.Known(Layout.MONITOR_INDEX)
                : new Recognition.Unknown("no machine is indexed by a digest or has a set of VMs");
    }

    /** Of some VMs that are not stale, one at least must be a hash with a name. */
    private boolean vmsFit() {
        Object sample = connection.ask(Command.SRANDMEMBER, "VirtualMachine:all", SAMPLE);
        boolean none = true;
        for (Object member : (List<?>) sample) {
            byte[] key = Keys.vm(Keys.id((byte[]) member));
            String type = type(key);
            if (type.equals("hash")) {
                connection.send(Command.HEXISTS, key, Keys.NAME);
                if (Long.valueOf(1).equals(connection.next())) {
                    return true;
                }
            }
            none &= type.equals("none");
        }
        return none;
    }

    private boolean hasDigests() {
        String cursor = "0";
        do {
            List<?> page = (List<?>) connection.ask(
                    Command.SCAN, cursor, "MATCH", "PhysicalMachine:[uc][io]*:*", "COUNT", SCANNED_AT_ONCE);
            cursor = RedisConnection.text(page.get(0));
            for (Object key : (List<?>) page.get(1)) {
                String name = RedisConnection.text(key);
                if ((name.startsWith("PhysicalMachine:uid:") || name.startsWith("PhysicalMachine:connection:"))
                        && type((byte[]) key).equals("string")) {
                    return true;
                }
            }
        } while (!cursor.equals("0"));
        return false;
    }

    private String type(byte[] key) {
        return types(List.of(key)).get(0);
    }

    private List<String> types(List<byte[]> keys) {
        keys.forEach(key -> connection.send(Command.TYPE, key));
        List<Object> replies = new ArrayList<>(keys.size());
        keys.forEach(key -> replies.add(connection.next()));
        List<String> types = new ArrayList<>(keys.size());
        for (Object reply : replies) {
            if (reply instanceof JedisDataException error) {
                throw error;
            }
            types.add(RedisConnection.text(reply));
        }
        return types;
    }

    private static boolean isSetOrNone(String type) {
        return type.equals("set") || type.equals("none");
    }
}
