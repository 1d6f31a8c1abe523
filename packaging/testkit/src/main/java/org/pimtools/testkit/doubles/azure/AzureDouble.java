package org.pimtools.testkit.doubles.azure;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

/**
 * Azure of our own, at one address: tokens for client credentials, and the lists of all virtual machines, network interfaces, network
 * security groups and load balancers of a subscription, by pages, with a log of the calls and with faults on demand.
 *
 * <p>Written from the vendor's public documents: "Microsoft identity platform and the OAuth 2.0 client credentials flow", and the REST
 * references "Virtual Machines - List All", "Network Interfaces - List All", "Network Security Groups - List All" and "Load Balancers -
 * List All". Read to its last page by the vendor's own client for Python, as Debian has it; never compared with the real service.
 */
public final class AzureDouble implements AutoCloseable {
    /** The list under which faults of the service for tokens are injected, whose only page is the first. */
    public static final String LOGIN = "login";

    private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");
    private static final Pattern OPENID = Pattern.compile("/([^/]+)/v2\\.0/\\.well-known/openid-configuration");
    private static final String MACHINES = "virtualmachines";
    private static final String CARDS = "networkinterfaces";
    private static final Pattern LISTING = Pattern.compile("/subscriptions/([^/]+)/providers/(?i:Microsoft\\.Compute"
            + "/(virtualMachines)|Microsoft\\.Network/(networkInterfaces|networkSecurityGroups|loadBalancers))");
    private static final Pattern VERSION = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?");

    private final Options options;
    private final PageFaults faults = new PageFaults();
    private final Map<String, AzureApp> tokens = new ConcurrentHashMap<>();
    private final List<AzureCall> calls = new CopyOnWriteArrayList<>();
    private final HttpListener listener;
    private volatile AzureDouble trusted = this;

    /**
     * What to play.
     *
     * @param pageSize how many machines a page has
     */
    public record Options(List<AzureApp> apps, int pageSize, ServerCertificate certificate) {
        private static final int USUAL_PAGE = 1000;

        public Options {
            apps = List.copyOf(apps);
            Objects.requireNonNull(certificate);
        }

        /** HTTPS with a certificate of its own. */
        public static Options of(AzureApp... apps) {
            return new Options(List.of(apps), USUAL_PAGE, Certificates.valid(Certificates.KeyKind.EC));
        }

        public Options pageSize(int machines) {
            return new Options(apps, machines, certificate);
        }

        public Options certificate(ServerCertificate other) {
            return new Options(apps, pageSize, other);
        }
    }

    private AzureDouble(Options options) {
        this.options = options;
        listener = HttpListener.with(options.certificate(), this::handle);
    }

    public static AzureDouble start(Options options) {
        return new AzureDouble(options);
    }

    public String host() {
        return HttpListener.LOOPBACK;
    }

    public int port() {
        return listener.port();
    }

    /** The host and port, such as {@code 127.0.0.1:<port>}. */
    public String authority() {
        return host() + ":" + port();
    }

    public ServerCertificate certificate() {
        return options.certificate();
    }

    /** Every request so far, in the order of their arrival. */
    public List<AzureCall> calls() {
        return List.copyOf(calls);
    }

    /** How many requests there were for lists of a subscription. */
    public long calls(String subscription) {
        return calls.stream()
                .filter(call -> call.path().startsWith("/subscriptions/" + subscription + "/"))
                .count();
    }

    /** How many tokens were asked for. */
    public long logins() {
        return calls.stream()
                .filter(call -> TOKEN.matcher(call.path()).matches())
                .count();
    }

    /**
     * How a list misbehaves: that of a subscription's machines by its UUID, that of its network resources by {@link #networks}, or
     * {@link #LOGIN}. See {@link PageFaults#inject}.
     */
    public void inject(String list, int page, int times, PageFault fault) {
        faults.inject(list, page, times, fault);
    }

    /** The name of a list for {@link #inject}. */
    public static String networks(String subscription, AzureNetworkResource.Type type) {
        return subscription + " " + type.path().toLowerCase(Locale.ROOT);
    }

    /** Behaves again, everywhere. */
    public void heal() {
        faults.heal();
    }

    /** Takes the tokens of another double, too, those to come as well. */
    public void trust(AzureDouble authority) {
        trusted = authority;
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        QueryString target = QueryString.of(request.path());
        String path = target.path();
        Map<String, String> query = target.values();
        calls.add(new AzureCall(request.method(), path, query.containsKey("$skiptoken")));
        Matcher token = TOKEN.matcher(path);
        if (token.matches() && request.method().equals("POST")) {
            Map<String, String> form = QueryString.of("?" + new String(request.body(), StandardCharsets.UTF_8))
                    .values();
            HttpExchange.Reply reply = login(token.group(1), form);
            return faults.at(LOGIN, 1).map(fault -> fault.answer(single(reply))).orElse(reply);
        }
        if (!request.method().equals("GET")) {
            return AzureError.of(405, "MethodNotAllowed", "Only reading calls are played.");
        }
        Matcher openId = OPENID.matcher(path);
        if (openId.matches()) {
            return openId(openId.group(1));
        }
        Matcher listing = LISTING.matcher(path);
        return listing.matches()
                ? list(
                        request,
                        listing.group(1),
                        (listing.group(2) == null ? listing.group(3) : listing.group(2)).toLowerCase(Locale.ROOT),
                        path,
                        query)
                : AzureError.of(404, "InvalidResourceType", "The resource type could not be found.");
    }

