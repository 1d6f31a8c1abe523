package org.pimtools.migrator.provider.azure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.Route;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;

/** One connector at work. */
final class Reading implements AutoCloseable {
    private final CallGate gate;
    private final AzureConnector connector;

    /**
     * @param authority who issues the tokens, such as the server itself; its certificate is pinned, too
     * @param pins by the port at loopback
     */
    Reading(
            int port,
            Map<Integer, String> pins,
            Limits limits,
            String subscription,
            AzureApp app,
            String authority,
            Map<String, String> options)
            throws EndpointException {
        gate = CallGate.open(limits, new Rate(BigDecimal.valueOf(9_999)), "the inventory was not read to its end");
        OneEndpoint.Description description = description(port, pins.get(port), subscription, app, authority, options);
        connector = AzureConnector.open(
                client(Origin.https(HostAddress.of("127.0.0.1").orElseThrow(), port), pins),
                origin -> client(origin, pins),
                description.sealed(description.endpoint(1)),
                options);
    }

    private RemoteClient client(Origin origin, Map<Integer, String> pins) {
        return RemoteClient.of(origin, pins.get(origin.port()), Route.DIRECT, gate);
    }

    /** An endpoint whose server issues its tokens itself. */
    static OneEndpoint.Description description(AzureDouble server, String subscription, AzureApp app) {
        return CloudEndpoints.of(server, subscription, app);
    }

    private static OneEndpoint.Description description(
            int port, String pin, String subscription, AzureApp app, String authority, Map<String, String> options) {
        return new OneEndpoint.Description(
                ProviderKind.AZURE,
                port,
                pin,
                Map.of(
                        "subscription",
                        subscription,
                        "tenant",
                        app.tenant(),
                        "authority",
                        authority,
                        "client-id",
                        app.clientId()),
                options,
                Map.of("client-secret", app.clientSecret()));
    }

    static Reading of(AzureDouble server, String subscription, AzureApp app) throws EndpointException {
        return of(server, subscription, app, OneEndpoint.PATIENT, Map.of());
    }

    static Reading of(AzureDouble server, String subscription, AzureApp app, Limits limits, Map<String, String> options)
            throws EndpointException {
        return new Reading(
                server.port(),
                Map.of(server.port(), server.certificate().sha256()),
                limits,
                subscription,
                app,
                server.authority(),
                options);
    }

    List<InventoryVm> list() throws EndpointException, InterruptedException {
        List<InventoryVm> vms = new ArrayList<>();
        connector.list(vms::addAll);
        return vms;
    }

    /** How many machines were listed; none is kept. */
    long count() throws EndpointException, InterruptedException {
        long[] count = {0};
        connector.list(page -> count[0] += page.size());
        return count[0];
    }

    Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms) throws EndpointException, InterruptedException {
        return connector.evidence(vms);
    }

    long calls() {
        return gate.calls();
    }

    @Override
    public void close() {
        connector.close();
    }
}
