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
 * @param subscriptions what it may read, by the subscriptions' UUIDs
 */
public record AzureApp(String tenant, String clientId, String clientSecret, Map<String, List<AzureVm>> subscriptions) {
    public AzureApp {
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(clientSecret);
        subscriptions = new TreeMap<>(subscriptions);
    }

    /** With credentials that follow from the number. */
    public static AzureApp numbered(int number, Map<String, List<AzureVm>> subscriptions) {
        return new AzureApp(
                "7e2a8f5e-0000-4000-8000-%012d".formatted(number),
                "c11e47a0-0000-4000-8000-%012d".formatted(number),
                "secret~of.app_%04d+not&a=real%%one".formatted(number),
                subscriptions);
    }

    /** The UUID of the subscription with this number. */
    public static String subscription(int number) {
        return "bd81406c-0000-4000-8000-%012d".formatted(number);
    }

    /** The same with another secret. */
    public AzureApp secret(String other) {
        return new AzureApp(tenant, clientId, other, subscriptions);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "AzureApp[" + clientId + " in " + tenant + ", " + subscriptions.keySet() + "]";
    }
}
