package org.pimtools.testkit.doubles.vcloud;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A VM of an organisation.
 *
 * @param uuid the last part of its URN
 * @param kind whether it is what its record says at first sight
 * @param metadata texts by key
 * @param macs one for each network card
 */
public record VcdVm(String uuid, String name, Kind kind, Map<String, String> metadata, List<String> macs) {
    /** What a VM may be besides one that is used. */
    public enum Kind {
        USED,
        EXPIRED,
        OF_TEMPLATE,
        DELETED
    }

    public VcdVm {
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        metadata = Map.copyOf(metadata);
        macs = List.copyOf(macs);
    }

    /** A used one without metadata; all the rest follows from the number. */
    public static VcdVm of(int number, String name) {
        return new VcdVm(uuid(number), name, Kind.USED, Map.of(), List.of(mac(number)));
    }

    public static String uuid(int number) {
        return "%08x-0000-4000-8000-00000000000d".formatted(number);
    }

    /** The URN of the VM with this number. */
    public static String urn(int number) {
        return "urn:vcloud:vm:" + uuid(number);
    }

    /** The MAC address of the VM with this number. */
    public static String mac(int number) {
        return "00:50:56:%02x:%02x:%02x".formatted(number >>> 16 & 0xff, number >>> 8 & 0xff, number & 0xff);
    }

    /** The address of its first network card, which follows from that card's own; empty when it has none. */
    public String address() {
        if (macs.isEmpty()) {
            return "";
        }
        String[] mac = macs.get(0).split(":");
        return "10." + Integer.parseInt(mac[3], 16) + "." + Integer.parseInt(mac[4], 16) + "."
                + Integer.parseInt(mac[5], 16);
    }

    /** Used VMs 1 to {@code count}, named {@code vm 1} and so on; each is made when it is asked for. */
    public static List<VcdVm> numbered(int count) {
        return new NumberedVms(count);
    }

    public VcdVm kind(Kind other) {
        return new VcdVm(uuid, name, other, metadata, macs);
    }

    public VcdVm metadata(Map<String, String> other) {
        return new VcdVm(uuid, name, kind, other, macs);
    }
}
