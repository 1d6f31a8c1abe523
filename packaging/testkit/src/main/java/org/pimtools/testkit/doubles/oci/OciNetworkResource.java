package org.pimtools.testkit.doubles.oci;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network security group or a load balancer.
 *
 * @param id its OCID
 * @param state as the API has it, such as {@code AVAILABLE}, or {@code ACTIVE} of a load balancer
 * @param tags free-form ones by key
 * @param members the OCIDs of the instances whose network cards are in the group
 */
public record OciNetworkResource(
        Type type, String id, String name, String state, Map<String, String> tags, List<String> members) {
    /** What there is. */
    public enum Type {
        SECURITY_GROUP("networkSecurityGroups", "networksecuritygroup"),
        LOAD_BALANCER("loadBalancers", "loadbalancer");

        private final String path;
        private final String word;

        Type(String path, String word) {
            this.path = path;
            this.word = word;
        }

        /** As paths have it. */
        public String path() {
            return path;
        }
    }

    public OciNetworkResource {
        Objects.requireNonNull(type);
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(state);
        tags = Map.copyOf(tags);
        members = List.copyOf(members);
    }

    /** One that is there; all the rest follows from the number. @param members the OCIDs of instances */
    public static OciNetworkResource securityGroup(int number, String name, String... members) {
        return new OciNetworkResource(
                Type.SECURITY_GROUP, id(Type.SECURITY_GROUP, number), name, "AVAILABLE", Map.of(), List.of(members));
    }

    /** One that is there; all the rest follows from the number. */
    public static OciNetworkResource balancer(int number, String name) {
        return new OciNetworkResource(
                Type.LOAD_BALANCER, id(Type.LOAD_BALANCER, number), name, "ACTIVE", Map.of(), List.of());
    }

    /** The OCID of what has this number. */
    public static String id(Type type, int number) {
        return OciInstance.ocid(type.word, "eu-frankfurt-1", number);
    }

    public OciNetworkResource state(String other) {
        return new OciNetworkResource(type, id, name, other, tags, members);
    }

    public OciNetworkResource tags(Map<String, String> others) {
        return new OciNetworkResource(type, id, name, state, others, members);
    }
}
