package org.pimtools.testkit.doubles.google;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 * Google Compute Engine of our own, at one address: tokens for service accounts, the aggregated lists of instances, forwarding rules and
 * backend services, and the list of firewall rules, by pages, with a log of the calls and with faults on demand.
 *
 * <p>Written from the vendor's public documents: the reference of the Compute Engine API v1 and "Using OAuth 2.0 for Server to Server
 * Applications". Read to its last page by Apache Libcloud, as Debian has it; never compared with the real service. Of the parameter
 * {@code fields} it knows which fields of the resources are wanted.
 */
public final class GoogleDouble implements AutoCloseable {
    /** The list under which faults of the service for tokens are injected, whose only page is the first. */
    public static final String LOGIN = "login";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where tokens were issued before, which older clients still name; the real service takes it as well. */
    private static final String EARLIER = "/o/oauth2/token";

    private static final Pattern LISTING = Pattern.compile("/compute/v1/projects/([^/]+)/"
            + "(?:aggregated/(instances|forwardingRules|backendServices)|global/(firewalls))");
    private static final Pattern FIELDS = Pattern.compile("items/\\*/[a-zA-Z]+\\(([a-zA-Z,/]+)\\)");
    private static final Set<String> ZONES =
            Set.of("zones/europe-west1-b", "zones/europe-west1-c", "zones/us-central1-a", "zones/asia-east1-a");
    private static final Set<String> REGIONS = Set.of("global", "regions/europe-west1", "regions/asia-east1");
    private static final int MOST = 500;

    private final Options options;
    private final PageFaults faults = new PageFaults();
    private final Map<String, GoogleProject> tokens = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpListener listener;
    private volatile Part part = Part.WHOLE;

    /** What an answer says that it leaves out. */
    public enum Part {
        WHOLE,
        UNREACHABLES,
        WARNING,
        WARNING_OF_A_ZONE
    }

    /**
     * What to play.
     *
     * @param clock of the double, by which it judges how old an assertion is
     */
    public record Options(List<GoogleProject> projects, ServerCertificate certificate, Clock clock) {
        public Options {
            projects = List.copyOf(projects);
            Objects.requireNonNull(clock);
        }

        /** HTTPS with a certificate of its own, at the right time. */
        public static Options of(GoogleProject... projects) {
            return new Options(List.of(projects), Certificates.valid(Certificates.KeyKind.EC), Clock.systemUTC());
        }

        public Options clock(Clock other) {
            return new Options(projects, certificate, other);
        }
    }

    private GoogleDouble(Options options) {
        this.options = options;
        listener = HttpListener.with(options.certificate(), this::handle);
    }

    public static GoogleDouble start(Options options) {
        return new GoogleDouble(options);
    }

    public int port() {
        return listener.port();
    }

    public ServerCertificate certificate() {
        return options.certificate();
    }

    /** Where tokens are issued. */
    public String tokenUri() {
        return listener.url("/token").toString();
    }

    /** Method and path of every request so far. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public long logins() {
        return calls.stream().filter(call -> call.startsWith("POST ")).count();
    }

    /**
     * How a list misbehaves: that of a project's instances by its ID, another one by {@link #networks}, or {@link #LOGIN}. See
     * {@link PageFaults#inject}.
     */
    public void inject(String list, int page, int times, PageFault fault) {
        faults.inject(list, page, times, fault);
    }

    /** The name of a list for {@link #inject}. */
    public static String networks(String project, GoogleNetworkResource.Type type) {
        return project + " " + type.path();
    }

    /** Behaves again. */
    public void heal() {
        faults.heal();
    }

    /** What the answers to come leave out. */
    public void answer(Part other) {
        part = other;
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        QueryString target = QueryString.of(request.path());
        calls.add(request.method() + " " + target.path());
        if (request.method().equals("POST")
                && (target.path().equals("/token") || target.path().equals(EARLIER))) {
            HttpExchange.Reply reply = dated(login(
                    request.header("Host").orElse(""),
                    QueryString.of("?" + new String(request.body(), StandardCharsets.UTF_8))
                            .values()));
            return faults.answer(LOGIN, 1, asked(reply, reply, reply));
        }
        Matcher listing = LISTING.matcher(target.path());
        if (!request.method().equals("GET") || !listing.matches()) {
            return GoogleError.notFound();
        }
        return list(request, listing.group(1), listing.group(2) == null ? listing.group(3) : listing.group(2), target);
    }

