package org.pimtools.testkit.doubles.oci;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.QueryString;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * Oracle Cloud Infrastructure of our own: the compartments of the identity service, the instances, attachments, network cards and
 * network security groups of the core services and load balancers, in one region and at one address; of several tenancies, told apart by the key that signs; with a log
 * of the calls and with faults on demand.
 *
 * <p>Written from the vendor's public documents: the API references of Core Services and Identity (version 20160918) and of
 * Load Balancing (version 20170115), "Request Signatures", "List Pagination" and "API Errors". Read to its last page by the vendor's SDK for Java, whose signatures it
 * believes; never compared with the real service.
 */
public final class OciDouble implements AutoCloseable {
    /** The list of compartments, for {@link #inject}. */
    public static final String COMPARTMENTS = "compartments";

    private static final int LARGEST_PAGE = 1000;
    private static final int USUAL_PAGE = 100;
    private static final String VERSION = "/20160918/";
    private static final String BALANCING = "/20170115/loadBalancers";
    private static final Pattern TOKEN = Pattern.compile("from ([0-9]{1,9}) of (.*)");

    private final Options options;
    private final PageFaults faults = new PageFaults();
    private final List<OciCall> calls = new CopyOnWriteArrayList<>();
    private final HttpListener listener;

    /**
     * What to play.
     *
     * @param certificate null for plain HTTP
     * @param clock of the double, by which it judges how old a request is
     */
    public record Options(List<OciTenancy> tenancies, ServerCertificate certificate, Clock clock) {
        public Options {
            tenancies = List.copyOf(tenancies);
            Objects.requireNonNull(clock);
        }

        /** HTTPS with a certificate of its own, at the right time. */
        public static Options of(OciTenancy... tenancies) {
            return new Options(List.of(tenancies), Certificates.valid(Certificates.KeyKind.EC), Clock.systemUTC());
        }

        public Options withoutTls() {
            return new Options(tenancies, null, clock);
        }

        public Options clock(Clock other) {
            return new Options(tenancies, certificate, other);
        }
    }

    private OciDouble(Options options) {
        this.options = options;
        listener = HttpListener.with(options.certificate(), this::handle);
    }

    public static OciDouble start(Options options) {
        return new OciDouble(options);
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
    public List<OciCall> calls() {
        return List.copyOf(calls);
    }

    /** The name of a list for {@link #inject}. */
    public static String networks(String compartment, OciNetworkResource.Type type) {
        return compartment + " " + type.path();
    }

    /**
     * Misbehaves with the pages of {@link #COMPARTMENTS}, of one compartment's instances, by its OCID, or of its other resources, by
     * {@link #networks}; see {@link PageFaults#inject}.
     */
    public void inject(String list, int page, int times, PageFault fault) {
        faults.inject(list, page, times, fault);
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
        calls.add(new OciCall(
                request.method(), target.path(), target.value("compartmentId").orElse("")));
        try {
            return answer(request, target);
        } catch (OciRefusal refusal) {
            return dated(refusal.reply());
        }
    }

    private HttpExchange.Answer answer(HttpExchange.Request request, QueryString target) throws OciRefusal {
        HttpSignature signature = HttpSignature.of(request).orElseThrow(() -> new OciRefusal(401, "NotAuthenticated"));
        OciTenancy tenancy = options.tenancies().stream()
                .filter(each -> each.keyId().equals(signature.keyId()))
                .findFirst()
                .orElseThrow(() -> new OciRefusal(401, "NotAuthenticated"));
        signature.check(tenancy.key().publicKey(), options.clock());
        if (request.method().equals("GET") && target.path().equals(BALANCING)) {
            return networks(tenancy, target, OciNetworkResource.Type.LOAD_BALANCER);
        }
        if (!request.method().equals("GET") || !target.path().startsWith(VERSION)) {
            throw new OciRefusal(404, "NotFound");
        }
        String[] path = target.path().substring(VERSION.length()).split("/");
        return switch (path[0] + (path.length == 1 ? "" : "/")) {
            case "compartments" -> compartments(tenancy, target);
            case "instances" -> instances(tenancy, target);
            case "instances/" -> instance(tenancy, path[1]);
            case "vnicAttachments" -> attachments(tenancy, target);
            case "vnics/" -> vnic(tenancy, path[1]);
            case "networkSecurityGroups" -> networks(tenancy, target, OciNetworkResource.Type.SECURITY_GROUP);
            case "networkSecurityGroups/" -> members(tenancy, path, target);
            default -> throw new OciRefusal(404, "NotFound");
        };
    }

    private HttpExchange.Answer compartments(OciTenancy tenancy, QueryString target) throws OciRefusal {
        boolean whole = target.value("compartmentId").equals(Optional.of(tenancy.id()))
                && target.value("compartmentIdInSubtree").equals(Optional.of("true"));
        if (!whole) {
            throw new OciRefusal(400, "InvalidParameter");
        }
        List<String> all = new ArrayList<>(tenancy.below());
        boolean activeOnly = target.value("lifecycleState").equals(Optional.of("ACTIVE"));
        if (!activeOnly) {
            all.addAll(tenancy.deleted());
        }
        return listed(
                COMPARTMENTS,
                target,
                all.size(),
                i -> OciJson.compartment(
                        tenancy.id(), all.get(i), tenancy.deleted().contains(all.get(i))));
    }

    private HttpExchange.Answer instances(OciTenancy tenancy, QueryString target) throws OciRefusal {
        String compartment = target.value("compartmentId").orElse("");
        List<OciInstance> instances = Optional.ofNullable(tenancy.compartments().get(compartment))
                .orElseThrow(() -> new OciRefusal(404, "NotAuthorizedOrNotFound"));
        return listed(compartment, target, instances.size(), i -> OciJson.instance(compartment, instances.get(i)));
    }

    private HttpExchange.Answer networks(OciTenancy tenancy, QueryString target, OciNetworkResource.Type type)
            throws OciRefusal {
        String compartment = target.value("compartmentId").orElse("");
        if (!tenancy.compartments().containsKey(compartment)) {
            throw new OciRefusal(404, "NotAuthorizedOrNotFound");
        }
        List<OciNetworkResource> resources = tenancy.networks(compartment, type);
        return listed(
                networks(compartment, type),
                target,
                resources.size(),
                i -> OciJson.network(compartment, resources.get(i)));
    }

    /** What follows the group's OCID must be {@code vnics}. */
    private HttpExchange.Answer members(OciTenancy tenancy, String[] path, QueryString target) throws OciRefusal {
        OciNetworkResource group = tenancy.networks().values().stream()
                .flatMap(List::stream)
                .filter(each ->
                        path.length == 3 && path[2].equals("vnics") && each.id().equals(path[1]))
                .findFirst()
                .orElseThrow(() -> new OciRefusal(404, "NotAuthorizedOrNotFound"));
        return listed(
                group.id(),
                target,
                group.members().size(),
                i -> OciJson.member(group.members().get(i)));
    }

    private HttpExchange.Answer instance(OciTenancy tenancy, String id) throws OciRefusal {
        for (Map.Entry<String, List<OciInstance>> compartment :
                tenancy.compartments().entrySet()) {
            for (OciInstance each : compartment.getValue()) {
                if (each.id().equals(id)) {
                    return json(OciJson.instance(compartment.getKey(), each));
                }
            }
        }
        throw new OciRefusal(404, "NotAuthorizedOrNotFound");
    }

    /** The card {@code n} of the instance {@code ocid1.instance.X} is {@code ocid1.vnic.X-n}. */
    private HttpExchange.Answer attachments(OciTenancy tenancy, QueryString target) throws OciRefusal {
        String id = target.value("instanceId").orElse("");
        OciInstance instance =
                tenancy
                        .compartments()
                        .getOrDefault(target.value("compartmentId").orElse(""), List.of())
                        .stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new OciRefusal(404, "NotAuthorizedOrNotFound"));
        return listed(
                "",
                target,
                instance.macs().size() + 1,
                i -> OciJson.attachment(
                        target.value("compartmentId").orElse(""),
                        id,
                        vnic(id, i),
                        i < instance.macs().size()));
    }

