package org.pimtools.migrator.provider.google;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Lists the instances that one project has in all zones of Google Compute Engine. A provider ID is the instance's number, the name that of
 * the instance, the value of a label or one of its metadata. It calls {@code instances.aggregatedList} and nothing else; an answer that
 * leaves something out fails the endpoint.
 */
public final class GoogleConnector implements Connector {
    private static final String NAME_KEY = "name-key";
    private static final String USUAL_NAME_KEY =
            ProviderKind.GOOGLE.options().get(NAME_KEY).otherwise();
    /** The most that a page can have. */
    private static final int PAGE_SIZE = 500;
    /** Google sends pages that have few instances or none, when a project's are in many zones. */
    private static final int MOST_EMPTY_PAGES = 1000;

    private final RemoteClient client;
    private final String path;
    private final NameSource source;
    private final String nameKey;

    private GoogleConnector(RemoteClient client, String path, NameSource source, String nameKey) {
        this.client = client;
        this.path = path;
        this.source = source;
        this.nameKey = nameKey;
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
            NameSource source = NameSource.of(options.get("name-from"));
            String fields = "nextPageToken,unreachables,warning/code,items/*/warning/code,items/*/instances("
                    + source.fields() + ")";
            return new GoogleConnector(
                    client.signedBy(signer).judgedBy(new ComputeErrors()),
                    "/compute/v1/projects/" + encoded(login.name("project")) + "/aggregated/instances?maxResults="
                            + PAGE_SIZE + "&returnPartialSuccess=false&fields=" + encoded(fields),
                    source,
                    options.getOrDefault(NAME_KEY, USUAL_NAME_KEY));
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        Set<String> tokens = new HashSet<>();
        int empty = 0;
        Optional<String> token = Optional.empty();
        do {
            InstancePage page = read(token, tokens);
            sink.page(page.instances());
            Optional<String> next = page.next();
            if (next.isEmpty() && page.instances().size() == PAGE_SIZE) {
                // a full page is seldom the last: whether it really has no token is asked once more
                next = read(token, tokens).next();
            }
            empty = page.instances().isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw failed("Google sends empty pages without an end", null);
            }
            token = next;
            token.ifPresent(tokens::add);
        } while (token.isPresent());
    }

    /** @param tokens of the pages so far: one that leads back to them is of a page that came again */
    private InstancePage read(Optional<String> token, Set<String> tokens)
            throws EndpointException, InterruptedException {
        URI address = client.origin()
                .at(path + token.map(text -> "&pageToken=" + encoded(text)).orElse(""));
        try {
            return client.<InstancePage, InvalidJson>send(Request.get(address), response -> {
                InstancePage page = InstancePage.read(new JsonAnswer(response.body()), source, nameKey);
                if (page.next().filter(tokens::contains).isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED, "Google sends a page that it sent before", true, null);
                }
                if (page.missing().isPresent()) {
                    throw new RemoteException(
                            RemoteException.Reason.FAILED,
                            "Google answers in part only (" + page.missing().get()
                                    + "); run again when its status page shows no fault",
                            true,
                            null);
                }
                return page;
            });
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (InvalidJson e) {
            throw failed("the answer is not what Google documents: " + e.getMessage(), e);
        }
    }

    private static EndpointException failed(String message, Exception cause) {
        return new EndpointException(FindingCode.ENDPOINT_FAILED, message, false, cause);
    }

    /** There is none: Google tells no MAC address, and an instance has no datastore. */
    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms) {
        return Map.of();
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return new EntitySource.NotRead("this version does not ask Google for its " + kind.noun() + "s");
    }

    /** A token needs no logout: it ends by itself. */
    @Override
    public void close() {}
}
