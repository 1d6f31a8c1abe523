package org.pimtools.testkit.world;

import java.util.Objects;
import org.pimtools.testkit.doubles.azure.AzureApp;

/**
 * Something that lists VMs: a vCenter, a stand-alone ESXi host, a region of a public cloud or a KVM host.
 *
 * @param datacenter index of the datacenter, from 0
 * @param ordinal from 0 in its datacenter; the vCenter is 0
 */
public record Endpoint(int datacenter, int ordinal, EndpointType type) {
    /** Of a public cloud; every datacenter has its own. */
    public String region() {
        return "eu-lab-" + (datacenter + 1);
    }

    /** Of Azure; every datacenter has its own. */
    public String subscription() {
        return AzureApp.subscription(datacenter + 1);
    }

    public Endpoint {
        Objects.requireNonNull(type);
    }
}
