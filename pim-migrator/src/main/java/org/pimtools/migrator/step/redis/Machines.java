package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.pimtools.common.plan.HostAddress;
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
                    : new Address(HostAddress.canonical(host.strip()), port == null ? null : String.valueOf(port));
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

    /** A machine of the plan, its addresses as they are compared. */
    private record Planned(long idHypervisor, String type, Address ip, Address manager, Address agent) {
        static Planned of(PlanLine.Machine machine) {
            return new Planned(
                    machine.idHypervisor(),
                    machine.type(),
                    Address.of(machine.ip(), machine.port()),
                    Address.of(machine.managerIp(), machine.managerPort()),
                    Address.of(machine.agentIp(), machine.agentPort()));
        }

        List<Address> addresses() {
            return known(ip, manager, agent);
        }
    }

    /**
     * The machines of the plan by host. All machines of a vCenter share its address, so one whose own address is known is looked for
     * under that, among those with the same or none.
     */
    private static final class Candidates {
        private final Map<String, List<Planned>> byAnyHost = new HashMap<>();
        private final Map<String, List<Planned>> byIp = new HashMap<>();
        private final Map<String, List<Planned>> withoutIp = new HashMap<>();

        void add(Planned machine) {
            for (Address address : machine.addresses()) {
                put(byAnyHost, address, machine);
                if (machine.ip() == null) {
                    put(withoutIp, address, machine);
                }
            }
            if (machine.ip() != null) {
                put(byIp, machine.ip(), machine);
            }
        }

        private static void put(Map<String, List<Planned>> byHost, Address address, Planned machine) {
            byHost.computeIfAbsent(address.host(), host -> new ArrayList<>(1)).add(machine);
        }

        List<Planned> at(Address address) {
            return byAnyHost.getOrDefault(address.host(), List.of());
        }

        /** @param ip of the monitored machine, one of its addresses */
        List<Planned> at(Address ip, List<Address> addresses) {
            List<Planned> found = new ArrayList<>(byIp.getOrDefault(ip.host(), List.of()));
            addresses.forEach(address -> found.addAll(withoutIp.getOrDefault(address.host(), List.of())));
            return found;
        }
    }

    static Machines match(List<MonitoredMachine> monitored, Map<Long, PlanLine.Machine> planned) {
        Candidates candidates = new Candidates();
        planned.values().forEach(machine -> candidates.add(Planned.of(machine)));
        Machines machines = new Machines();
        for (MonitoredMachine each : monitored) {
            if (each.fields() != null && !each.isStale()) {
                machines.add(each, hypervisorsOf(each, candidates));
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

    /** The machine of Redis that is this one of the plan; empty when it has none, or more than one. */
    OptionalLong theOneOf(long hypervisor) {
        List<Long> machines = of(hypervisor);
        return machines.size() == 1 ? OptionalLong.of(machines.get(0)) : OptionalLong.empty();
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

    private static Set<Long> hypervisorsOf(MonitoredMachine machine, Candidates candidates) {
        if (machine.address() != null) {
            Address address = Address.ofUrl(machine.address());
            return address == null
                    ? Set.of()
                    : hypervisors(
                            machine,
                            candidates.at(address),
                            planned -> planned.addresses().stream().anyMatch(address::agreesWith));
        }
        Address ip = Address.of(machine.ip(), machine.port());
        Address manager = Address.of(machine.managerIp(), machine.managerPort());
        Address agent = Address.of(machine.agentIp(), machine.agentPort());
        List<Address> addresses = known(ip, manager, agent);
        List<Planned> near = ip == null
                ? addresses.stream()
                        .flatMap(address -> candidates.at(address).stream())
                        .toList()
                : candidates.at(ip, addresses);
        return hypervisors(
                machine,
                near,
                planned -> doNotDiffer(ip, planned.ip())
                        && doNotDiffer(manager, planned.manager())
                        && doNotDiffer(agent, planned.agent()));
    }

    private static Set<Long> hypervisors(MonitoredMachine machine, List<Planned> near, Predicate<Planned> agrees) {
        Set<Long> hypervisors = new HashSet<>();
        for (Planned planned : near) {
            if (planned.type().strip().equalsIgnoreCase(machine.type().strip()) && agrees.test(planned)) {
                hypervisors.add(planned.idHypervisor());
            }
        }
        return hypervisors;
    }

    private static boolean doNotDiffer(Address one, Address other) {
        return one == null || other == null || one.agreesWith(other);
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
