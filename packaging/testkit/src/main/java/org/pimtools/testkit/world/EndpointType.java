package org.pimtools.testkit.world;

/** What a datacenter's VMs run on. */
public enum EndpointType {
    VCENTER("VCENTER_CLUSTER", 443),
    ESXI("VMX_04", 443),
    /** A region of Amazon EC2, as an account sees it. */
    AMAZON("AMAZON", 443),
    KVM("KVM", 8889);

    private final String typeName;
    private final int port;

    EndpointType(String typeName, int port) {
        this.typeName = typeName;
        this.port = port;
    }

    /** The name in the database's {@code hypervisor.type}. */
    public String typeName() {
        return typeName;
    }

    /** Whether it speaks the vSphere API, so that a provider ID is made of an instance UUID and a MoRef. */
    public boolean vsphere() {
        return this == VCENTER || this == ESXI;
    }

    int defaultPort() {
        return port;
    }
}
