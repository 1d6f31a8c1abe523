package org.pimtools.testkit.doubles.azure;

import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A virtual machine of a subscription.
 *
 * @param group the resource group, in any case
 * @param name the resource's name
 * @param vmId a UUID
 * @param computerName the name inside the machine
 * @param macs of its network interfaces, as {@code 00-0D-3A-00-00-01}
 * @param state of provisioning, such as {@code Succeeded}
 * @param networks what its network interfaces belong to
 */
public record AzureVm(
        String group,
        String name,
        String vmId,
        String computerName,
        Map<String, String> tags,
        List<String> macs,
        String state,
        List<AzureNetworkResource> networks) {
    public AzureVm {
        Objects.requireNonNull(vmId);
        tags = new TreeMap<>(tags);
        macs = List.copyOf(macs);
        networks = List.copyOf(networks);
    }

    /** One whose network interfaces belong to nothing. */
    public AzureVm(
            String group,
            String name,
            String vmId,
            String computerName,
            Map<String, String> tags,
            List<String> macs,
            String state) {
        this(group, name, vmId, computerName, tags, macs, state, List.of());
    }

    /** A machine with one network interface and no tags; all the rest follows from the number. */
    public static AzureVm of(int number, String name) {
        return new AzureVm(
                "Group" + number % 7, name, vmId(number), "host" + number, Map.of(), List.of(mac(number)), "Succeeded");
    }

    /** The UUID of the machine with this number. */
    public static String vmId(int number) {
        return "5f9465c6-6a2b-4544-94c5-%012x".formatted(number);
    }

    /** The MAC address of the machine with this number. */
    public static String mac(int number) {
        return "00-0D-%02X-%02X-%02X-%02X"
                .formatted(number >>> 24 & 0xff, number >>> 16 & 0xff, number >>> 8 & 0xff, number & 0xff);
    }

    /** Machines 1 to {@code count}, named {@code vm1} and so on; each is made when it is asked for. */
    public static List<AzureVm> numbered(int count) {
        return new AbstractList<>() {
            @Override
            public AzureVm get(int index) {
                return of(Objects.checkIndex(index, count) + 1, "vm" + (index + 1));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    public AzureVm group(String other) {
        return new AzureVm(other, name, vmId, computerName, tags, macs, state, networks);
    }

    public AzureVm tags(Map<String, String> other) {
        return new AzureVm(group, name, vmId, computerName, other, macs, state, networks);
    }

    public AzureVm state(String other) {
        return new AzureVm(group, name, vmId, computerName, tags, macs, other, networks);
    }

    public AzureVm networks(AzureNetworkResource... others) {
        return new AzureVm(group, name, vmId, computerName, tags, macs, state, List.of(others));
    }

    /** The resource's ID, in the case in which it is answered. */
    public String resourceId(String subscription) {
        return "/subscriptions/" + subscription + "/resourceGroups/" + group
                + "/providers/Microsoft.Compute/virtualMachines/" + name;
    }

    /** What the platform calls the machine: its resource's ID and its own, in lower case. */
    public String providerId(String subscription) {
        return (resourceId(subscription) + "#" + vmId).toLowerCase(Locale.ROOT);
    }
}
