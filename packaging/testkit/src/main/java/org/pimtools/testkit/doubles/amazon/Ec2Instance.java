package org.pimtools.testkit.doubles.amazon;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An instance.
 *
 * @param id such as {@code i-00ab90b5e33820836}
 * @param tags by key
 * @param macs one for each network interface
 * @param groups the IDs of its security groups, on each interface
 */
public record Ec2Instance(String id, Ec2State state, Map<String, String> tags, List<String> macs, List<String> groups) {
    private static final List<String> USUAL_GROUPS = List.of("sg-0123456789abcdef0");

    public Ec2Instance {
        Objects.requireNonNull(id);
        Objects.requireNonNull(state);
        tags = Map.copyOf(tags);
        macs = List.copyOf(macs);
        groups = List.copyOf(groups);
    }

    /** In a group that is not listed. */
    public Ec2Instance(String id, Ec2State state, Map<String, String> tags, List<String> macs) {
        this(id, state, tags, macs, USUAL_GROUPS);
    }

    /** A running one with the tag {@code Name} and one network interface; all the rest follows from the number. */
    public static Ec2Instance of(int number, String name) {
        return new Ec2Instance(id(number), Ec2State.RUNNING, Map.of("Name", name), List.of(mac(number)));
    }

    /** The ID of the instance with this number, of 17 hexadecimal digits. */
    public static String id(int number) {
        return "i-0%016x".formatted(number);
    }

    /** The MAC address of the instance with this number. */
    public static String mac(int number) {
        return "0a:%02x:%02x:%02x:%02x:01"
                .formatted(number >>> 24 & 0xff, number >>> 16 & 0xff, number >>> 8 & 0xff, number & 0xff);
    }

    /** Running instances 1 to {@code count}, named {@code vm 1} and so on; each is made when it is asked for. */
    public static List<Ec2Instance> numbered(int count) {
        return new AbstractList<>() {
            @Override
            public Ec2Instance get(int index) {
                return of(Objects.checkIndex(index, count) + 1, "vm " + (index + 1));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    public Ec2Instance state(Ec2State newState) {
        return new Ec2Instance(id, newState, tags, macs, groups);
    }

    public Ec2Instance groups(String... ids) {
        return new Ec2Instance(id, state, tags, macs, List.of(ids));
    }

    public Ec2Instance tags(Map<String, String> newTags) {
        return new Ec2Instance(id, state, newTags, macs, groups);
    }
}