    private HttpExchange.Reply openId(String tenant) {
        String base = "https://" + authority() + "/" + tenant;
        return HttpExchange.Reply.json(
                200,
                "{\"issuer\":\"" + base + "/v2.0\",\"authorization_endpoint\":\"" + base
                        + "/oauth2/v2.0/authorize\",\"token_endpoint\":\"" + base + "/oauth2/v2.0/token\"}");
    }

    private HttpExchange.Reply login(String tenant, Map<String, String> form) {
        if (!"client_credentials".equals(form.get("grant_type"))
                || !form.getOrDefault("scope", "").endsWith("/.default")) {
            return AzureError.login(400, "invalid_request", 900144, "The request body must contain more.");
        }
        if (options.apps().stream().noneMatch(app -> app.tenant().equals(tenant))) {
            return AzureError.unknownTenant();
        }
        Optional<AzureApp> app = options.apps().stream()
                .filter(each -> each.tenant().equals(tenant) && each.clientId().equals(form.get("client_id")))
                .findFirst();
        if (app.isEmpty()) {
            return AzureError.unknownApplication();
        }
        if (!app.get().clientSecret().equals(form.get("client_secret"))) {
            return AzureError.wrongSecret();
        }
        String token = "token." + UUID.randomUUID() + "." + "x".repeat(1200);
        tokens.put(token, app.get());
        return HttpExchange.Reply.json(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\"" + token
                        + "\"}");
    }

    private HttpExchange.Answer list(
            HttpExchange.Request request, String subscription, String type, String path, Map<String, String> query) {
        String authorization = request.header("Authorization").orElse("");
        AzureApp app = trusted.tokens.get(authorization.replaceFirst("^Bearer ", ""));
        if (app == null) {
            return authorization.startsWith("Bearer token.") ? AzureError.expiredToken() : AzureError.invalidToken();
        }
        if (!VERSION.matcher(query.getOrDefault("api-version", "")).matches()) {
            return AzureError.of(400, "MissingApiVersionParameter", "The api-version query parameter is required.");
        }
        List<AzureVm> vms = app.subscriptions().get(subscription);
        if (vms == null) {
            boolean known = options.apps().stream()
                    .anyMatch(other -> other.subscriptions().containsKey(subscription));
            return known ? AzureError.authorizationFailed() : AzureError.subscriptionNotFound();
        }
        int page = Integer.parseInt(query.getOrDefault("$skiptoken", "1"));
        // where the client asked, as it sees it
        String link = "https://" + request.header("Host").orElseGet(this::authority) + path + "?api-version="
                + query.get("api-version") + "&$skiptoken=";
        return switch (type) {
            case MACHINES ->
                faults.answer(
                        subscription,
                        page,
                        asked(vms, page, link, (some, next) -> AzureJson.vms(subscription, some, next)));
            case CARDS ->
                faults.answer(
                        subscription + " cards",
                        page,
                        asked(vms, page, link, (some, next) -> AzureJson.cards(subscription, some, next)));
            default -> {
                AzureNetworkResource.Type wanted = Arrays.stream(AzureNetworkResource.Type.values())
                        .filter(each -> each.path().equalsIgnoreCase(type))
                        .findFirst()
                        .orElseThrow();
                yield faults.answer(
                        networks(subscription, wanted),
                        page,
                        asked(
                                app.networks(subscription, wanted),
                                page,
                                link,
                                (some, next) -> AzureJson.networks(subscription, some, next)));
            }
        };
    }

    /** Writes a page of a list. */
    private interface Writing<T> {
        HttpExchange.Reply page(List<T> some, String next);
    }

    private <T> PageFault.Asked asked(List<T> all, int page, String link, Writing<T> writing) {
        return new PageFault.Asked() {
            @Override
            public HttpExchange.Reply page() {
                return reply(page, next(page));
            }

            @Override
            public HttpExchange.Reply withoutNext() {
                return reply(page, "");
            }

            @Override
            public HttpExchange.Reply before() {
                int earlier = Math.max(1, page - 1);
                return reply(earlier, next(earlier));
            }

            @Override
            public HttpExchange.Reply leadingTo(URI other) {
                return reply(page, other.toString());
            }

            private String next(int number) {
                return number * options.pageSize() < all.size() ? link + (number + 1) : "";
            }

            private HttpExchange.Reply reply(int number, String next) {
                int from = Math.min((number - 1) * options.pageSize(), all.size());
                return writing.page(all.subList(from, Math.min(from + options.pageSize(), all.size())), next);
            }
        };
    }

    /** Of one answer that has no pages. */
    private static PageFault.Asked single(HttpExchange.Reply reply) {
        return new PageFault.Asked() {
            @Override
            public HttpExchange.Reply page() {
                return reply;
            }

            @Override
            public HttpExchange.Reply before() {
                return reply;
            }
        };
    }
}
