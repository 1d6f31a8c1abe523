package org.pimtools.migrator.provider.azure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
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
 * Lists the virtual machines of one subscription of Azure. A provider ID is the resource's ID in lower case, {@code #} and the
 * {@code vmId}; the name is that of the resource, the value of a tag, or the name inside the machine. Firewalls are network security
 * groups, load balancers those of Microsoft.Network. It reads lists, and nothing else.
 */
public final class AzureConnector implements Connector {
    private static final String AUTHORITY = "authority";
    private static final String USUAL_AUTHORITY = "login.microsoftonline.com";
    private static final String NAME_TAG = "name-tag";
    private static final String USUAL_NAME_TAG =
            ProviderKind.AZURE.options().get(NAME_TAG).otherwise();

    private final ArmLists lists;
    private final Subscription subscription;
    private final VirtualMachines machines;
    private final String nameTag;

    private AzureConnector(ArmLists lists, Subscription subscription, VirtualMachines machines, String nameTag) {
        this.lists = lists;
        this.subscription = subscription;
        this.machines = machines;
        this.nameTag = nameTag;
    }

    /**
     * Nothing is sent yet.
     *
     * @param others for the authority, which alone gets the client secret
     * @param login with the parts that {@link ProviderKind#AZURE} has
     * @param options of the endpoint
     * @throws EndpointException when the authority is none
     */
    public static AzureConnector open(
            RemoteClient client, ClientFactory others, EndpointSecret login, Map<String, String> options)
            throws EndpointException {
        try {
            Origin authority = authority(login.account().getOrDefault(AUTHORITY, USUAL_AUTHORITY));
            TokenSigner signer = TokenSigner.bearer(new ClientCredentials(
                    others.to(authority),
                    login.name("tenant"),
                    login.name("client-id"),
                    login.part("client-secret"),
                    audience(client.origin())));
            Subscription subscription = new Subscription(login.name("subscription"));
            String nameTag = options.getOrDefault(NAME_TAG, USUAL_NAME_TAG);
            return new AzureConnector(
                    new ArmLists(client.signedBy(signer)),
                    subscription,
                    new VirtualMachines(subscription, NameSource.of(options.get("name-from")), nameTag),
                    nameTag);
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    private static Origin authority(String given) throws EndpointException {
        try {
            URI uri = new URI("https://" + given);
            if (given.equals(uri.getRawAuthority()) && uri.toString().equals("https://" + given)) {
                return Origin.of(uri);
            }
        } catch (URISyntaxException | RemoteException e) {
            // no host, as below
        }
        throw new EndpointException(
                FindingCode.INVALID_ADDRESS, "the authority is not a host name with or without a port", false, null);
    }

    /** The usual port is left out, since the authority compares the text. */
    private static String audience(Origin origin) {
        return origin.toString().replaceFirst(":443$", "");
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        lists.pages(VirtualMachines.RIGHT, machines.path(), machines, sink::page);
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        Map<String, ProviderId> wanted =
                vms.stream().collect(Collectors.toMap(VirtualMachines::resourceOf, vm -> vm, (one, other) -> one));
        Map<ProviderId, TreeSet<String>> macs = new HashMap<>();
        NetworkInterfaces cards = new NetworkInterfaces(subscription);
        lists.pages(
                NetworkInterfaces.RIGHT,
                cards.path(),
                cards,
                page -> page.stream()
                        .filter(card -> wanted.containsKey(card.machine())
                                && !card.mac().isEmpty())
                        .forEach(card -> macs.computeIfAbsent(wanted.get(card.machine()), vm -> new TreeSet<>())
                                .add(card.mac())));
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        macs.forEach((vm, addresses) -> evidence.put(vm, new Evidence("", new TreeSet<>(), addresses)));
        return evidence;
    }

    @Override
    public String version() {
        return "Compute API " + VirtualMachines.API_VERSION;
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return switch (kind) {
            case VM -> throw new IllegalArgumentException("VMs are listed by themselves");
            case FIREWALL ->
                new EntitySource.Listed(NetworkResources.securityGroups(lists, subscription, nameTag, machines));
            case LOAD_BALANCER ->
                new EntitySource.Listed(NetworkResources.balancers(lists, subscription, nameTag, machines));
        };
    }

    /** A token needs no logout: it ends by itself. */
    @Override
    public void close() {}
}
