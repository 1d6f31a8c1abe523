package org.pimtools.common.plan;

import java.util.Locale;
import java.util.Optional;

/** The provider types that the platform's database names in {@code hypervisor.type}; compared without regard to case. */
public enum EndpointType {
    VMX_04("VMX_04"),
    VCENTER_CLUSTER("VCENTER_CLUSTER"),
    KVM("KVM"),
    XEN_3("XEN_3"),
    XENSERVER("XENSERVER"),
    HYPERV_301("HYPERV_301"),
    VBOX("VBOX"),
    AMAZON("AMAZON"),
    AZURE("azurecompute-arm"),
    GOOGLE("googlecloudplatform"),
    VCLOUD("vcd"),
    OCI("oci");

    private final String platformName;

    EndpointType(String platformName) {
        this.platformName = platformName;
    }

    /** The name as the platform writes it. */
    public String platformName() {
        return platformName;
    }

    public static Optional<EndpointType> of(String name) {
        for (EndpointType type : values()) {
            if (type.platformName.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
