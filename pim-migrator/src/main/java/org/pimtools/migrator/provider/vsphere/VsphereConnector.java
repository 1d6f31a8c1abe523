package org.pimtools.migrator.provider.vsphere;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.BusyException;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * Lists the VMs of a vCenter or an ESXi host. A provider ID is {@code <instanceUuid>#<MoRef>}. Templates are listed too, since
 * they are VMs with a MoRef that they keep; a VM without a name, as while it is created, has the empty one. It makes and ends a
 * session and a view of its own and changes nothing else.
 */
public final class VsphereConnector implements Connector {
    private static final int PAGE_SIZE = 500;
    private static final int MOST_EMPTY_PAGES = 100;
    /** How long the end of a session may take. */
    private static final Duration LAST = Duration.ofSeconds(10);

    private static final String HARDWARE_UUID = "hardware.systemInfo.uuid";
    private static final Pattern FAULT_TYPE = Pattern.compile("[A-Za-z]{1,64}");

    private final SoapClient client;
    private final EndpointSecret secret;
    private final IdRule rule;
    private final Function<EntityKind, EntitySource> others;
    private String sessionManager;
    private String propertyCollector;
    private String serverUuid;
    private String version = "";

    private VsphereConnector(
            RemoteClient client, EndpointSecret secret, IdRule rule, Function<EntityKind, EntitySource> others) {
        this.client = new SoapClient(client);
        this.secret = secret;
        this.rule = rule;
        this.others = others;
    }

    /** Of a vCenter; nothing is sent yet. What filters and balances there is NSX, another server that is not asked. */
    public static VsphereConnector ofVcenter(RemoteClient client, EndpointSecret secret) {
        return new VsphereConnector(
                client,
                secret,
                IdRule.INSTANCE_UUID,
                kind -> new EntitySource.NotRead("those of a vCenter are in NSX, which this version does not ask"));
    }

    /** Of a stand-alone host; nothing is sent yet. */
    public static VsphereConnector ofHost(RemoteClient client, EndpointSecret secret, IdRule rule) {
        return new VsphereConnector(
                client,
                secret,
                rule,
                kind -> new EntitySource.NoneThere("a stand-alone ESXi host has no " + kind.noun() + "s"));
    }

    @Override
    public void list(PageSink sink) throws EndpointException, InterruptedException {
        ServiceContent content = ask(SoapRequests.retrieveServiceContent(), ServiceContent::read);
        version = content.fullName();
        login(content.sessionManager());
        propertyCollector = content.propertyCollector();
        serverUuid = rule.uuid(content.instanceUuid(), () -> hardwareUuid(content));
        String view = view(content, "VirtualMachine");
        pages(view, sink);
        sendLast(SoapRequests.destroyView(view));
    }

    private String view(ServiceContent content, String type) throws EndpointException, InterruptedException {
        return ask(
                SoapRequests.createContainerView(content.viewManager(), content.rootFolder(), type),
                VsphereConnector::returned);
    }

    private String hardwareUuid(ServiceContent content) throws EndpointException, InterruptedException {
        String view = view(content, "HostSystem");
        PropertyObject.Page page = ask(
                SoapRequests.retrieveProperties(propertyCollector, view, "HostSystem", HARDWARE_UUID, PAGE_SIZE),
                PropertyObject::read);
        List<PropertyObject> hosts = page.objects();
        whole(page.unread());
        sendLast(SoapRequests.destroyView(view));
        if (hosts.size() > 1) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the server has " + hosts.size() + " hosts, so that it is no stand-alone one",
                    false,
                    null);
        }
        return hosts.isEmpty() ? "" : hosts.get(0).text(HARDWARE_UUID);
    }

    @Override
    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        String start = serverUuid + "#";
        List<String> moRefs = new ArrayList<>();
        for (ProviderId vm : vms) {
            moRefs.add(vm.value().substring(start.length()));
        }
        Map<ProviderId, Evidence> evidence = new HashMap<>();
        new VsphereEvidence(this::retrieve)
                .of(moRefs)
                .forEach((moRef, found) -> evidence.put(new ProviderId(start + moRef), found));
        return evidence;
    }

    private List<PropertyObject> retrieve(String type, List<String> moRefs, List<String> properties)
            throws EndpointException, InterruptedException {
        List<PropertyObject> objects = new ArrayList<>();
        PropertyObject.Page page = ask(
                SoapRequests.retrieveProperties(propertyCollector, type, moRefs, properties, PAGE_SIZE),
                PropertyObject::read);
        whole(page.unread());
        objects.addAll(page.objects());
        while (page.token() != null && objects.size() < moRefs.size()) {
            int before = objects.size();
            page = continued(page.token(), PropertyObject::read);
            whole(page.unread());
            objects.addAll(page.objects());
            if (objects.size() == before) {
                throw new EndpointException(FindingCode.ENDPOINT_FAILED, "the server sends an empty page", false, null);
            }
        }
        return objects;
    }

    private void login(String manager) throws EndpointException, InterruptedException {
        String request;
        try {
            request = SoapRequests.login(
                    manager, secret.name("user"), secret.part("password").reveal());
        } catch (IllegalArgumentException e) {
            throw new EndpointException(
                    FindingCode.LOGIN_REFUSED, "user or password hold a character that XML cannot carry", false, null);
        }
        try {
            client.send(request, answer -> null);
        } catch (SoapFault e) {
            // the fault's text is left out, since a server may repeat in it what it was sent
            String type = FAULT_TYPE.matcher(e.type()).matches() ? e.type() : "a fault";
            if (e.isSessionLimit()) {
                throw new EndpointException(
                        FindingCode.NO_SESSION, "the server answered " + type + " to the login", true, null);
            }
            throw new EndpointException(
                    FindingCode.LOGIN_REFUSED, "the server answered " + type + " to the login", false, null);
        } catch (XMLStreamException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "the answer to the login is not SOAP", false, null);
        } catch (EndpointException e) {
            // whether it counted as an attempt is unknown, so there is no second one
            boolean neverSent = e.code() == FindingCode.UNREACHABLE;
            throw neverSent ? e : new EndpointException(code(e), "at the login: " + e.getMessage(), false, e);
        }
        sessionManager = manager;
    }

    /** A vCenter that is out of sessions answers the login as one that is busy. */
    private static FindingCode code(EndpointException atLogin) {
        return BusyException.in(atLogin) ? FindingCode.NO_SESSION : atLogin.code();
    }

    private void pages(String view, PageSink sink) throws EndpointException, InterruptedException {
        String collector = propertyCollector;
        int empty = 0;
        Set<ProviderId> firsts = new HashSet<>();
        PropertyPage page =
                ask(SoapRequests.retrieveProperties(collector, view, "VirtualMachine", "name", PAGE_SIZE), this::names);
        whole(page.unread());
        isNew(page.vms(), firsts);
        sink.page(page.vms());
        while (page.token() != null) {
            empty = page.vms().isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_PAGES) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED, "the server sends empty pages without an end", false, null);
            }
            page = continued(page.token(), this::names);
            whole(page.unread());
            isNew(page.vms(), firsts);
            sink.page(page.vms());
        }
    }

    /**
     * A token says nothing of that: whether a server gives another one for each page is its own affair.
     *
     * @param firsts the first VMs of the pages before
     * @throws EndpointException to begin again, when the page came before
     */
    private static void isNew(List<InventoryVm> page, Set<ProviderId> firsts) throws EndpointException {
        if (!page.isEmpty() && !firsts.add(page.get(0).providerId())) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED, "the server sends a page that it sent before", true, null);
        }
    }

    private PropertyPage names(XmlAnswer answer) throws XMLStreamException {
        return PropertyPage.read(answer, serverUuid);
    }

    /** @throws EndpointException to begin again, when something was not read that is there */
    private static void whole(List<Unread> unread) throws EndpointException {
        if (!unread.isEmpty()) {
            Unread first = unread.get(0);
            String fault = FAULT_TYPE.matcher(first.fault()).matches() ? first.fault() : "a fault";
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the server answered " + fault + " in place of a property of " + first.moRef()
                            + (unread.size() == 1 ? "" : " and of " + (unread.size() - 1) + " more"),
                    true,
                    null);
        }
    }

    private <T> T continued(String token, SoapClient.Answer<T> answer) throws EndpointException, InterruptedException {
        return ask(
                SoapRequests.continueRetrieveProperties(propertyCollector, token),
                answer,
                SoapFault::passesForContinuation);
    }

    private <T> T ask(String request, SoapClient.Answer<T> answer) throws EndpointException, InterruptedException {
        return ask(request, answer, SoapFault::passes);
    }

    private <T> T ask(String request, SoapClient.Answer<T> answer, Predicate<SoapFault> passes)
            throws EndpointException, InterruptedException {
        try {
            return client.send(request, answer);
        } catch (SoapFault e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the server answered " + (e.type().isEmpty() ? "a fault" : e.type()) + ": " + e.getMessage(),
                    passes.test(e),
                    e);
        } catch (NoSoapException e) {
            throw new EndpointException(FindingCode.ENDPOINT_FAILED, e.getMessage(), true, e);
        } catch (XMLStreamException e) {
            throw new EndpointException(
                    FindingCode.ENDPOINT_FAILED,
                    "the answer is not what a vSphere server says: " + XmlAnswer.reason(e),
                    false,
                    e);
        } catch (EndpointException e) {
            throw e.code() == FindingCode.LOGIN_REFUSED ? notOfTheLogin(e) : e;
        }
    }

    /** vSphere refuses logins by SOAP, so that a status is of something that stands in front of it. */
    private static EndpointException notOfTheLogin(EndpointException refused) {
        return new EndpointException(
                FindingCode.ENDPOINT_FAILED,
                refused.getMessage() + " to a call that is no login: does a proxy or firewall in front of it refuse?",
                false,
                refused);
    }

    private static String returned(XmlAnswer answer) throws XMLStreamException {
        while (answer.child()) {
            if (answer.name().equals("returnval")) {
                return answer.text();
            }
            answer.skip();
        }
        throw new XMLStreamException("an empty answer");
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public EntitySource entities(EntityKind kind) {
        return others.apply(kind);
    }

    /** Ends the session; when that fails, the server ends it by itself after a while. */
    @Override
    public void close() {
        if (sessionManager != null) {
            sendLast(SoapRequests.logout(sessionManager));
            sessionManager = null;
        }
    }

    private void sendLast(String request) {
        try {
            client.sendLast(request, LAST);
        } catch (EndpointException | SoapFault | XMLStreamException e) {
            // what was asked for is read already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
