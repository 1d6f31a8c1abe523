package org.pimtools.testkit.doubles.vcloud;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.QueryString;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.Xml;

/**
 * VMware Cloud Director of our own: the versions that it speaks, sessions of both kinds, the query for VMs in pages, the network
 * cards of a VM, edge gateways and their rules; of several organisations, told apart by who logs in; with a log of the calls and with faults on demand.
 *
 * <p>Written from the vendor's public documents: the API programming guide ("Create a vCloud API Session", "Using the Query
 * Service"), the schema reference and the OpenAPI reference ("Sessions"). Read to its last page by {@code python3-libcloud}, which
 * knows versions up to 5.5 of the API and the older kind of session; never compared with a real vCloud.
 */
public final class VcdDouble implements AutoCloseable {
    private static final Pattern VERSION =
            Pattern.compile("application/(?:\\*|json)(?:\\+xml)?;version=([0-9]+)\\.([0-9]+)");
    private static final Pattern CARDS = Pattern.compile("/api/vApp/vm-([0-9a-f-]{36})/networkConnectionSection/?");
    /** No organisation is called so. */
    private static final String EDGES = "/edges";

    private static final Pattern FIREWALL = Pattern.compile("/network/edges/([0-9a-f-]{36})/firewall/config");
    private static final int OPEN_SESSIONS = 33;
    private static final int BEARER_TOKENS = 30;
    private static final int WITHOUT_OLD_SESSIONS = 38;

    private final Options options;
    private final PageFaults faults = new PageFaults();
    private final List<VcdCall> calls = new CopyOnWriteArrayList<>();
    private final Map<String, VcdOrganisation> sessions = new ConcurrentHashMap<>();
    private final HttpListener listener;

    /**
     * What to play.
     *
     * @param versions of the API, such as 38.1
     * @param certificate null for plain HTTP
     * @param links where links in answers lead, or null for the double itself
     */
    public record Options(
            List<VcdOrganisation> organisations, List<String> versions, ServerCertificate certificate, String links) {
        public Options {
            organisations = List.copyOf(organisations);
            versions = List.copyOf(versions);
        }

        /** HTTPS with a certificate of its own, and versions of today. */
        public static Options of(VcdOrganisation... organisations) {
            return new Options(
                    List.of(organisations),
                    List.of("36.3", "37.3", "38.1", "39.0"),
                    Certificates.valid(Certificates.KeyKind.EC),
                    null);
        }

        public Options versions(String... others) {
            return new Options(organisations, List.of(others), certificate, links);
        }

        public Options withoutTls() {
            return new Options(organisations, versions, null, links);
        }

        public Options links(String base) {
            return new Options(organisations, versions, certificate, Objects.requireNonNull(base));
        }
    }

    private VcdDouble(Options options) {
        this.options = options;
        listener = HttpListener.with(options.certificate(), this::handle);
    }

    public static VcdDouble start(Options options) {
        return new VcdDouble(options);
    }

    public String host() {
        return HttpListener.LOOPBACK;
    }

    public int port() {
        return listener.port();
    }

    /** The address without a slash at its end. */
    public URI url() {
        return listener.url("");
    }

    /** Null for plain HTTP. */
    public ServerCertificate certificate() {
        return options.certificate();
    }

    /** Every request so far, in the order of their arrival. */
    public List<VcdCall> calls() {
        return List.copyOf(calls);
    }

    /** How many pages were asked for. */
    public long pages() {
        return calls.stream().filter(call -> call.path().equals("/api/query")).count();
    }

    /** Sessions that nobody logged out of. */
    public int sessions() {
        return sessions.size();
    }

    /** Ends all sessions, as when nobody used them for long. */
    public void expireSessions() {
        sessions.clear();
    }

    /** Misbehaves with an organisation's pages, see {@link PageFaults#inject}. */
    public void inject(VcdOrganisation organisation, int page, int times, PageFault fault) {
        faults.inject(organisation.name(), page, times, fault);
    }

    /** Misbehaves with the pages of the list of edges, see {@link PageFaults#inject}. */
    public void injectEdges(int page, int times, PageFault fault) {
        faults.inject(EDGES, page, times, fault);
    }

    /** Behaves again. */
    public void heal() {
        faults.heal();
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        QueryString target = QueryString.of(request.path());
        calls.add(new VcdCall(request.method(), target.path()));
        try {
            return answer(request, target);
        } catch (VcdRefusal refusal) {
            return refusal.reply();
        }
    }

