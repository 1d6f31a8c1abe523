package org.pimtools.migrator.provider.google;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.ClientFactory;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * Lists the instances that one project has in all zones of Google Compute Engine. A provider ID is the instance's number, the name that of
 * the instance, the value of a label or one of its metadata. Firewalls are firewall rules, load balancers forwarding rules and
 * backend services. It calls methods that list, and nothing else; an answer that leaves something out fails.
 */
public final class GoogleConnector implements Connector {
    private static final String NAME_KEY = "name-key";
    private static final String USUAL_NAME_KEY =
            ProviderKind.GOOGLE.options().get(NAME_KEY).otherwise();

    private final ComputeLists lists;
    private final Instances instances;

    private GoogleConnector(ComputeLists lists, Instances instances) {
        this.lists = lists;
        this.instances = instances;
    }

    /**
     * Nothing is sent yet.
     *
     * @param others for the token address of the key file, which alone gets what the key signs
     * @param login with the parts that {@link ProviderKind#GOOGLE} has
     * @param options of the endpoint
     * @throws EndpointException when the key file is none
     */
    public static GoogleConnector open(
            RemoteClient client, ClientFactory others, EndpointSecret login, Map<String, String> options)
            throws EndpointException {
        ServiceAccount account = ServiceAccount.read(login.part("key-file"));
        try {
            TokenSigner signer = TokenSigner.bearer(
                    new SignedAssertion(others.to(Origin.of(account.tokenUri())), account, Clock.systemUTC()));
            return new GoogleConnector(
                    new ComputeLists(client.signedBy(signer), login.name("project")),
                    new Instances(
                            NameSource.of(options.get("name-from")), options.getOrDefault(NAME_KEY, USUAL_NAME_KEY)));
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        lists.pages(ComputeLists.Kind.aggregated("instances", instances), sink);
    }

    /** There is none: Google tells no MAC address, and an instance has no datastore. */
    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms) {
        return Map.of();
    }

    @Override
    public String version() {
        return "Compute API v1";
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return switch (kind) {
            case VM -> throw new IllegalArgumentException("VMs are listed by themselves");
            case FIREWALL -> new EntitySource.Listed(NetworkResources.firewalls(lists));
            case LOAD_BALANCER -> new EntitySource.Listed(NetworkResources.balancers(lists));
        };
    }

    /** A token needs no logout: it ends by itself. */
    @Override
    public void close() {}
}
