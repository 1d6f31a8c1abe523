package org.pimtools.migrator.provider;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.provider.libvirt.LibvirtConnector;
import org.pimtools.migrator.provider.libvirt.LibvirtUri;
import org.pimtools.migrator.provider.vsphere.VsphereConnector;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Route;

/** Which connector reads which type of provider. */
public final class Connectors {
    private static final Set<String> VSPHERE_OPTIONS = Set.of(Rate.OPTION, Route.OPTION);
    private static final int LAST_PORT = 65535;

    private Connectors() {}

    /**
     * Makes the endpoint's connector; nothing is sent yet.
     *
     * @throws EndpointException when the type has no connector, the address is not plain, or the credentials are missing or
     *     were sealed for another endpoint
     */
    public static Connector open(PlanLine.Endpoint endpoint, Optional<EndpointSecret> secret, CallGate gate)
            throws EndpointException {
        return switch (endpoint.type()) {
            case VCENTER_CLUSTER, VMX_04 -> vsphere(endpoint, secret, gate);
            case KVM -> libvirt(endpoint, gate);
            case XEN_3, XENSERVER, HYPERV_301, VBOX, AMAZON, AZURE, GOOGLE, VCLOUD, OCI ->
                throw refused(
                        FindingCode.NO_CONNECTOR,
                        "provider type " + endpoint.type().platformName());
        };
    }

    private static Connector vsphere(PlanLine.Endpoint endpoint, Optional<EndpointSecret> secret, CallGate gate)
            throws EndpointException {
        HostAddress host = HostAddress.of(endpoint.address())
                .orElseThrow(
                        () -> refused(FindingCode.INVALID_ADDRESS, "the address is no host name and no IP address"));
        if (endpoint.port() < 1 || endpoint.port() > LAST_PORT) {
            throw refused(FindingCode.INVALID_ADDRESS, "the port is not from 1 to " + LAST_PORT);
        }
        if (!VSPHERE_OPTIONS.containsAll(endpoint.options().keySet())) {
            throw refused(
                    FindingCode.INVALID_ADDRESS,
                    "an option that this type of endpoint does not have; it has " + VSPHERE_OPTIONS);
        }
        EndpointSecret credentials = secret.orElseThrow(
                () -> refused(FindingCode.NO_CREDENTIALS, "the plan's sealed part has none for this endpoint"));
        if (!belongs(credentials, endpoint)) {
            throw refused(
                    FindingCode.NO_CREDENTIALS,
                    "the plan's sealed part has them for another address, port or certificate");
        }
        Origin origin = Origin.https(host, endpoint.port());
        try {
            // a vCenter is mostly in the same network: the environment's proxy is for others
            Route route =
                    Route.to(origin, Optional.ofNullable(endpoint.options().get(Route.OPTION)), Map.of());
            return new VsphereConnector(RemoteClient.of(origin, endpoint.pin(), route, gate), credentials);
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    private static boolean belongs(EndpointSecret secret, PlanLine.Endpoint endpoint) {
        return secret.endpointNo() == endpoint.no()
                && secret.type() == endpoint.type()
                && secret.address().equals(endpoint.address())
                && secret.port() == endpoint.port()
                && Objects.equals(secret.pin(), endpoint.pin());
    }

    private static Connector libvirt(PlanLine.Endpoint endpoint, CallGate gate) throws EndpointException {
        if (endpoint.pin() != null) {
            throw refused(
                    FindingCode.CERTIFICATE_UNVERIFIED,
                    "libvirt verifies by its own CA file and cannot check a fingerprint;"
                            + " take the fingerprint out of the endpoints file");
        }
        return new LibvirtConnector(LibvirtUri.of(endpoint), gate);
    }

    private static EndpointException refused(FindingCode code, String message) {
        return new EndpointException(code, message, false, null);
    }
}
