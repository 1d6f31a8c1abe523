package org.pimtools.migrator.provider.vcloud;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.NetworkRules;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Request;
import org.pimtools.migrator.remote.Response;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * Lists the VMs that a user sees in one organisation of VMware Cloud Director. A provider ID is the VM's URN, the name the VM's
 * own or the value of its metadata. VMs of templates and deleted ones are left out; expired ones are listed, since they can be
 * renewed. Answers are asked for in XML, the one form that all versions of the API have.
 */
public final class VcloudConnector implements Connector {
    private static final String NAME_METADATA = "name-metadata";
    private static final int READINGS = 3;
    private static final int MOST_ADDRESSES = 500;
    private static final int MOST_EDGES = 10_000;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int MULTIPLE_CHOICES = 300;

    private final RemoteClient plain;
    private final EndpointSecret login;
    private final Optional<String> metadata;
    private Optional<Session> session = Optional.empty();

    private VcloudConnector(RemoteClient client, EndpointSecret login, Optional<String> metadata) {
        this.plain = client.judgedBy(new VcloudErrors());
        this.login = login;
        this.metadata = metadata;
    }

    /**
     * Nothing is sent yet.
     *
     * @param login with the parts that {@link org.pimtools.common.provider.ProviderKind#VCLOUD} has
     * @param options of the endpoint
     */
    public static VcloudConnector open(RemoteClient client, EndpointSecret login, Map<String, String> options) {
        return new VcloudConnector(client, login, Optional.ofNullable(options.get(NAME_METADATA)));
    }

