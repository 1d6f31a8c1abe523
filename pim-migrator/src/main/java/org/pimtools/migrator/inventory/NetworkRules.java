package org.pimtools.migrator.inventory;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the rules of a provider's own firewall say of VMs. Nothing is changed there.
 *
 * @param byAddress the rules that name VMs by their addresses
 * @param unread why not all of them could be looked at; empty when they were
 */
public record NetworkRules(List<ByAddress> byAddress, Optional<String> unread) {
    /** Of a provider that has no such rules, or whose rules name no VM. */
    public static final NetworkRules NONE = new NetworkRules(List.of(), Optional.empty());

    public NetworkRules {
        byAddress = List.copyOf(byAddress);
        Objects.requireNonNull(unread);
    }

    /**
     * A rule that names a VM by its address in place of its ID.
     *
     * @param rule for people
     */
    public record ByAddress(String rule, String address, ProviderId vm) {
        public ByAddress {
            Objects.requireNonNull(rule);
            Objects.requireNonNull(address);
            Objects.requireNonNull(vm);
        }
    }

    /** Nothing is known of the rules. */
    public static NetworkRules unread(String because) {
        return new NetworkRules(List.of(), Optional.of(because));
    }
}
