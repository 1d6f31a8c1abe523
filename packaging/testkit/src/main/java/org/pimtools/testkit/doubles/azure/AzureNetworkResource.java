package org.pimtools.testkit.doubles.azure;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A resource of Microsoft.Network to which machines belong by their network interfaces.
 *
 * @param group the resource group, in any case
 * @param state of provisioning, such as {@code Succeeded}
 */
public record AzureNetworkResource(Type type, String group, String name, Map<String, String> tags, String state) {
    /** What there is. */
    public enum Type {
        SECURITY_GROUP("networkSecurityGroups"),
        LOAD_BALANCER("loadBalancers");

        private final String path;

        Type(String path) {
            this.path = path;
        }

        /** As paths and IDs have it. */
        public String path() {
            return path;
        }
    }

    public AzureNetworkResource {
        Objects.requireNonNull(type);
        Objects.requireNonNull(name);
        tags = new TreeMap<>(tags);
    }

    /** One without tags, in a group of its own. */
    public static AzureNetworkResource securityGroup(String name) {
        return new AzureNetworkResource(Type.SECURITY_GROUP, "Network", name, Map.of(), "Succeeded");
    }

    /** One without tags, in a group of its own. */
    public static AzureNetworkResource balancer(String name) {
        return new AzureNetworkResource(Type.LOAD_BALANCER, "Network", name, Map.of(), "Succeeded");
    }

    public AzureNetworkResource group(String other) {
        return new AzureNetworkResource(type, other, name, tags, state);
    }

    public AzureNetworkResource tags(Map<String, String> others) {
        return new AzureNetworkResource(type, group, name, others, state);
    }

    public AzureNetworkResource state(String other) {
        return new AzureNetworkResource(type, group, name, tags, other);
    }

    /** The resource's ID, in the case in which it is answered. */
    public String resourceId(String subscription) {
        return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.Network/"
                + type.path() + "/" + name;
    }

    /** What the platform must call it: its resource's ID in lower case. */
    public String providerId(String subscription) {
        return resourceId(subscription).toLowerCase(Locale.ROOT);
    }
}
