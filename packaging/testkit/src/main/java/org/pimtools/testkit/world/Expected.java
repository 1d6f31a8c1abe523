package org.pimtools.testkit.world;

import java.util.Optional;

/** What must become of a VM. */
public sealed interface Expected {
    /** The VM gets this provider ID. */
    record Resolved(String providerId) implements Expected {}

    /** Not in any hypervisor, so there is nothing to do. */
    record NotDeployed() implements Expected {}

    /** No VM of the inventory has its name. */
    record NotFound() implements Expected {}

    /** Several VMs of the inventory have its name. */
    record Ambiguous() implements Expected {}

    /** Another row of the database claims the same VM of the inventory. */
    record Conflict(long otherIdVm) implements Expected {}

    /** An operation was under way. @param providerId of the VM of its name, if the inventory has one */
    record Unsure(Optional<String> providerId) implements Expected {}

    /** It was migrated, and the hypervisor has another VM in its place since: a person must look. */
    record Replaced(String migratedTo, String now) implements Expected {}

    /** The provider ID that the VM gets, a locked one too if it is found; empty for all that do not resolve. */
    default Optional<String> newProviderId() {
        if (this instanceof Unsure unsure) {
            return unsure.providerId();
        }
        return this instanceof Resolved resolved ? Optional.of(resolved.providerId()) : Optional.empty();
    }
}
