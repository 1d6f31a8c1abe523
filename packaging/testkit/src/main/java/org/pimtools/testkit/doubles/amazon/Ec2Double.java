package org.pimtools.testkit.doubles.amazon;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * Amazon EC2 and Elastic Load Balancing of our own, for several accounts in several regions at one address, told apart by the
 * access key, the region and the service that a request is signed for; by pages, with a log of the calls and with faults on demand.
 * It knows {@code DescribeInstances} and {@code DescribeSecurityGroups}, {@code DescribeLoadBalancers} in both of its versions,
 * {@code DescribeTargetGroups} and {@code DescribeTargetHealth}.
 *
 * <p>Written from the vendor's public documents: the API references of EC2 (version 2016-11-15) and of Elastic Load Balancing
 * (versions 2012-06-01 and 2015-12-01), and the description of Signature Version 4. Read to its last page by the vendor's own
 * clients, {@code awscli} and, for instances, the SDK for Java 2; never compared with the real service. Of the filters it knows
 * {@code instance-id}, {@code network-interface.group-id} and {@code group-id}, without wildcards.
 */
public final class Ec2Double implements AutoCloseable {
    private static final String EC2 = "ec2 " + DescribeInstancesXml.VERSION + " ";
    private static final String ELB = ElbXml.SERVICE + " ";

    private final Options options;
    private final PageFaults faults = new PageFaults();
    private final List<Ec2Call> calls = new CopyOnWriteArrayList<>();
    private final HttpListener listener;

    /**
     * What to play.
     *
     * @param certificate null for plain HTTP
     * @param clock of the double, by which it judges how old a request is
     */
    public record Options(List<Ec2Account> accounts, ServerCertificate certificate, Clock clock) {
        public Options {
            accounts = List.copyOf(accounts);
            Objects.requireNonNull(clock);
        }

        /** HTTPS with a certificate of its own, at the right time. */
        public static Options of(Ec2Account... accounts) {
            return new Options(List.of(accounts), Certificates.valid(Certificates.KeyKind.EC), Clock.systemUTC());
        }

        public Options withoutTls() {
            return new Options(accounts, null, clock);
        }

        public Options certificate(ServerCertificate newCertificate) {
            return new Options(accounts, newCertificate, clock);
        }

        public Options clock(Clock newClock) {
            return new Options(accounts, certificate, newClock);
        }
    }

    private Ec2Double(Options options) {
        this.options = options;
        listener = HttpListener.with(options.certificate(), this::handle);
    }

    public static Ec2Double start(Options options) {
        return new Ec2Double(options);
    }

    public String host() {
        return HttpListener.LOOPBACK;
    }

    public int port() {
        return listener.port();
    }

    /** The address, such as {@code https://127.0.0.1:<port>/}. */
    public URI url() {
        return listener.url("/");
    }

    /** Null for plain HTTP. */
    public ServerCertificate certificate() {
        return options.certificate();
    }

    /** Every request so far, in the order of their arrival. */
    public List<Ec2Call> calls() {
        return List.copyOf(calls);
    }

    /** How many requests were signed for a region. */
    public long calls(String region) {
        return calls.stream().filter(call -> call.region().equals(region)).count();
    }

    /**
     * Misbehaves in a region, in one way at a time, from the request for a page of the instances on.
     *
     * @param page from 1
     * @param times how many requests for the region's pages, beginning with that one, or {@link PageFaults#ALWAYS}
     */
    public void inject(String region, int page, int times, PageFault fault) {
        inject(region, "DescribeInstances", page, times, fault);
    }

    /** As above, in the answers to another action; that of classic balancers is {@code classic DescribeLoadBalancers}. */
    public void inject(String region, String action, int page, int times, PageFault fault) {
        faults.inject(region + " " + action, page, times, fault);
    }

    /** Behaves again, everywhere. */
    public void heal() {
        faults.heal();
    }

    @Override
    public void close() {
        listener.close();
    }

    private HttpExchange.Answer handle(HttpExchange.Request request) {
        QueryParameters parameters = QueryParameters.of(request);
        Optional<RequestSignature> signature = RequestSignature.of(request);
        calls.add(new Ec2Call(
                request.method(),
                request.path().replaceFirst("\\?.*", ""),
                parameters.value("Action").orElse(""),
                signature.map(RequestSignature::region).orElse(""),
                signature.map(RequestSignature::accessKey).orElse("")));
        try {
            return answer(request, parameters, signature);
        } catch (Ec2Refusal refusal) {
            boolean balancing = signature
                    .filter(given -> given.service().equals(ElbXml.SERVICE))
                    .isPresent();
            return dated(
                    balancing ? refusal.error().elbReply() : refusal.error().reply());
        }
    }

    private HttpExchange.Answer answer(
            HttpExchange.Request request, QueryParameters parameters, Optional<RequestSignature> given)
            throws Ec2Refusal {
        RequestSignature signature = given.orElseThrow(() -> new Ec2Refusal(
                Ec2Error.invalid("MissingAuthenticationToken", "Request must contain valid credentials.")));
        Ec2Account account = options.accounts().stream()
                .filter(each -> each.accessKey().equals(signature.accessKey()))
                .findFirst()
                .orElseThrow(() -> new Ec2Refusal(Ec2Error.authFailure()));
        signature.check(account, options.clock());
        List<Ec2Instance> instances = Optional.ofNullable(account.regions().get(signature.region()))
                .orElseThrow(() -> new Ec2Refusal(Ec2Error.authFailure()));
        return listed(account, signature, instances, parameters);
    }

