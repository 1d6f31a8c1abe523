package org.pimtools.migrator.step.redis;

import java.nio.charset.StandardCharsets;

/** The keys of the monitor's model: parts joined by a colon, with no escaping. */
final class Keys {
    static final byte[] MACHINES = ascii("PhysicalMachine:all");
    static final byte[] VMS = ascii("VirtualMachine:all");
    static final byte[] CACHES = ascii("VirtualMachinesCache:all");
    static final byte[] NAME = ascii("name");
    static final byte[] MACHINE_OF_VM = ascii("physicalMachine_id");

    private static final byte[] MACHINE = ascii("PhysicalMachine:");
    private static final byte[] ADDRESS = ascii("PhysicalMachine:address:");
    private static final byte[] VM = ascii("VirtualMachine:");
    private static final byte[] VM_NAME = ascii("VirtualMachine:name:");
    private static final byte[] MONITORED = ascii("VirtualMachine:byMonitor:");
    private static final byte[] CACHE = ascii("VirtualMachinesCache:");
    private static final byte[] CACHED_NAMES = ascii(":cache");
    private static final byte[] CACHED_NAME = ascii("VirtualMachinesCache:cache:");
    private static final byte[] NOTHING = {};
    private static final int MAX_DIGITS = 18;

    private Keys() {}

    static byte[] machine(long machine) {
        return join(MACHINE, number(machine), NOTHING);
    }

    /** The machines with an address, in the layout that indexes it. */
    static byte[] address(byte[] address) {
        return join(ADDRESS, address, NOTHING);
    }

    static byte[] vm(long vm) {
        return join(VM, number(vm), NOTHING);
    }

    /** The VMs with a name. */
    static byte[] vmName(byte[] name) {
        return join(VM_NAME, name, NOTHING);
    }

    /** The VMs of a machine, in the layout that has it. */
    static byte[] monitored(long machine) {
        return join(MONITORED, number(machine), NOTHING);
    }

    /** The names in a machine's cache. */
    static byte[] cachedNames(long cache) {
        return join(CACHE, number(cache), CACHED_NAMES);
    }

    /** The caches that hold a name. */
    static byte[] cachedName(byte[] name) {
        return join(CACHED_NAME, name, NOTHING);
    }

    static byte[] number(long number) {
        return ascii(Long.toString(number));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An id as the model writes it, or -1 for bytes that are none. */
    static long id(byte[] text) {
        if (text == null || text.length == 0 || text.length > MAX_DIGITS || text[0] == '0') {
            return -1;
        }
        long id = 0;
        for (byte digit : text) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            id = id * 10 + digit - '0';
        }
        return id;
    }

    private static byte[] join(byte[] first, byte[] second, byte[] third) {
        byte[] joined = new byte[first.length + second.length + third.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        System.arraycopy(third, 0, joined, first.length + second.length, third.length);
        return joined;
    }
}
