package org.pimtools.testkit.doubles.amazon;

import java.util.List;
import java.util.Objects;

/**
 * A load balancer.
 *
 * @param arn null for a classic one, which has nothing but its name
 * @param members the IDs of the instances that are registered with it, or with its only target group
 */
public record ElbBalancer(String name, String arn, String vpc, List<String> members) {
    public ElbBalancer {
        Objects.requireNonNull(name);
        Objects.requireNonNull(vpc);
        members = List.copyOf(members);
    }

    public static ElbBalancer classic(String name, String... members) {
        return new ElbBalancer(name, null, "vpc-%017x".formatted(1), List.of(members));
    }

    /** An application load balancer in {@code eu-west-1}, whose ARN follows from number and name. */
    public static ElbBalancer application(int number, String name, String... members) {
        return new ElbBalancer(name, arn("eu-west-1", number, name), "vpc-%017x".formatted(1), List.of(members));
    }

    /** An application load balancer's ARN. */
    public static String arn(String region, int number, String name) {
        return "arn:aws:elasticloadbalancing:%s:000000000001:loadbalancer/app/%s/%016x".formatted(region, name, number);
    }

    boolean isClassic() {
        return arn == null;
    }

    /** The ARN of its target group. */
    String targetGroup() {
        return arn.replace(":loadbalancer/app/", ":targetgroup/");
    }
}