    private HttpExchange.Answer answer(HttpExchange.Request request, QueryString target) throws VcdRefusal {
        Matcher cards = CARDS.matcher(target.path());
        Matcher firewall = FIREWALL.matcher(target.path());
        if (request.method().equals("GET") && firewall.matches()) {
            return EdgeXml.firewall(organisation(request).edges().stream()
                    .filter(edge -> edge.uuid().equals(firewall.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new VcdRefusal(404, "RESOURCE_NOT_FOUND")));
        }
        return switch (request.method() + " " + target.path()) {
            case "GET /api/versions" -> versions();
            case "POST /api/sessions" -> oldSession(request);
            case "POST /cloudapi/1.0.0/sessions" -> openSession(request, false);
            case "POST /cloudapi/1.0.0/sessions/provider" -> openSession(request, true);
            case "DELETE /api/session", "DELETE /cloudapi/1.0.0/sessions/current" -> logout(request);
            case "GET /api/org" -> organisations(request);
            case "GET /api/query" -> query(request, target);
            default -> {
                if (!request.method().equals("GET") || !cards.matches()) {
                    throw new VcdRefusal(404, "RESOURCE_NOT_FOUND");
                }
                yield cards(visible(organisation(request)), cards.group(1));
            }
        };
    }

    private HttpExchange.Reply versions() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SupportedVersions"
                + " xmlns=\"http://www.vmware.com/vcloud/versions\">");
        for (String version : options.versions()) {
            xml.append("<VersionInfo deprecated=\"false\"><Version>")
                    .append(version)
                    .append("</Version><LoginUrl>")
                    .append(Xml.escape(base()))
                    .append("/api/sessions</LoginUrl></VersionInfo>");
        }
        xml.append("<VersionInfo deprecated=\"false\"><Version>99.0.0-alpha</Version></VersionInfo>");
        return HttpExchange.Reply.xml(200, xml.append("</SupportedVersions>").toString());
    }

    private String base() {
        return options.links() == null ? url().toString() : options.links();
    }

    private HttpExchange.Reply oldSession(HttpExchange.Request request) throws VcdRefusal {
        int version = version(request);
        if (version >= WITHOUT_OLD_SESSIONS) {
            throw new VcdRefusal(404, "RESOURCE_NOT_FOUND");
        }
        VcdOrganisation organisation = loggedIn(request);
        HttpExchange.Reply reply = HttpExchange.Reply.xml(
                        200,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Session xmlns=\"" + VmRecords.NAMESPACE
                                + "\" org=\"" + Xml.escape(organisation.name()) + "\" user=\""
                                + Xml.escape(organisation.user()) + "\" href=\"" + base() + "/api/session\"><Link"
                                + " rel=\"down\" type=\"application/vnd.vmware.vcloud.orgList+xml\" href=\"" + base()
                                + "/api/org\"/></Session>")
                .with("x-vcloud-authorization", newSession(organisation));
        return version < BEARER_TOKENS ? reply : reply.with("X-VMWARE-VCLOUD-ACCESS-TOKEN", newSession(organisation));
    }

    private HttpExchange.Reply openSession(HttpExchange.Request request, boolean provider) throws VcdRefusal {
        if (version(request) < OPEN_SESSIONS) {
            throw new VcdRefusal(404, "RESOURCE_NOT_FOUND");
        }
        VcdOrganisation organisation = loggedIn(request);
        if (organisation.isProvider() != provider) {
            throw new VcdRefusal(401, "UNAUTHORIZED");
        }
        return new HttpExchange.Reply(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"id\":\"urn:vcloud:session:%s\",\"site\":{},\"user\":{},\"org\":{}}"
                                .formatted(UUID.randomUUID())
                                .getBytes(StandardCharsets.UTF_8))
                .with("X-VMWARE-VCLOUD-ACCESS-TOKEN", newSession(organisation))
                .with("X-VMWARE-VCLOUD-TOKEN-TYPE", "Bearer");
    }

    private String newSession(VcdOrganisation organisation) {
        String token = "token-" + UUID.randomUUID();
        sessions.put(token, organisation);
        return token;
    }

    private HttpExchange.Reply logout(HttpExchange.Request request) throws VcdRefusal {
        organisation(request);
        sessions.remove(token(request));
        return new HttpExchange.Reply(204, Map.of(), new byte[0]);
    }

    private HttpExchange.Reply organisations(HttpExchange.Request request) throws VcdRefusal {
        VcdOrganisation organisation = organisation(request);
        return HttpExchange.Reply.xml(
                200,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OrgList xmlns=\"" + VmRecords.NAMESPACE
                        + "\"><Org type=\"application/vnd.vmware.vcloud.org+xml\" name=\""
                        + Xml.escape(organisation.name()) + "\" href=\"" + base() + "/api/org/1\"/></OrgList>");
    }

    private HttpExchange.Answer query(HttpExchange.Request request, QueryString target) throws VcdRefusal {
        if (target.value("type").equals(Optional.of("edgeGateway"))) {
            boolean byId = target.value("format").equals(Optional.of("idrecords"));
            List<VcdEdge> edges = organisation(request).edges();
            int asked = target.value("page").map(Integer::parseInt).orElse(1);
            return faults.answer(EDGES, asked, new PageFault.Asked() {
                @Override
                public HttpExchange.Answer page() {
                    return EdgeXml.records(edges, asked, byId, base());
                }

                @Override
                public HttpExchange.Answer before() {
                    return EdgeXml.records(edges, Math.max(1, asked - 1), byId, base());
                }
            });
        }
        // an event such as the end of all sessions comes before it is seen who asks
        int page = new VmRecords(target, base(), List.of()).page();
        Optional<PageFault> fault = faults.at(
                Optional.ofNullable(sessions.get(token(request)))
                        .map(VcdOrganisation::name)
                        .orElse(""),
                page);
        PageFault.Asked asked = new PageFault.Asked() {
            @Override
            public HttpExchange.Answer page() {
                return reply(page);
            }

            @Override
            public HttpExchange.Answer before() {
                return reply(Math.max(1, page - 1));
            }

            private HttpExchange.Reply reply(int number) {
                try {
                    return records(request, target).page(number);
                } catch (VcdRefusal refusal) {
                    return refusal.reply();
                }
            }
        };
        return fault.isPresent() ? fault.get().answer(asked) : asked.page();
    }

    private VmRecords records(HttpExchange.Request request, QueryString target) throws VcdRefusal {
        VcdOrganisation organisation = organisation(request);
        String type = target.value("type").orElse("");
        if (!type.equals("vm") && !(type.equals("adminVM") && organisation.isProvider())) {
            throw new VcdRefusal(type.equals("adminVM") ? 403 : 400, "ACCESS_TO_RESOURCE_IS_FORBIDDEN");
        }
        return new VmRecords(target, base(), visible(organisation));
    }

    private List<VcdVm> visible(VcdOrganisation organisation) {
        if (!organisation.isProvider()) {
            return organisation.vms();
        }
        List<VcdVm> all = new ArrayList<>();
        options.organisations().forEach(each -> all.addAll(each.vms()));
        return all;
    }

    private HttpExchange.Reply cards(List<VcdVm> vms, String uuid) throws VcdRefusal {
        VcdVm vm = vms.stream()
                .filter(each -> each.uuid().equals(uuid))
                .findFirst()
                .orElseThrow(() -> new VcdRefusal(403, "ACCESS_TO_RESOURCE_IS_FORBIDDEN"));
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NetworkConnectionSection"
                + " xmlns=\"" + VmRecords.NAMESPACE + "\" xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">"
                + "<ovf:Info>Specifies the available VM network connections</ovf:Info>"
                + "<PrimaryNetworkConnectionIndex>0</PrimaryNetworkConnectionIndex>");
        for (String mac : vm.macs()) {
            xml.append("<NetworkConnection needsCustomization=\"false\" network=\"net\"><NetworkConnectionIndex>0"
                            + "</NetworkConnectionIndex><IsConnected>true</IsConnected><MACAddress>")
                    .append(mac)
                    .append("</MACAddress><IpAddressAllocationMode>POOL</IpAddressAllocationMode></NetworkConnection>");
        }
        return HttpExchange.Reply.xml(
                200, xml.append("</NetworkConnectionSection>").toString());
    }

    private int version(HttpExchange.Request request) throws VcdRefusal {
        Matcher version = VERSION.matcher(request.header("Accept").orElse(""));
        if (!version.matches() || !options.versions().contains(version.group(1) + "." + version.group(2))) {
            throw new VcdRefusal(406, "NOT_ACCEPTABLE");
        }
        return Integer.parseInt(version.group(1));
    }

    private VcdOrganisation loggedIn(HttpExchange.Request request) throws VcdRefusal {
        String given = request.header("Authorization").orElse("");
        for (VcdOrganisation each : options.organisations()) {
            String login = each.user() + "@" + each.name() + ":" + each.password();
            if (given.equals("Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))) {
                return each;
            }
        }
        throw new VcdRefusal(401, "UNAUTHORIZED");
    }

    private VcdOrganisation organisation(HttpExchange.Request request) throws VcdRefusal {
        version(request);
        return Optional.ofNullable(sessions.get(token(request))).orElseThrow(() -> new VcdRefusal(401, "UNAUTHORIZED"));
    }

    private static String token(HttpExchange.Request request) {
        return request.header("x-vcloud-authorization")
                .orElse(request.header("Authorization").orElse("").replaceFirst("^Bearer ", ""));
    }
}