    /**
     * A VM that is deleted while pages are read moves those behind it to pages that were read before. A list that changed is
     * therefore read again; what each reading found counts.
     */
    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        for (int reading = 1; !readUnchanged(sink); reading++) {
            if (reading == READINGS) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED,
                        "VMs were created or deleted during each of " + READINGS
                                + " readings, so that one may be missing; try again when vCloud is quieter",
                        false,
                        null);
            }
        }
    }

    /** @return whether the list stayed as it was meanwhile */
    private boolean readUnchanged(PageSink sink) throws EndpointException, InterruptedException {
        VmQuery query = query();
        long read = 0;
        boolean unchanged = true;
        VmPage page;
        int number = 1;
        long total = 0;
        do {
            page = page(query, number);
            unchanged &= number == 1 || page.total() == total;
            total = page.total();
            read += page.listed();
            number++;
            sink.page(page.vms());
        } while (read < total && page.listed() > 0);
        return unchanged && read == total;
    }

    private VmPage page(VmQuery query, int number) throws EndpointException, InterruptedException {
        return asked(session().client(), session().asking(Request.get(query.page(number))), answer -> {
            VmPage page = VmPage.read(new XmlAnswer(answer.body()), metadata);
            inOrder(page.number(), number);
            return page;
        });
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        RemoteClient tolerant = session().client().accepting(VcloudConnector::isOfOneVm);
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        for (ProviderId vm : vms) {
            Request request = session().asking(Request.get(plain.origin().at(NetworkCards.path(vm.value()))));
            Optional<SortedSet<String>> macs = asked(
                    tolerant,
                    request,
                    answer -> answer.status() < MULTIPLE_CHOICES
                            ? Optional.of(NetworkCards.read(new XmlAnswer(answer.body())))
                            : Optional.empty());
            macs.ifPresent(cards -> evidence.put(vm, new Evidence("", new TreeSet<>(), cards)));
        }
        return evidence;
    }

    /** What is read, and what says of one VM that it is gone or not to be seen. */
    private static boolean isOfOneVm(int status) {
        return status / 100 == 2 || status == NOT_FOUND || status == FORBIDDEN;
    }

    @Override
    public String version() {
        return session.map(there -> "vCloud API " + there.version()).orElse("");
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return new EntitySource.NotRead(
                "what the platform takes for the provider ID of a " + kind.noun() + " of vCloud is not published");
    }

    /**
     * Looks at the rules of the organisation's edge gateways, and asks for the VMs whose addresses they name, each once. An edge that the
     * API for NSX does not know, or that the user may not see, is left out and told.
     */
    @Override
    public NetworkRules rules() throws EndpointException, InterruptedException {
        List<EdgeRules.Addressed> addressed = new ArrayList<>();
        Optional<String> unread = Optional.empty();
        for (EdgeRules.Edge edge : edges()) {
            try {
                addressed.addAll(asked(
                        session().client(),
                        session().asking(Request.get(plain.origin().at(EdgeRules.rules(edge)))),
                        answer -> EdgeRules.readRules(new XmlAnswer(answer.body()), edge)));
            } catch (EndpointException e) {
                if (e.code() == FindingCode.LOGIN_REFUSED) {
                    // it would be refused at each edge
                    throw e;
                }
                unread = Optional.of("edge \"" + edge.name() + "\": " + e.getMessage());
            }
        }
        Map<String, List<EdgeRules.Addressed>> byAddress = addressed.stream()
                .collect(Collectors.groupingBy(EdgeRules.Addressed::address, TreeMap::new, Collectors.toList()));
        if (byAddress.size() > MOST_ADDRESSES) {
            return NetworkRules.unread("the rules of its edges name more than " + MOST_ADDRESSES + " addresses");
        }
        List<NetworkRules.ByAddress> found = new ArrayList<>();
        VmQuery query = query();
        for (Map.Entry<String, List<EdgeRules.Addressed>> each : byAddress.entrySet()) {
            VmPage page = asked(
                    session().client(),
                    session().asking(Request.get(query.withAddress(each.getKey()))),
                    answer -> VmPage.read(new XmlAnswer(answer.body()), metadata));
            page.vms()
                    .forEach(vm -> each.getValue()
                            .forEach(rule -> found.add(
                                    new NetworkRules.ByAddress(rule.rule(), rule.address(), vm.providerId()))));
        }
        return new NetworkRules(found, unread);
    }

    private List<EdgeRules.Edge> edges() throws EndpointException, InterruptedException {
        List<EdgeRules.Edge> edges = new ArrayList<>();
        EdgeRules.Edges page;
        int number = 1;
        do {
            page = edges(number);
            edges.addAll(page.edges());
            number++;
            if (edges.size() > MOST_EDGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, "vCloud lists more than " + MOST_EDGES + " edges", false, null);
            }
        } while (page.isFull());
        return edges;
    }

    private EdgeRules.Edges edges(int number) throws EndpointException, InterruptedException {
        return asked(
                session().client(),
                session().asking(Request.get(plain.origin().at(EdgeRules.edges(number)))),
                answer -> {
                    EdgeRules.Edges page = EdgeRules.readEdges(new XmlAnswer(answer.body()));
                    inOrder(page.number(), number);
                    return page;
                });
    }

    /** A page that comes again is asked for again. */
    private static void inOrder(int sent, int asked) throws RemoteException {
        if (sent != asked) {
            throw new RemoteException(
                    RemoteException.Reason.FAILED,
                    "vCloud sends page " + sent + " when asked for page " + asked,
                    true,
                    null);
        }
    }

    private VmQuery query() {
        return new VmQuery(plain.origin(), Session.ofProvider(login.name("organisation")), metadata);
    }

    private Session session() throws EndpointException, InterruptedException {
        if (session.isEmpty()) {
            ApiVersion version = asked(
                    plain,
                    Request.get(plain.origin().at("/api/versions")).header("Accept", "text/xml, application/*+xml"),
                    answer -> ApiVersion.newest(new XmlAnswer(answer.body())));
            session = Optional.of(new Session(
                    plain, version, login.name("user"), login.name("organisation"), login.part("password")));
        }
        return session.get();
    }

    private static <T> T asked(RemoteClient client, Request request, Response.Reader<T, XMLStreamException> reader)
            throws EndpointException, InterruptedException {
        try {
            return client.send(request, reader);
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } catch (XMLStreamException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the answer is not what vCloud says: " + XmlAnswer.reason(e),
                    false,
                    e);
        }
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
    }
}