    private HttpExchange.Answer listed(
            Ec2Account account, RequestSignature signature, List<Ec2Instance> instances, QueryParameters parameters)
            throws Ec2Refusal {
        String region = signature.region();
        String action = parameters.value("Action").orElse("");
        Ec2Region others = account.in(region);
        String asked = signature.service() + " " + parameters.value("Version").orElse("") + " " + action;
        return switch (asked) {
            case EC2 + "DescribeInstances" -> {
                Filter filter = Filter.of(parameters, "instance-id", "network-interface.group-id");
                List<Integer> matching = filter.isEmpty()
                        ? ListPage.all(instances.size())
                        : filter.matching(
                                instances, each -> filter.isOn("instance-id") ? List.of(each.id()) : each.groups());
                yield answer(
                        account,
                        region,
                        action,
                        parameters,
                        filter,
                        matching,
                        page -> DescribeInstancesXml.page(account, region, instances, page));
            }
            case EC2 + "DescribeSecurityGroups" -> {
                Filter filter = Filter.of(parameters, "group-id");
                yield answer(
                        account,
                        region,
                        action,
                        parameters,
                        filter,
                        filter.isEmpty()
                                ? ListPage.all(others.groups().size())
                                : filter.matching(others.groups(), each -> List.of(each.id())),
                        page -> DescribeSecurityGroupsXml.page(account, others.groups(), page));
            }
            case ELB + ElbXml.CLASSIC + " DescribeLoadBalancers" -> {
                List<ElbBalancer> classic = others.balancers(true);
                yield balancing(
                        account,
                        region,
                        "classic " + action,
                        parameters,
                        classic,
                        page -> ElbXml.classic(region, classic, page));
            }
            case ELB + ElbXml.CURRENT + " DescribeLoadBalancers" -> {
                List<ElbBalancer> current = others.balancers(false);
                yield balancing(
                        account, region, action, parameters, current, page -> ElbXml.current(region, current, page));
            }
            case ELB + ElbXml.CURRENT + " DescribeTargetGroups" -> {
                String arn = parameters.value("LoadBalancerArn").orElse("");
                List<ElbBalancer> meant = others.balancers(false).stream()
                        .filter(each -> arn.isEmpty() || each.arn().equals(arn))
                        .toList();
                yield balancing(account, region, action, parameters, meant, page -> ElbXml.targetGroups(meant, page));
            }
            case ELB + ElbXml.CURRENT + " DescribeTargetHealth" -> {
                ElbBalancer meant = others.balancers(false).stream()
                        .filter(each -> parameters.value("TargetGroupArn").equals(Optional.of(each.targetGroup())))
                        .findFirst()
                        .orElseThrow(() -> new Ec2Refusal(
                                Ec2Error.invalid("TargetGroupNotFound", "One or more target groups not found")));
                yield balancing(
                        account, region, action, parameters, List.of(meant), page -> ElbXml.targetHealth(meant, page));
            }
            default ->
                throw new Ec2Refusal(
                        Ec2Error.invalid("InvalidAction", "The action is not valid for this web service."));
        };
    }

    /** Writes a page of a list. */
    private interface Writing {
        HttpExchange.Reply page(ListPage page);
    }

    private HttpExchange.Answer balancing(
            Ec2Account account,
            String region,
            String action,
            QueryParameters parameters,
            List<ElbBalancer> balancers,
            Writing writing)
            throws Ec2Refusal {
        Filter.only(parameters, "LoadBalancerArn|TargetGroupArn|PageSize|Marker");
        String listing = account.accessKey() + " " + region + " " + action;
        return paged(
                region, action, parameters, ListPage.Rule.BALANCING, listing, ListPage.all(balancers.size()), writing);
    }

    private HttpExchange.Answer answer(
            Ec2Account account,
            String region,
            String action,
            QueryParameters parameters,
            Filter filter,
            List<Integer> matching,
            Writing writing)
            throws Ec2Refusal {
        String listing = account.accessKey() + " " + region + " " + action + " " + filter.hashCode();
        return paged(region, action, parameters, ListPage.Rule.EC2, listing, matching, writing);
    }

    private HttpExchange.Answer paged(
            String region,
            String action,
            QueryParameters parameters,
            ListPage.Rule rule,
            String listing,
            List<Integer> matching,
            Writing writing)
            throws Ec2Refusal {
        ListPage page = ListPage.of(parameters, rule, listing, matching);
        int size = rule.size(parameters, matching.size());
        return faults.answer(region + " " + action, page.number(), new PageFault.Asked() {
            @Override
            public HttpExchange.Reply page() {
                return dated(writing.page(page));
            }

            @Override
            public HttpExchange.Reply withoutNext() {
                return dated(writing.page(page.withoutNext()));
            }

            @Override
            public HttpExchange.Reply before() {
                return dated(writing.page(page.before(listing, matching, size)));
            }
        });
    }

    private HttpExchange.Reply dated(HttpExchange.Reply reply) {
        return reply.with(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.ofInstant(options.clock().instant(), ZoneOffset.UTC)));
    }
}
