package org.pimtools.migrator.provider.amazon;

import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Signer;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * Lists the instances that one account has in one region of EC2. A provider ID is the instance's ID, the name the value of a tag;
 * an instance without the tag has the empty name. Instances that are terminated or shutting down are left out: they do not come
 * back. It calls {@code DescribeInstances} and nothing else.
 */
public final class AmazonConnector implements Connector {
    private static final String NAME_TAG = "name-tag";
    private static final String DEFAULT_NAME_TAG =
            ProviderKind.AMAZON.options().get(NAME_TAG).otherwise();
    private static final int MOST_EMPTY_PAGES = 100;

    private final RemoteClient client;
    private final URI endpoint;
    private final String nameTag;

    private AmazonConnector(RemoteClient client, String nameTag) {
        this.client = client;
        this.endpoint = client.origin().at("/");
        this.nameTag = nameTag;
    }

    /**
     * Nothing is sent yet.
     *
     * @param login with the parts that {@link ProviderKind#AMAZON} has
     * @param options of the endpoint
     */
    public static AmazonConnector open(RemoteClient client, EndpointSecret login, Map<String, String> options) {
        Clock clock = Clock.systemUTC();
        Optional<Secret> sessionToken = Optional.ofNullable(login.parts().get("session-token"));
        Signer signer = new SignatureV4(
                login.name("region"), login.name("access-key"), login.part("secret-key"), sessionToken, clock);
        return new AmazonConnector(
                client.signedBy(signer).judgedBy(new Ec2Errors(sessionToken.isPresent(), clock)),
                options.getOrDefault(NAME_TAG, DEFAULT_NAME_TAG));
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        pages(
                token -> DescribeInstances.page(endpoint, token),
                page -> sink.page(page.instances().stream()
                        .map(each -> new InventoryVm(new ProviderId(each.id()), each.name()))
                        .toList()));
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        List<String> ids = vms.stream().map(ProviderId::value).toList();
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        for (int i = 0; i < ids.size(); i += DescribeInstances.MOST_IDS) {
            List<String> some = ids.subList(i, Math.min(i + DescribeInstances.MOST_IDS, ids.size()));
            pages(
                    token -> DescribeInstances.page(endpoint, some, token),
                    page -> page.instances()
                            .forEach(each -> evidence.put(
                                    new ProviderId(each.id()), new Evidence("", new TreeSet<>(), each.macs()))));
        }
        return evidence;
    }

    /** Nothing is open: each request stands for itself. */
    @Override
    public void close() {}

    private interface Asking {
        Request page(Optional<String> token);
    }

    private interface Taking {
        void page(InstancePage page) throws EndpointException;
    }

    private void pages(Asking asking, Taking taking) throws EndpointException, InterruptedException {
        Set<String> tokens = new HashSet<>();
        int empty = 0;
        Optional<String> token = Optional.empty();
        do {
            InstancePage page = read(asking.page(token), tokens);
            taking.page(page);
            Optional<String> next = page.next();
            if (next.isEmpty() && page.listed() == DescribeInstances.PAGE_SIZE) {
                // a full page is seldom the last: whether it really has no token is asked once more
                next = read(asking.page(token), tokens).next();
            }
            empty = page.listed() == 0 ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, "EC2 sends empty pages without an end", false, null);
            }
            token = next;
            token.ifPresent(tokens::add);
        } while (token.isPresent());
    }

    /** @param tokens of the pages so far: one that leads back to them is of a page that came again */
    private InstancePage read(Request request, Set<String> tokens) throws EndpointException, InterruptedException {
        try {
            return client.<InstancePage, XMLStreamException>send(request, response -> {
                InstancePage page = InstancePage.read(new XmlAnswer(response.body()), nameTag);
                if (page.next().filter(tokens::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, "EC2 sends a page that it sent before", true, null);
                }
                return page;
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (XMLStreamException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the answer is not what EC2 says: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    false,
                    e);
        }
    }
}
