package org.pimtools.migrator.inventory;

import java.util.Map;
import java.util.Objects;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;

/** What became of reading one endpoint. */
public sealed interface EndpointInventory {
    /** The endpoint's number in the plan's section. */
    int endpointNo();

    /** Requests that were sent to the endpoint, retries included. */
    long calls();

    /**
     * The inventory was read to its end.
     *
     * @param evidence what the endpoint says about VMs that share a name; empty when that was not asked or could not be had
     * @param others what became of the other kinds of entities that were asked for
     * @param rules what the provider's own firewall says of its VMs
     * @param version as {@link Connector#version} has it
     */
    record Read(
            int endpointNo,
            Inventory inventory,
            Map<ProviderId, Evidence> evidence,
            Map<EntityKind, EntityInventory> others,
            NetworkRules rules,
            String version,
            long calls)
            implements EndpointInventory {
        public Read {
            Objects.requireNonNull(inventory);
            Objects.requireNonNull(rules);
            Objects.requireNonNull(version);
            evidence = Map.copyOf(evidence);
            others = Map.copyOf(others);
        }

        /** Without rules and version. */
        public Read(
                int endpointNo,
                Inventory inventory,
                Map<ProviderId, Evidence> evidence,
                Map<EntityKind, EntityInventory> others,
                long calls) {
            this(endpointNo, inventory, evidence, others, NetworkRules.NONE, "", calls);
        }

        /** Of VMs alone. */
        public Read(int endpointNo, Inventory inventory, Map<ProviderId, Evidence> evidence, long calls) {
            this(endpointNo, inventory, evidence, Map.of(), calls);
        }

        /** Without evidence. */
        public Read(int endpointNo, Inventory inventory, long calls) {
            this(endpointNo, inventory, Map.of(), Map.of(), calls);
        }
    }

    /**
     * The inventory could not be had; nothing is known about the endpoint's VMs.
     *
     * @param certificate SHA-256 of the certificate that was not believed, as 64 lower-case hexadecimal digits; null when that
     *     was not the reason
     */
    record Failed(int endpointNo, Finding finding, String certificate, long calls) implements EndpointInventory {
        public Failed {
            Objects.requireNonNull(finding);
        }

        /** For another reason than its certificate. */
        public Failed(int endpointNo, Finding finding, long calls) {
            this(endpointNo, finding, null, calls);
        }
    }
}
