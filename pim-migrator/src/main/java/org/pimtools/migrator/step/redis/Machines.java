package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pimtools.common.plan.PlanLine;

/** Which machine in Redis is which machine of the plan: by type and addresses, as far as both sides know them. */
final class Machines {
    private final Map<Long, Entry> byId = new HashMap<>();
    private final Map<Long, List<Long>> byHypervisor = new HashMap<>();

    private record Entry(long cache, Set<Long> hypervisors) {}

    /** Host and port; the port is null when it is not known. */
    private record Address(String host, String port) {
        static Address of(String host, Object port) {
            return host == null || host.isBlank()
                    ? null
                    : new Address(host.strip().toLowerCase(Locale.ROOT), port == null ? null : String.valueOf(port));
        }

        /** Of {@code http://host:port/}, with IPv6 in brackets. */
        static Address ofUrl(String url) {
            String rest = url.substring(url.indexOf("://") < 0 ? 0 : url.indexOf("://") + 3);
            int slash = rest.indexOf('/');
            rest = slash < 0 ? rest : rest.substring(0, slash);
            int colon = rest.lastIndexOf(':');
            boolean hasPort = colon > rest.lastIndexOf(']') && (rest.startsWith("[") || rest.indexOf(':') == colon);
            String host = hasPort ? rest.substring(0, colon) : rest;
            String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            return of(bare, hasPort ? rest.substring(colon + 1) : null);
        }

        boolean agreesWith(Address other) {
            return host.equals(other.host) && (port == null || other.port == null || port.equals(other.port));
        }
    }

    static Machines match(List<MonitoredMachine> monitored, Map<Long, PlanLine.Machine> planned) {
        Map<String, Set<PlanLine.Machine>> byHost = new HashMap<>();
        for (PlanLine.Machine machine : planned.values()) {
            for (Address address : addresses(machine)) {
                byHost.computeIfAbsent(address.host(), host -> new HashSet<>()).add(machine);
            }
        }
        Machines machines = new Machines();
        for (MonitoredMachine each : monitored) {
            if (each.fields() != null && !each.isStale()) {
                machines.add(each, hypervisorsOf(each, byHost));
            }
        }
        return machines;
    }

    boolean isOn(long machine, long hypervisor) {
        Entry entry = byId.get(machine);
        return entry != null && entry.hypervisors().contains(hypervisor);
    }

    /** The machines of Redis that are this one of the plan; more than one only where the addresses do not tell. */
    List<Long> of(long hypervisor) {
        return byHypervisor.getOrDefault(hypervisor, List.of());
    }

    /** The id of a machine's cache, or 0 when it has none. */
    long cacheOf(long machine) {
        Entry entry = byId.get(machine);
        return entry == null ? 0 : entry.cache();
    }

    private void add(MonitoredMachine machine, Set<Long> hypervisors) {
        byId.put(machine.id(), new Entry(machine.cache(), hypervisors));
        hypervisors.forEach(hypervisor -> byHypervisor
                .computeIfAbsent(hypervisor, key -> new ArrayList<>())
                .add(machine.id()));
    }

    private static Set<Long> hypervisorsOf(MonitoredMachine machine, Map<String, Set<PlanLine.Machine>> byHost) {
        Set<Long> hypervisors = new HashSet<>();
        for (Address address : addresses(machine)) {
            for (PlanLine.Machine candidate : byHost.getOrDefault(address.host(), Set.of())) {
                if (candidate.type().equalsIgnoreCase(machine.type()) && agree(machine, candidate)) {
                    hypervisors.add(candidate.idHypervisor());
                }
            }
        }
        return hypervisors;
    }

    private static boolean agree(MonitoredMachine monitored, PlanLine.Machine planned) {
        if (monitored.address() != null) {
            Address address = Address.ofUrl(monitored.address());
            return address != null && addresses(planned).stream().anyMatch(address::agreesWith);
        }
        return doNotDiffer(Address.of(monitored.ip(), monitored.port()), Address.of(planned.ip(), planned.port()))
                && doNotDiffer(
                        Address.of(monitored.managerIp(), monitored.managerPort()),
                        Address.of(planned.managerIp(), planned.managerPort()))
                && doNotDiffer(
                        Address.of(monitored.agentIp(), monitored.agentPort()),
                        Address.of(planned.agentIp(), planned.agentPort()));
    }

    private static boolean doNotDiffer(Address one, Address other) {
        return one == null || other == null || one.agreesWith(other);
    }

    private static List<Address> addresses(PlanLine.Machine machine) {
        return known(
                Address.of(machine.ip(), machine.port()),
                Address.of(machine.managerIp(), machine.managerPort()),
                Address.of(machine.agentIp(), machine.agentPort()));
    }

    private static List<Address> addresses(MonitoredMachine machine) {
        return machine.address() != null
                ? known(Address.ofUrl(machine.address()))
                : known(
                        Address.of(machine.ip(), machine.port()),
                        Address.of(machine.managerIp(), machine.managerPort()),
                        Address.of(machine.agentIp(), machine.agentPort()));
    }

    private static List<Address> known(Address... addresses) {
        List<Address> known = new ArrayList<>();
        for (Address address : addresses) {
            if (address != null) {
                known.add(address);
            }
        }
        return known;
    }
}
