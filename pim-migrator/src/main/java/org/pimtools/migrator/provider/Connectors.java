package org.pimtools.migrator.provider;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.provider.ProviderOption;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.provider.amazon.AmazonConnector;
import org.pimtools.migrator.provider.amazon.BalancerAddress;
import org.pimtools.migrator.provider.azure.AzureConnector;
import org.pimtools.migrator.provider.google.GoogleConnector;
import org.pimtools.migrator.provider.hyperv.HypervConnector;
import org.pimtools.migrator.provider.libvirt.LibvirtConnector;
import org.pimtools.migrator.provider.oci.OciConnector;
import org.pimtools.migrator.provider.vcloud.VcloudConnector;
import org.pimtools.migrator.provider.vsphere.IdRule;
import org.pimtools.migrator.provider.vsphere.VsphereConnector;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.ClientFactory;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Route;

/** Which connector reads which kind of provider: one line a kind. */
public final class Connectors {
    private static final Map<ProviderKind, Opening> OPENINGS = Map.of(
            ProviderKind.VCENTER_CLUSTER,
            (endpoint, login, gate) -> VsphereConnector.ofVcenter(nearby(endpoint, gate), login.orElseThrow()),
            ProviderKind.VMX_04,
            (endpoint, login, gate) -> VsphereConnector.ofHost(
                    nearby(endpoint, gate),
                    login.orElseThrow(),
                    IdRule.of(endpoint.options().getOrDefault("id-rule", "auto"))),
            ProviderKind.KVM,
            LibvirtConnector::open,
            ProviderKind.HYPERV_301,
            (endpoint, login, gate) -> HypervConnector.open(nearby(endpoint, gate), login.orElseThrow()),
            ProviderKind.AMAZON,
            (endpoint, login, gate) -> AmazonConnector.open(
                    faraway(endpoint, gate), balancers(endpoint, gate), login.orElseThrow(), endpoint.options()),
            ProviderKind.VCLOUD,
            (endpoint, login, gate) ->
                    VcloudConnector.open(faraway(endpoint, gate), login.orElseThrow(), endpoint.options()),
            ProviderKind.OCI,
            (endpoint, login, gate) -> OciConnector.open(
                    faraway(endpoint, gate), others(endpoint, gate), login.orElseThrow(), endpoint.options()),
            ProviderKind.GOOGLE,
            (endpoint, login, gate) -> GoogleConnector.open(
                    faraway(endpoint, gate), others(endpoint, gate), login.orElseThrow(), endpoint.options()),
            ProviderKind.AZURE,
            (endpoint, login, gate) -> AzureConnector.open(
                    faraway(endpoint, gate), others(endpoint, gate), login.orElseThrow(), endpoint.options()));

    private static final int LAST_PORT = 65535;

    private Connectors() {}

    /** Makes the connector of an endpoint whose address, options and pin its kind can have; nothing is sent yet. */
    private interface Opening {
        /** @param login there for every kind that needs one, complete and sealed for this endpoint */
        Connector open(PlanLine.Endpoint endpoint, Optional<EndpointSecret> login, CallGate gate)
                throws EndpointException;
    }

    /** The kinds that have a connector. */
    static SortedSet<ProviderKind> kinds() {
        return new TreeSet<>(OPENINGS.keySet());
    }

    /**
     * Makes the endpoint's connector; nothing is sent yet.
     *
     * @throws EndpointException when the kind has no connector, the address is not plain, an option or a pin is not for it, or the
     *     credentials are missing or were sealed for another endpoint
     */
    public static Connector open(PlanLine.Endpoint endpoint, Optional<EndpointSecret> secret, CallGate gate)
            throws EndpointException {
        ProviderKind kind = endpoint.type();
        Opening opening = OPENINGS.get(kind);
        if (opening == null) {
            throw refused(FindingCode.NO_CONNECTOR, "provider type " + kind.platformName());
        }
        if (HostAddress.of(endpoint.address()).isEmpty()) {
            throw refused(FindingCode.INVALID_ADDRESS, "the address is no host name and no IP address");
        }
        if (endpoint.port() < 1 || endpoint.port() > LAST_PORT) {
            throw refused(FindingCode.INVALID_ADDRESS, "the port is not from 1 to " + LAST_PORT);
        }
        options(endpoint);
        if (endpoint.pin() != null && !kind.pinAllowed()) {
            throw refused(
                    FindingCode.CERTIFICATE_UNVERIFIED,
                    "endpoints of " + kind.platformName()
                            + " are verified by the CA file of what reads them, which cannot"
                            + " check a fingerprint; take the fingerprint out of the endpoints file");
        }
        if (endpoint.pin() != null && inClear(endpoint)) {
            throw refused(
                    FindingCode.CERTIFICATE_UNVERIFIED,
                    "transport tcp has no certificate; take the fingerprint or the option out of the endpoints file");
        }
        return opening.open(endpoint, login(endpoint, secret), gate);
    }