    /** @param host as which the client knows the double */
    private HttpExchange.Reply login(String host, Map<String, String> form) {
        String assertion = form.getOrDefault("assertion", "");
        if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))) {
            return GoogleError.login(400, "unsupported_grant_type", "Invalid grant_type");
        }
        Optional<GoogleProject> project = Assertion.owner(assertion, options.projects());
        if (project.isEmpty()) {
            return GoogleError.login(400, "invalid_grant", "Invalid grant: account not found");
        }
        return Assertion.refusal(
                        assertion,
                        project.get(),
                        Set.of("https://" + host + "/token", "https://accounts.google.com" + EARLIER),
                        options.clock().instant())
                .orElseGet(() -> {
                    String token = "ya29." + UUID.randomUUID();
                    tokens.put(token, project.get());
                    return HttpExchange.Reply.json(
                            200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
                });
    }

    private HttpExchange.Answer list(HttpExchange.Request request, String id, String type, QueryString target) {
        GoogleProject account =
                tokens.get(request.header("Authorization").orElse("").replaceFirst("^Bearer ", ""));
        if (account == null) {
            return GoogleError.authError();
        }
        if (!account.id().equals(id)) {
            return options.projects().stream().anyMatch(project -> project.id().equals(id))
                    ? GoogleError.forbidden()
                    : GoogleError.notFound();
        }
        int size = Integer.parseInt(target.value("maxResults").orElse("500"));
        if (size > MOST) {
            return GoogleError.of(400, "invalid", "Invalid value for field 'maxResults'.");
        }
        int page = Integer.parseInt(
                target.value("pageToken").map(token -> token.substring(1)).orElse("1"));
        Set<String> fields = target.value("fields")
                .map(FIELDS::matcher)
                .filter(Matcher::find)
                .map(match -> Set.of(match.group(1).replace("/items", "").split(",")))
                .orElse(Set.of());
        if (type.equals("instances")) {
            return answer(id, page, size, account.instances(), (answer, some) -> {
                ObjectNode items = answer.putObject("items");
                some.forEach(each ->
                        instance(scoped(items, "zones/" + each.zone(), type).addObject(), each, fields));
                complete(answer, items, ZONES);
            });
        }
        GoogleNetworkResource.Type wanted = Arrays.stream(GoogleNetworkResource.Type.values())
                .filter(each -> each.path().equals(type))
                .findFirst()
                .orElseThrow();
        return answer(networks(id, wanted), page, size, account.networks(wanted), (answer, some) -> {
            if (wanted == GoogleNetworkResource.Type.FIREWALL) {
                ArrayNode items = answer.putArray("items");
                some.forEach(each -> network(items.addObject(), each));
                return;
            }
            ObjectNode items = answer.putObject("items");
            some.forEach(each -> network(scoped(items, each.scope(), type).addObject(), each));
            complete(answer, items, REGIONS);
        });
    }

    /** Writes what a page lists. */
    private interface Writing<T> {
        void write(ObjectNode page, List<T> some);
    }

    private <T> HttpExchange.Answer answer(String list, int page, int size, List<T> all, Writing<T> writing) {
        return faults.answer(
                list,
                page,
                asked(
                        page(all, page, size, writing, true),
                        page(all, Math.max(1, page - 1), size, writing, true),
                        page(all, page, size, writing, false)));
    }

    private static PageFault.Asked asked(
            HttpExchange.Reply page, HttpExchange.Reply before, HttpExchange.Reply withoutNext) {
        return new PageFault.Asked() {
            @Override
            public HttpExchange.Reply page() {
                return page;
            }

            @Override
            public HttpExchange.Reply before() {
                return before;
            }

            @Override
            public HttpExchange.Reply withoutNext() {
                return withoutNext;
            }
        };
    }

    private <T> HttpExchange.Reply page(List<T> all, int number, int size, Writing<T> writing, boolean withNext) {
        int from = Math.min((number - 1) * size, all.size());
        int end = Math.min(from + size, all.size());
        ObjectNode page = JSON.createObjectNode();
        page.put("kind", "compute#list");
        writing.write(page, all.subList(from, end));
        if (withNext && end < all.size()) {
            page.put("nextPageToken", "p" + (number + 1));
        }
        return dated(HttpExchange.Reply.json(200, page.toString()));
    }

    private static ArrayNode scoped(ObjectNode items, String scope, String type) {
        return items.withObjectProperty(scope).withArrayProperty(type);
    }

    /** What an aggregated list says of scopes that have nothing on the page, and of what it leaves out. */
    private void complete(ObjectNode page, ObjectNode items, Set<String> scopes) {
        for (String scope : scopes) {
            if (!items.has(scope)) {
                warning(items.putObject(scope), "NO_RESULTS_ON_PAGE");
            }
        }
        switch (part) {
            case UNREACHABLES -> page.putArray("unreachables").add("zones/asia-east1-a");
            case WARNING -> warning(page, "PARTIAL_SUCCESS");
            case WARNING_OF_A_ZONE ->
                warning(
                        items.withObjectProperty(
                                scopes.stream().sorted().findFirst().orElseThrow()),
                        "UNREACHABLE");
            case WHOLE -> {
                // nothing is left out
            }
        }
    }

    private static void warning(ObjectNode node, String code) {
        node.putObject("warning").put("code", code).put("message", "as the code says");
    }

    private static void instance(ObjectNode node, GoogleInstance instance, Set<String> fields) {
        node.put("kind", "compute#instance");
        node.put("id", instance.id());
        node.put("name", instance.name());
        node.put("status", instance.status());
        if (!instance.labels().isEmpty()) {
            ObjectNode labels = node.putObject("labels");
            instance.labels().forEach(labels::put);
        }
        ArrayNode metadata = node.putObject("metadata").putArray("items");
        instance.metadata()
                .forEach((key, value) -> metadata.addObject().put("key", key).put("value", value));
        if (!fields.isEmpty()) {
            node.retain(fields);
        }
    }

    /** Of each a part of what the reference has. */
    private static void network(ObjectNode node, GoogleNetworkResource resource) {
        node.put("kind", "compute#resource");
        node.put("id", resource.id());
        node.put("name", resource.name());
        node.put("description", "");
        node.put("network", "https://www.googleapis.com/compute/v1/projects/p/global/networks/default");
    }

    private HttpExchange.Reply dated(HttpExchange.Reply reply) {
        return reply.with(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.ofInstant(options.clock().instant(), ZoneOffset.UTC)));
    }
}
