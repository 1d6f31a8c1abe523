package org.pimtools.planner.planning;

import java.util.ArrayList;
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

    /** What all entries together say of the row's endpoint, if any means it; that none contradicts another is checked before. */
    static Optional<EndpointOverride> override(EndpointType type, HypervisorRow row, List<EndpointOverride> overrides) {
        return fitting(type, row, overrides).stream().reduce(EndpointOverride::and);
    }

    /** The entries that mean the row's endpoint, as the database names it or as one of these entries says where it is. */
    static List<EndpointOverride> fitting(EndpointType type, HypervisorRow row, List<EndpointOverride> overrides) {
        HypervisorRow.Access access = of(type, row);
        List<EndpointOverride> named = overrides.stream()
                .filter(override -> override.match().fits(type, access.address(), port(access), row.id()))
                .toList();
        Optional<EndpointOverride> moved = named.stream().reduce(EndpointOverride::and);
        if (moved.isEmpty()) {
            return named;
        }
        String address =
                moved.get().address() == null ? access.address() : moved.get().address();
        int port = port(type, access, moved.get());
        List<EndpointOverride> all = new ArrayList<>(named);
        overrides.stream()
                .filter(override -> !named.contains(override))
                .filter(override -> override.match().fits(type, address, port, row.id()))
                .forEach(all::add);
        return all;
    }
}
