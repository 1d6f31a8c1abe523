package org.pimtools.migrator.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a provider says about a VM besides its name, so that it can be told from its namesakes.
 *
 * @param host the name of the host that it is on; empty when that is not known, or the endpoint is one host
 * @param places the names of the datastores that it lies on, or the paths of its disks
 * @param macs the MAC addresses of its network cards, as {@link #mac} writes them
 */
public record Evidence(String host, SortedSet<String> places, SortedSet<String> macs) {
    private static final int MAC_DIGITS = 12;

    public Evidence {
        places = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(places));
        SortedSet<String> normal = new TreeSet<>();
        macs.forEach(mac -> normal.add(mac(mac)));
        macs = java.util.Collections.unmodifiableSortedSet(normal);
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
        return String.join(", ", parts);
    }
}
