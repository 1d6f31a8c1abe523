package org.pimtools.planner.planning;

import java.util.List;
import java.util.Optional;
import org.pimtools.common.plan.EndpointType;

/** Which columns of a hypervisor's row tell where the VMs of its provider type are listed. */
public final class EndpointSource {
    private static final int HTTPS = 443;
    private static final int LIBVIRT_TLS = 16514;
    private static final int LIBVIRT_TCP = 16509;

    private EndpointSource() {}

    /** Whether the migrator of this version can read endpoints of the type. */
    public static boolean hasConnector(EndpointType type) {
        return switch (type) {
            case VCENTER_CLUSTER, VMX_04, KVM -> true;
            case XEN_3, XENSERVER, HYPERV_301, VBOX, AMAZON, AZURE, GOOGLE, VCLOUD, OCI -> false;
        };
    }

    /** Whether one logs in with a user and a password; libvirt authenticates by certificates or by the socket's rights. */
    public static boolean needsLogin(EndpointType type) {
        return type != EndpointType.KVM;
    }

    /**
     * Where to log in according to the row. A KVM row's port and credentials belong to the platform's agent, not to libvirt, and
     * are never sent there.
     */
    static HypervisorRow.Access of(EndpointType type, HypervisorRow row) {
        return switch (type) {
            case VCENTER_CLUSTER -> row.manager();
            case KVM -> new HypervisorRow.Access(row.host().address(), LIBVIRT_TLS, null, null);
            case VMX_04, XEN_3, XENSERVER, HYPERV_301, VBOX, AMAZON, AZURE, GOOGLE, VCLOUD, OCI -> row.host();
        };
    }

    /** The port of the row, or the type's usual one. */
    static int port(HypervisorRow.Access access) {
        return access.port() == null ? HTTPS : access.port();
    }

    /** The port that is used: the operator's, else libvirt's for TCP when that is the transport, else the row's. */
    static int port(EndpointType type, HypervisorRow.Access access, EndpointOverride override) {
        if (override != null && override.port() != null) {
            return override.port();
        }
        boolean tcp = override != null && "tcp".equals(override.options().get("transport"));
        return type == EndpointType.KVM && tcp ? LIBVIRT_TCP : port(access);
    }

    /** The one override that means the row's endpoint, if any; that there is one only is checked before. */
    static Optional<EndpointOverride> override(EndpointType type, HypervisorRow row, List<EndpointOverride> overrides) {
        HypervisorRow.Access access = of(type, row);
        return overrides.stream()
                .filter(override -> override.match().fits(type, access, port(access), row.id()))
                .findFirst();
    }
}
