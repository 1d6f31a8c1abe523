package org.pimtools.testkit.doubles.azure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An application that may read subscriptions.
 *
 * @param tenant a UUID
 * @param clientId a UUID
 * @param subscriptions the machines that it may read, by the subscriptions' UUIDs
 * @param networks what there is of Microsoft.Network in those subscriptions
 */
public record AzureApp(
        String tenant,
        String clientId,
        String clientSecret,
        Map<String, List<AzureVm>> subscriptions,
        Map<String, List<AzureNetworkResource>> networks) {
    public AzureApp {
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(clientSecret);
        subscriptions = new TreeMap<>(subscriptions);
        networks = new TreeMap<>(networks);
    }

    /** With credentials that follow from the number. */
    public static AzureApp numbered(int number, Map<String, List<AzureVm>> subscriptions) {
        return new AzureApp(
                "7e2a8f5e-0000-4000-8000-%012d".formatted(number),
                "c11e47a0-0000-4000-8000-%012d".formatted(number),
                "secret~of.app_%04d+not&a=real%%one".formatted(number),
                subscriptions,
                Map.of());
    }

    /** The UUID of the subscription with this number. */
    public static String subscription(int number) {
        return "bd81406c-0000-4000-8000-%012d".formatted(number);
    }

    /** The same with another secret. */
    public AzureApp secret(String other) {
        return new AzureApp(tenant, clientId, other, subscriptions, networks);
    }

    /** The same with these resources of Microsoft.Network in a subscription. */
    public AzureApp with(String subscription, List<AzureNetworkResource> resources) {
        Map<String, List<AzureNetworkResource>> more = new TreeMap<>(networks);
        more.put(subscription, List.copyOf(resources));
        return new AzureApp(tenant, clientId, clientSecret, subscriptions, more);
    }

    List<AzureNetworkResource> networks(String subscription, AzureNetworkResource.Type type) {
        return networks.getOrDefault(subscription, List.of()).stream()
                .filter(each -> each.type() == type)
                .toList();
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "AzureApp[" + clientId + " in " + tenant + ", " + subscriptions.keySet() + "]";
    }
}
