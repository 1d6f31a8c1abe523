package org.pimtools.testkit.doubles.amazon;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

/**
 * Amazon EC2 of our own: {@code DescribeInstances} of several accounts in several regions at one address, told apart by the
 * access key and the region that a request is signed for; by pages, with a log of the calls and with faults on demand.
 *
 * <p>Written from the vendor's public documents: the API reference of EC2 (version 2016-11-15) and the description of Signature
 * Version 4. Read to its last page by the vendor's own clients, {@code awscli} and the SDK for Java 2; never compared with the
 * real service. Of the filters it knows {@code instance-id}, without wildcards.
 */
public final class Ec2Double implements AutoCloseable {
    /** As often as there are requests. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final int MOST_FILTER_VALUES = 200;

    private final Options options;
    private final Ec2Faults faults = new Ec2Faults();
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
        if (options.certificate() == null) {
            listener = HttpListener.plain(this::handle);
        } else {
            SSLSocketFactory tls = options.certificate().serverContext().getSocketFactory();
            listener = HttpListener.secured(() -> tls, () -> true, this::handle);
        }
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
        return URI.create((options.certificate() == null ? "http" : "https") + "://" + host() + ":" + port() + "/");
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
     * Misbehaves in a region, in one way at a time, from the request for a page on.
     *
     * @param page from 1
     * @param times how many requests for the region's pages, beginning with that one, or {@link #ALWAYS}
     */
    public void inject(String region, int page, int times, Ec2Fault fault) {
        faults.inject(region, page, times, fault);
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
            return dated(refusal.error().reply());
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
        if (!parameters.value("Action").equals(Optional.of("DescribeInstances"))) {
            throw new Ec2Refusal(Ec2Error.invalid("InvalidAction", "The action is not valid for this web service."));
        }
        return describeInstances(account, signature.region(), instances, parameters);
    }

    private HttpExchange.Answer describeInstances(
            Ec2Account account, String region, List<Ec2Instance> instances, QueryParameters parameters)
            throws Ec2Refusal {
        Set<String> ids = filtered(parameters);
        List<Integer> matching = ids.isEmpty()
                ? InstancePage.all(instances.size())
                : IntStream.range(0, instances.size())
                        .filter(position -> ids.contains(instances.get(position).id()))
                        .boxed()
                        .toList();
        String listing = account.accessKey() + " " + region + " " + ids.hashCode();
        InstancePage page = InstancePage.of(parameters, listing, matching);
        int size = InstancePage.size(parameters, matching.size());
        Ec2Fault.Asked asked = new Ec2Fault.Asked() {
            @Override
            public HttpExchange.Reply page() {
                return reply(page);
            }

            @Override
            public HttpExchange.Reply withoutToken() {
                return reply(page.withoutNext());
            }

            @Override
            public HttpExchange.Reply before() {
                return reply(page.before(listing, matching, size));
            }

            private HttpExchange.Reply reply(InstancePage some) {
                return dated(DescribeInstancesXml.page(account, region, instances, some));
            }
        };
        return faults.at(region, page.number())
                .map(fault -> fault.answer(asked))
                .orElseGet(asked::page);
    }

    /** The IDs that are asked for; empty for all. */
    private static Set<String> filtered(QueryParameters parameters) throws Ec2Refusal {
        Optional<String> unknown = parameters.values().keySet().stream()
                .filter(name -> !name.matches("Action|Version|MaxResults|NextToken|Filter\\.1\\.(Name|Value\\.[0-9]+)"))
                .findFirst();
        if (unknown.isPresent()) {
            throw new Ec2Refusal(Ec2Error.invalid(
                    "UnknownParameter", "The parameter " + unknown.get() + " is not recognized by the double"));
        }
        Optional<String> filter = parameters.value("Filter.1.Name");
        if (filter.filter(name -> !name.equals("instance-id")).isPresent()) {
            throw new Ec2Refusal(
                    Ec2Error.invalid("InvalidParameterValue", "The filter '" + filter.get() + "' is invalid"));
        }
        List<String> ids = new ArrayList<>(parameters.list("Filter.1.Value"));
        if (ids.size() > MOST_FILTER_VALUES) {
            throw new Ec2Refusal(Ec2Error.invalid(
                    "FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200"));
        }
        return new HashSet<>(ids);
    }

    private HttpExchange.Reply dated(HttpExchange.Reply reply) {
        return reply.with(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.ofInstant(options.clock().instant(), ZoneOffset.UTC)));
    }
}
