package org.pimtools.migrator.provider.azure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.pimtools.migrator.remote.InvalidJson;
import org.pimtools.migrator.remote.JsonAnswer;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.TokenSigner;

/**
 * Lists the virtual machines of one subscription of Azure. A provider ID is the resource's ID in lower case, {@code #} and the
 * {@code vmId}; the name is that of the resource, the value of a tag, or the name inside the machine. It reads two lists, that of the
 * machines and, for namesakes, that of the network interfaces.
 */
public final class AzureConnector implements Connector {
    private static final String AUTHORITY = "authority";
    private static final String USUAL_AUTHORITY = "login.microsoftonline.com";
    private static final String NAME_TAG = "name-tag";
    private static final String USUAL_NAME_TAG =
            ProviderKind.AZURE.options().get(NAME_TAG).otherwise();
    private static final int MOST_EMPTY_PAGES = 100;

    private final RemoteClient client;
    private final VirtualMachines machines;
    private final NetworkInterfaces cards;

    private AzureConnector(RemoteClient client, VirtualMachines machines, NetworkInterfaces cards) {
        this.client = client;
        this.machines = machines;
        this.cards = cards;
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
            return new AzureConnector(
                    client.signedBy(signer).judgedBy(new ArmErrors()),
                    new VirtualMachines(
                            subscription,
                            NameSource.of(options.get("name-from")),
                            options.getOrDefault(NAME_TAG, USUAL_NAME_TAG)),
                    new NetworkInterfaces(subscription));
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
        pages(machines.path(), machines, sink::page);
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        Map<String, ProviderId> wanted =
                vms.stream().collect(Collectors.toMap(VirtualMachines::resourceOf, vm -> vm, (one, other) -> one));
        Map<ProviderId, TreeSet<String>> macs = new HashMap<>();
        pages(
                cards.path(),
                cards,
                page -> page.stream()
                        .filter(card -> wanted.containsKey(card.machine()))
                        .forEach(card -> macs.computeIfAbsent(wanted.get(card.machine()), vm -> new TreeSet<>())
                                .add(card.mac())));
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        macs.forEach((vm, addresses) -> evidence.put(vm, new Evidence("", new TreeSet<>(), addresses)));
        return evidence;
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return new EntitySource.NotRead("this version does not ask Azure for its " + kind.noun() + "s");
    }

    /** A token needs no logout: it ends by itself. */
    @Override
    public void close() {}

    private interface Taking<T> {
        void page(List<T> entries) throws EndpointException;
    }

    private <T> void pages(String path, ArmPage.Entry<T> entry, Taking<T> taking)
            throws EndpointException, InterruptedException {
        Set<URI> seen = new HashSet<>();
        int empty = 0;
        Optional<URI> next = Optional.of(client.origin().at(path));
        while (next.isPresent()) {
            URI address = next.get();
            seen.add(address);
            Read<T> read = read(address, entry, seen);
            taking.page(read.page.entries());
            empty = read.page.listed() == 0 ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, "Azure sends empty pages without an end", false, null);
            }
            next = read.next;
        }
    }

    private record Read<T>(ArmPage<T> page, Optional<URI> next) {}

    /** @param seen the addresses of the pages so far: a page that leads back to them is one that came again */
    private <T> Read<T> read(URI address, ArmPage.Entry<T> entry, Set<URI> seen)
            throws EndpointException, InterruptedException {
        try {
            return client.<Read<T>, InvalidJson>send(Request.get(address), response -> {
                ArmPage<T> page = ArmPage.read(new JsonAnswer(response.body()), entry);
                Optional<URI> next = page.next().isEmpty()
                        ? Optional.empty()
                        : Optional.of(client.origin().link(address, page.next().get()));
                if (next.filter(seen::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, "Azure sends a page that it sent before", true, null);
                }
                return new Read<>(page, next);
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (InvalidJson e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "the answer is not what Azure documents: " + e.getMessage(), false, e);
        }
    }
}
