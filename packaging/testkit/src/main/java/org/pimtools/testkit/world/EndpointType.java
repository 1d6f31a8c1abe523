package org.pimtools.testkit.world;

/** What a datacenter's VMs run on. */
public enum EndpointType {
    VCENTER("VCENTER_CLUSTER", 443, 0, 0),
    ESXI("VMX_04", 443, 95, 100),
    /** A region of Amazon EC2, as an account sees it. */
    AMAZON("AMAZON", 443, 15, 30),
    /** A subscription of Azure. */
    AZURE("azurecompute-arm", 443, 30, 40),
    /** A project of Google Compute Engine. */
    GOOGLE("googlecloudplatform", 443, 40, 50),
    /** An organisation of VMware Cloud Director. */
    VCLOUD("vcd", 443, 50, 60),
    /** A tenancy of Oracle Cloud Infrastructure, in one region. */
    OCI("oci", 443, 60, 70),
    /** A host; the port is that of the platform's own way to it. */
    HYPERV("HYPERV_301", 5985, 70, 80),
    KVM("KVM", 8889, 0, 15);

    private final String typeName;
    private final int port;
    private final int from;
    private final int below;

    /**
     * @param from which percent of a datacenter's VMs are there, where it has such an endpoint
     * @param below the percent where that ends
     */
    EndpointType(String typeName, int port, int from, int below) {
        this.typeName = typeName;
        this.port = port;
        this.from = from;
        this.below = below;
    }

    /** The name in the database's {@code hypervisor.type}. */
    public String typeName() {
        return typeName;
    }

    /** Whether it speaks the vSphere API, so that a provider ID is made of an instance UUID and a MoRef. */
    public boolean vsphere() {
        return this == VCENTER || this == ESXI;
    }

    /** Whether the database knows it as a public cloud: by an address of its own and an account, not by a host. */
    public boolean publicCloud() {
        return switch (this) {
            case AMAZON, AZURE, GOOGLE, VCLOUD, OCI -> true;
            case VCENTER, ESXI, HYPERV, KVM -> false;
        };
    }

    /** Whether the provider has firewalls and load balancers whose provider IDs are known. */
    public boolean listsPolicies() {
        return switch (this) {
            case AMAZON, AZURE, GOOGLE, OCI -> true;
            case VCENTER, ESXI, VCLOUD, HYPERV, KVM -> false;
        };
    }

    int defaultPort() {
        return port;
    }

    /** Whether a VM with this number, 0 to 99, is there. */
    boolean has(int percent) {
        return percent >= from && percent < below;
    }
}
