package org.pimtools.testkit.doubles.amazon;

import java.util.Map;
import java.util.Objects;

/**
 * A security group.
 *
 * @param id such as {@code sg-0c1d2e3f405162738}
 * @param tags by key
 */
public record Ec2Group(String id, String name, String vpc, Map<String, String> tags) {
    public Ec2Group {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(vpc);
        tags = Map.copyOf(tags);
    }

    /** One without tags; all the rest follows from the number. */
    public static Ec2Group of(int number, String name) {
        return new Ec2Group(id(number), name, "vpc-%017x".formatted(1), Map.of());
    }

    /** The ID of the group with this number, of 17 hexadecimal digits. */
    public static String id(int number) {
        return "sg-0%016x".formatted(number);
    }

    public Ec2Group tags(Map<String, String> newTags) {
        return new Ec2Group(id, name, vpc, newTags);
    }
}
