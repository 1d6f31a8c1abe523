package org.pimtools.testkit.doubles.google;

import java.util.Objects;

/**
 * A firewall rule of a project, or a part of a load balancer.
 *
 * @param id an unsigned number of 64 bits
 * @param scope {@code global}, or a region such as {@code regions/europe-west1}
 */
public record GoogleNetworkResource(Type type, String id, String name, String scope) {
    /** What there is. */
    public enum Type {
        FIREWALL("firewalls"),
        FORWARDING_RULE("forwardingRules"),
        BACKEND_SERVICE("backendServices");

        private final String path;

        Type(String path) {
            this.path = path;
        }

        /** As paths and answers have it. */
        public String path() {
            return path;
        }
    }

    public GoogleNetworkResource {
        Objects.requireNonNull(type);
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(scope);
    }

    /** A firewall rule, whose ID follows from the number. */
    public static GoogleNetworkResource firewall(int number, String name) {
        return new GoogleNetworkResource(Type.FIREWALL, id(number), name, "global");
    }

    /** A forwarding rule of a region, whose ID follows from the number. */
    public static GoogleNetworkResource forwardingRule(int number, String name) {
        return new GoogleNetworkResource(Type.FORWARDING_RULE, id(number), name, "regions/europe-west1");
    }

    /** A backend service of no region, whose ID follows from the number. */
    public static GoogleNetworkResource backendService(int number, String name) {
        return new GoogleNetworkResource(Type.BACKEND_SERVICE, id(number), name, "global");
    }

    public GoogleNetworkResource scope(String other) {
        return new GoogleNetworkResource(type, id, name, other);
    }

    /** The ID of what has this number: too large for a signed number. */
    public static String id(int number) {
        return Long.toUnsignedString(Long.parseUnsignedLong("15029510428960000000") + number);
    }
}