    private static String vnic(String instance, int card) {
        return instance.replaceFirst("instance", "vnic") + "-" + card;
    }

    private HttpExchange.Answer vnic(OciTenancy tenancy, String vnic) throws OciRefusal {
        for (List<OciInstance> instances : tenancy.compartments().values()) {
            for (OciInstance each : instances) {
                for (int card = 0; card < each.macs().size(); card++) {
                    if (vnic(each.id(), card).equals(vnic)) {
                        return json(OciJson.vnic(vnic, each.macs().get(card)));
                    }
                }
            }
        }
        throw new OciRefusal(404, "NotAuthorizedOrNotFound");
    }

    private HttpExchange.Answer listed(String list, QueryString target, int count, IntFunction<String> item)
            throws OciRefusal {
        String limit = target.value("limit").orElse(Integer.toString(USUAL_PAGE));
        int size = limit.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(limit) : 0;
        if (size < 1 || size > LARGEST_PAGE) {
            throw new OciRefusal(400, "InvalidParameter");
        }
        int from = from(list, target);
        int page = from / size + 1;
        PageFault.Asked asked = new PageFault.Asked() {
            @Override
            public HttpExchange.Answer page() {
                return reply(list, from, size, count, item);
            }

            @Override
            public HttpExchange.Answer before() {
                return reply(list, Math.max(0, from - size), size, count, item);
            }
        };
        return faults.at(list, page).map(fault -> dated(fault.answer(asked))).orElseGet(asked::page);
    }

    private static int from(String list, QueryString target) throws OciRefusal {
        if (target.value("page").isEmpty()) {
            return 0;
        }
        try {
            Matcher token = TOKEN.matcher(
                    new String(Base64.getDecoder().decode(target.value("page").get()), StandardCharsets.UTF_8));
            if (token.matches() && token.group(2).equals(list)) {
                return Integer.parseInt(token.group(1));
            }
        } catch (IllegalArgumentException e) {
            // no token of ours
        }
        throw new OciRefusal(400, "InvalidParameter");
    }

    private HttpExchange.Reply reply(String list, int from, int size, int count, IntFunction<String> item) {
        StringBuilder json = new StringBuilder("[");
        int end = Math.min(from + size, count);
        for (int i = from; i < end; i++) {
            json.append(i == from ? "\n" : ",\n").append(item.apply(i));
        }
        HttpExchange.Reply reply = json(json.append("]").toString());
        String next = "from " + end + " of " + list;
        return end >= count
                ? reply
                : reply.with(
                        "opc-next-page", Base64.getEncoder().encodeToString(next.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpExchange.Reply json(String body) {
        return dated(new HttpExchange.Reply(
                200,
                Map.of("Content-Type", "application/json", "opc-request-id", "a/request"),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpExchange.Answer dated(HttpExchange.Answer answer) {
        return answer instanceof HttpExchange.Reply reply ? dated(reply) : answer;
    }

    private HttpExchange.Reply dated(HttpExchange.Reply reply) {
        return reply.with(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        options.clock().instant().atOffset(ZoneOffset.UTC)));
    }
}
