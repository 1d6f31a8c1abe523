package org.pimtools.testkit.doubles.oci;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An instance.
 *
 * @param id its OCID
 * @param state as the API has it, such as {@code RUNNING}
 * @param tags free-form ones by key
 * @param macs one for each network card
 */
public record OciInstance(String id, String name, String state, Map<String, String> tags, List<String> macs) {
    public OciInstance {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(state);
        tags = Map.copyOf(tags);
        macs = List.copyOf(macs);
    }

    /** A running one with one network card; all the rest follows from the number. */
    public static OciInstance of(int number, String name) {
        return new OciInstance(id(number), name, "RUNNING", Map.of(), List.of(mac(number)));
    }

    /** The OCID of the instance with this number. */
    public static String id(int number) {
        return ocid("instance", "eu-frankfurt-1", number);
    }

    static String ocid(String kind, String region, int number) {
        return "ocid1." + kind + ".oc1." + region + "." + "a".repeat(48) + String.format("%012d", number);
    }

    /** The MAC address of the instance with this number. */
    public static String mac(int number) {
        return "02:00:17:%02x:%02x:%02x".formatted(number >>> 16 & 0xff, number >>> 8 & 0xff, number & 0xff);
    }

    /** Running instances 1 to {@code count}, named {@code vm 1} and so on; each is made when it is asked for. */
    public static List<OciInstance> numbered(int count) {
        return new java.util.AbstractList<>() {
            @Override
            public OciInstance get(int index) {
                return of(Objects.checkIndex(index, count) + 1, "vm " + (index + 1));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    public OciInstance state(String other) {
        return new OciInstance(id, name, other, tags, macs);
    }

    public OciInstance tags(Map<String, String> others) {
        return new OciInstance(id, name, state, others, macs);
    }
}