    private static void options(PlanLine.Endpoint endpoint) throws EndpointException {
        SortedMap<String, ProviderOption> known = endpoint.type().options();
        for (Map.Entry<String, String> given : endpoint.options().entrySet()) {
            ProviderOption option = known.get(given.getKey());
            if (option == null && !given.getKey().equals(Rate.OPTION)) {
                throw refused(
                        FindingCode.INVALID_ADDRESS,
                        "an option that this type of endpoint does not have; it has " + Rate.OPTION
                                + (known.isEmpty() ? "" : ", " + String.join(", ", known.keySet())));
            }
            Optional<String> fault = option == null ? Optional.empty() : option.fault(given.getValue());
            if (fault.isPresent()) {
                throw refused(FindingCode.INVALID_ADDRESS, "the option " + fault.get());
            }
        }
    }

    private static Optional<EndpointSecret> login(PlanLine.Endpoint endpoint, Optional<EndpointSecret> secret)
            throws EndpointException {
        if (secret.isEmpty() && !endpoint.type().needsLogin(endpoint.options())) {
            return Optional.empty();
        }
        if (secret.isEmpty()) {
            throw refused(FindingCode.NO_CREDENTIALS, "the plan's sealed part has none for this endpoint");
        }
        if (!secret.get().belongsTo(endpoint)) {
            throw refused(
                    FindingCode.NO_CREDENTIALS,
                    "the plan's sealed part has them for another address, port, account or certificate");
        }
        return secret;
    }

    /** A client for what is mostly in the same network, so that the environment's proxy is for others. */
    private static RemoteClient nearby(PlanLine.Endpoint endpoint, CallGate gate) throws EndpointException {
        return client(endpoint, gate, Map.of());
    }

    /** A client for what is mostly in the internet, so that the environment's proxy is for it, too. */
    static RemoteClient faraway(PlanLine.Endpoint endpoint, CallGate gate) throws EndpointException {
        return client(endpoint, gate, System.getenv());
    }

    /** A client for Elastic Load Balancing of the same region; empty when its address is not known. */
    private static Optional<RemoteClient> balancers(PlanLine.Endpoint endpoint, CallGate gate)
            throws EndpointException {
        Optional<Origin> origin = BalancerAddress.of(endpoint);
        try {
            return origin.isEmpty()
                    ? Optional.empty()
                    : Optional.of(others(endpoint, gate).to(origin.get()));
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    private static RemoteClient client(PlanLine.Endpoint endpoint, CallGate gate, Map<String, String> environment)
            throws EndpointException {
        try {
            return clients(endpoint, gate, environment).to(origin(endpoint));
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    /** Clients of what an endpoint in the internet needs besides. */
    private static ClientFactory others(PlanLine.Endpoint endpoint, CallGate gate) {
        return clients(endpoint, gate, System.getenv());
    }

    private static ClientFactory clients(PlanLine.Endpoint endpoint, CallGate gate, Map<String, String> environment) {
        Optional<String> proxy = Optional.ofNullable(endpoint.options().get(Route.OPTION));
        return origin -> RemoteClient.of(
                origin,
                origin.equals(origin(endpoint)) ? endpoint.pin() : null,
                Route.to(origin, proxy, environment),
                gate);
    }

    private static Origin origin(PlanLine.Endpoint endpoint) {
        return new Origin(
                inClear(endpoint) ? "http" : "https",
                HostAddress.of(endpoint.address()).orElseThrow(),
                endpoint.port());
    }

    /** Only where the operator chose it in so many words. */
    private static boolean inClear(PlanLine.Endpoint endpoint) {
        return endpoint.type().pinAllowed() && "tcp".equals(endpoint.options().get("transport"));
    }

    private static EndpointException refused(FindingCode code, String message) {
        return new EndpointException(code, message, false, null);
    }
}
