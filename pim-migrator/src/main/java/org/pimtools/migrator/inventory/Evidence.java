package org.pimtools.migrator.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.text.Text;

/**
 * What a provider says about a VM or another entity besides its name, so that it can be told from its namesakes.
 *
 * @param host the name of the host that it is on; empty when that is not known, or the endpoint is one host
 * @param places the names of the datastores that it lies on, or the paths of its disks
 * @param macs the MAC addresses of its network cards, as {@link #mac} writes them
 * @param network what it belongs to, as people know it, for instance {@code VPC vpc-1}; empty when that is not known
 * @param members the provider IDs of the VMs that belong to it; none for a VM
 */
public record Evidence(
        String host, SortedSet<String> places, SortedSet<String> macs, String network, SortedSet<ProviderId> members) {
    private static final int MAC_DIGITS = 12;
    private static final int SHOWN = 3;

    public Evidence {
        places = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(places));
        SortedSet<String> normal = new TreeSet<>();
        macs.forEach(mac -> normal.add(mac(mac)));
        macs = java.util.Collections.unmodifiableSortedSet(normal);
        Objects.requireNonNull(network);
        members = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    /** Of a VM. */
    public Evidence(String host, SortedSet<String> places, SortedSet<String> macs) {
        this(host, places, macs, "", new TreeSet<>());
    }

    /** What the database says of a VM that is on this machine; of the host both address and name, where it has them. */
    public static Evidence ofDatabase(PlanLine.Vm vm, PlanLine.Machine machine) {
        SortedSet<String> hosts = new TreeSet<>();
        Stream.of(machine.ip(), machine.name()).filter(Objects::nonNull).forEach(hosts::add);
        return new Evidence(String.join(" or ", hosts), new TreeSet<>(vm.datastores()), new TreeSet<>(vm.macs()));
    }

    /** Of an entity that VMs belong to. */
    public static Evidence ofMembers(String network, SortedSet<ProviderId> members) {
        return new Evidence("", new TreeSet<>(), new TreeSet<>(), network, members);
    }

    /** A MAC address as {@code 00:50:56:00:00:01}, however it was written; what is none stays as it is, in lower case. */
    public static String mac(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        String digits = lower.replaceAll("[:.-]", "");
        return digits.length() == MAC_DIGITS && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)
                ? String.join(":", digits.split("(?<=\\G..)"))
                : lower;
    }

    /** Whether the VM lies on this datastore; of a disk's path one directory must have its name. */
    public boolean liesOn(String datastore) {
        return places.stream()
                .anyMatch(place -> place.equals(datastore)
                        || place.startsWith("/") && List.of(place.split("/")).contains(datastore));
    }

    /** For people. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!host.isEmpty()) {
            parts.add("host " + host);
        }
        if (!places.isEmpty()) {
            parts.add("on " + String.join(" and ", places));
        }
        if (!macs.isEmpty()) {
            parts.add("MAC " + String.join(" and ", macs));
        }
        if (!network.isEmpty()) {
            parts.add(network);
        }
        if (!members.isEmpty()) {
            parts.add(Text.counted(members.size(), "member VM") + ": "
                    + members.stream().limit(SHOWN).map(ProviderId::value).collect(Collectors.joining(" and "))
                    + (members.size() > SHOWN ? " and others" : ""));
        }
        return String.join(", ", parts);
    }
}
