package org.pimtools.testkit.doubles.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.server.AwsMock;
import org.pimtools.testkit.server.Servers;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The double as the vendor's own clients see it. */
@org.junit.jupiter.api.Tag("slow")
class Ec2DoubleTest {
    private static final String IRELAND = "eu-west-1";
    private static final String FRANKFURT = "eu-central-1";
    private static final List<Ec2Instance> ODD = List.of(
            Ec2Instance.of(1, "it's <b> & \\ \"c\" %2f é😀"),
            Ec2Instance.of(2, "").state(Ec2State.STOPPED),
            new Ec2Instance(Ec2Instance.id(3), Ec2State.RUNNING, Map.of(), List.of()),
            new Ec2Instance(
                    Ec2Instance.id(4),
                    Ec2State.STOPPING,
                    Map.of("Name", "four", "name", "not this", "owner", "o"),
                    List.of(Ec2Instance.mac(4), Ec2Instance.mac(5))),
            new Ec2Instance(Ec2Instance.id(5), Ec2State.SHUTTING_DOWN, Map.of("Name", "five"), List.of()),
            new Ec2Instance(Ec2Instance.id(6), Ec2State.TERMINATED, Map.of("Name", "six"), List.of()),
            Ec2Instance.of(7, "seven").state(Ec2State.PENDING));

    @TempDir
    private static Path home;

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    private static AwsCli aws;

    @BeforeAll
    static void startTheCommandLine() {
        aws = SERVERS.add(AwsCli.start(home));
    }

    @Test
    void theSdkReadsAHundredThousandInstancesToTheLast() {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(100_000)));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls());
                Ec2Client client = client(server, account, IRELAND)) {
            Set<String> ids = new HashSet<>();
            client.describeInstancesPaginator(pages(1000)).reservations().forEach(reservation -> {
                assertEquals(account.owner(), reservation.ownerId());
                reservation.instances().forEach(instance -> ids.add(instance.instanceId()));
            });
            assertEquals(100_000, ids.size());
            assertTrue(ids.contains(Ec2Instance.id(1)) && ids.contains(Ec2Instance.id(100_000)));
            assertEquals(100, server.calls(IRELAND));
            assertEquals(
                    Set.of(new Ec2Call("POST", "/", "DescribeInstances", IRELAND, account.accessKey())),
                    Set.copyOf(server.calls()));
        }
    }

    @Test
    void theSdkSeesWhatTheInstancesAre() {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, ODD)).temporary("a+session/token==");
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls());
                Ec2Client client = client(server, account, IRELAND)) {
            assertEquals(ODD, instances(client, pages(5)));
            assertEquals(2, server.calls(IRELAND));
            DescribeInstancesRequest two = DescribeInstancesRequest.builder()
                    .maxResults(5)
                    .filters(Filter.builder()
                            .name("instance-id")
                            .values(Ec2Instance.id(7), Ec2Instance.id(4), Ec2Instance.id(99))
                            .build())
                    .build();
            assertEquals(List.of(ODD.get(3), ODD.get(6)), instances(client, two));
        }
    }

    @Test
    void theCommandLineReadsToTheLastPageOverHttps() throws Exception {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(2345)))
                .temporary("a+session/token==");
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            AwsCli.Output output = aws.of(server, account)
                    .describeInstances(
                            IRELAND,
                            "--page-size",
                            "1000",
                            "--query",
                            "Reservations[].Instances[].[InstanceId,State.Name,Tags[0].Key,Tags[0].Value,"
                                    + "NetworkInterfaces[0].MacAddress]");
            List<String> expected = new ArrayList<>();
            for (int number = 1; number <= 2345; number++) {
                expected.add(String.join(
                        "\t", Ec2Instance.id(number), "running", "Name", "vm " + number, Ec2Instance.mac(number)));
            }
            assertEquals(expected, output.text().lines().toList());
            assertEquals(3, server.calls(IRELAND));
        }
    }

    @Test
    void accountsAndRegionsAtOneAddressAreToldApart() throws Exception {
        Ec2Account one = Ec2Account.numbered(
                1, Map.of(IRELAND, List.of(Ec2Instance.of(1, "a")), FRANKFURT, List.of(Ec2Instance.of(2, "a"))));
        Ec2Account other = Ec2Account.numbered(2, Map.of(IRELAND, List.of(Ec2Instance.of(3, "a"))));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(one, other).withoutTls())) {
            Map<String, String> seen = new TreeMap<>();
            for (Ec2Account account : List.of(one, other)) {
                for (String region : account.regions().keySet()) {
                    seen.put(
                            account.owner() + " " + region,
                            aws.of(server, account)
                                    .describeInstances(region, "--query", "Reservations[].Instances[].InstanceId")
                                    .text()
                                    .strip());
                }
            }
            assertEquals(
                    Map.of(
                            "000000000001 eu-west-1", Ec2Instance.id(1),
                            "000000000001 eu-central-1", Ec2Instance.id(2),
                            "000000000002 eu-west-1", Ec2Instance.id(3)),
                    seen);
            try (Ec2Client stranger = client(server, other, FRANKFURT)) {
                assertEquals(List.of(401, "AuthFailure"), refusal(stranger));
            }
        }
    }

    @Test
    void whatIsNotSignedByTheAccountIsRefused() throws Exception {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, ODD)).temporary("token");
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls())) {
            Map<String, List<Object>> refusals = new TreeMap<>();
            Map<String, Ec2Account> claims = Map.of(
                    "secret",
                    new Ec2Account(account.accessKey(), "wrong", "token", "", account.regions()),
                    "key",
                    new Ec2Account("AKIAUNKNOWN", account.secretKey(), "token", "", account.regions()),
                    "token",
                    account.temporary("other"),
                    "no token",
                    account.temporary(null));
            for (Map.Entry<String, Ec2Account> claim : claims.entrySet()) {
                try (Ec2Client client = client(server, claim.getValue(), IRELAND)) {
                    refusals.put(claim.getKey(), refusal(client));
                }
            }
            assertEquals(claims.keySet(), refusals.keySet());
            assertEquals(Set.of(List.<Object>of(401, "AuthFailure")), Set.copyOf(refusals.values()));
            AwsCli.Output unable = aws.of(server, claims.get("secret")).describeInstances(IRELAND);
            assertTrue(unable.text().contains("(AuthFailure)"), unable.text());
        }
    }

    /** By the command line, since the SDK keeps the right time for all its clients once it saw an answer's date. */
    @Test
    void aClockThatIsWrongIsRefusedByItsDate() throws Exception {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, ODD));
        Map<Integer, String> seen = new TreeMap<>();
        for (int minutes : new int[] {-20, 3, 20}) {
            Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
            try (Ec2Double server =
                    Ec2Double.start(Ec2Double.Options.of(account).withoutTls().clock(clock))) {
                String text = aws.of(server, account)
                        .describeInstances(IRELAND, "--query", "length(Reservations[].Instances[])")
                        .text()
                        .strip();
                seen.put(minutes, text.replaceAll("(?s).*\\((\\w+)\\).*", "$1"));
            }
        }
        assertEquals(Map.of(-20, "AuthFailure", 3, "7", 20, "RequestExpired"), seen);
    }

    @Test
    void faultsShowFromTheirPageOnAsOftenAsAskedFor() {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, ODD, FRANKFURT, ODD));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls());
                Ec2Client client = client(server, account, IRELAND);
                Ec2Client other = client(server, account, FRANKFURT)) {
            for (Ec2Error error : List.of(
                    Ec2Error.requestLimitExceeded(),
                    Ec2Error.requestExpired(),
                    Ec2Error.expiredToken(),
                    Ec2Error.unauthorizedOperation(),
                    Ec2Error.internalError())) {
                server.inject(IRELAND, 2, 1, error.refuses());
                Ec2Exception seen = assertThrows(Ec2Exception.class, () -> instances(client, pages(5)));
                assertEquals(error.code(), seen.awsErrorDetails().errorCode());
                assertEquals(error.status(), seen.statusCode());
                assertEquals(ODD, instances(client, pages(5)));
            }
            server.inject(
                    IRELAND, 2, PageFaults.ALWAYS, Ec2Error.requestExpired().refuses());
            assertThrows(Ec2Exception.class, () -> instances(client, pages(5)));
            assertThrows(Ec2Exception.class, () -> instances(client, pages(5)), "the first page, too, from now on");
            assertEquals(ODD, instances(other, pages(5)));
            server.heal();
            assertEquals(ODD, instances(client, pages(5)));
        }
    }

    @Test
    void brokenAnswersAreBroken() {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, ODD));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls());
                Ec2Client client = client(server, account, IRELAND)) {
            for (PageFault fault : List.of(new PageFault.Cuts(), new PageFault.Garbles())) {
                server.inject(IRELAND, 2, 1, fault);
                assertThrows(SdkClientException.class, () -> instances(client, pages(5)), fault.toString());
            }
            server.inject(IRELAND, 1, 1, new PageFault.KeepsSilent());
            try (Ec2Client impatient = client(server.url(), account, IRELAND, Duration.ofSeconds(1))) {
                assertThrows(SdkClientException.class, () -> instances(impatient, pages(5)));
            }
            server.inject(IRELAND, 1, 1, new PageFault.Redirects(server.url().resolve("elsewhere")));
            assertThrows(SdkException.class, () -> instances(client, pages(5)));
            server.inject(IRELAND, 2, 1, new PageFault.Floods(3_000_000));
            assertEquals(ODD, instances(client, pages(5)), "spaces after the end are no matter");
            server.inject(IRELAND, 2, 1, new PageFault.IsSlow(Duration.ofMillis(300)));
            long begin = System.nanoTime();
            assertEquals(ODD, instances(client, pages(5)));
            assertTrue(System.nanoTime() - begin >= 300_000_000);
        }
    }

    @Test
    void aPageComesTwiceOrWithoutItsToken() {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, ODD));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls());
                Ec2Client client = client(server, account, IRELAND)) {
            server.inject(IRELAND, 1, 1, new PageFault.LosesNext());
            assertEquals(ODD.subList(0, 5), instances(client, pages(5)));
            server.inject(IRELAND, 2, 1, new PageFault.Repeats());
            List<Ec2Instance> twice = new ArrayList<>(ODD.subList(0, 5));
            twice.addAll(ODD);
            assertEquals(twice, instances(client, pages(5)));
        }
    }

    @Test
    void pagesHaveTheirLimits() {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(1001)));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account).withoutTls());
                Ec2Client client = client(server, account, IRELAND)) {
            assertEquals(
                    1001,
                    instances(client, DescribeInstancesRequest.builder().build())
                            .size());
            for (int size : new int[] {4, 1001}) {
                Ec2Exception refused = assertThrows(Ec2Exception.class, () -> instances(client, pages(size)));
                assertEquals("InvalidParameterValue", refused.awsErrorDetails().errorCode());
            }
            Ec2Exception refused = assertThrows(
                    Ec2Exception.class,
                    () -> client.describeInstances(
                            pages(5).toBuilder().nextToken("none of mine").build()));
            assertEquals("InvalidPaginationToken", refused.awsErrorDetails().errorCode());
            assertEquals(
                    "InvalidAction",
                    assertThrows(Ec2Exception.class, client::describeRegions)
                            .awsErrorDetails()
                            .errorCode());
        }
    }

    @Test
    void theSameClientReadsAnotherServerInTheSameWay() {
        try (AwsMock server = AwsMock.start();
                Ec2Client client = client(server.url(), Ec2Account.numbered(1, Map.of()), "us-east-1")) {
            List<String> started = server.runInstances(12);
            List<Integer> sizes = new ArrayList<>();
            Set<String> read = new TreeSet<>();
            client.describeInstancesPaginator(pages(5)).forEach(page -> {
                sizes.add(page.reservations().size());
                page.reservations()
                        .forEach(reservation -> reservation.instances().forEach(each -> read.add(each.instanceId())));
            });
            assertEquals(started, List.copyOf(read));
            assertEquals(List.of(5, 5, 2), sizes);
        }
    }

    private static List<Object> refusal(Ec2Client client) {
        Ec2Exception refused = assertThrows(Ec2Exception.class, () -> instances(client, pages(5)));
        return List.of(refused.statusCode(), refused.awsErrorDetails().errorCode());
    }

    private static DescribeInstancesRequest pages(int size) {
        return DescribeInstancesRequest.builder().maxResults(size).build();
    }

    private static List<Ec2Instance> instances(Ec2Client client, DescribeInstancesRequest request) {
        List<Ec2Instance> instances = new ArrayList<>();
        client.describeInstancesPaginator(request)
                .reservations()
                .forEach(reservation -> reservation.instances().forEach(instance -> instances.add(instance(instance))));
        return instances;
    }

    private static Ec2Instance instance(Instance instance) {
        Map<String, String> tags = new TreeMap<>();
        for (Tag tag : instance.tags()) {
            tags.put(tag.key(), tag.value());
        }
        return new Ec2Instance(
                instance.instanceId(),
                Ec2State.valueOf(instance.state().name().name()),
                tags,
                instance.networkInterfaces().stream()
                        .map(InstanceNetworkInterface::macAddress)
                        .toList());
    }

    /** Without retries. */
    private static Ec2Client client(Ec2Double server, Ec2Account account, String region) {
        return client(server.url(), account, region);
    }

    private static Ec2Client client(URI server, Ec2Account account, String region) {
        return client(server, account, region, Duration.ofMinutes(2));
    }

    private static Ec2Client client(URI server, Ec2Account account, String region, Duration silence) {
        AwsCredentials credentials = account.sessionToken() == null
                ? AwsBasicCredentials.create(account.accessKey(), account.secretKey())
                : AwsSessionCredentials.create(account.accessKey(), account.secretKey(), account.sessionToken());
        return Ec2Client.builder()
                .endpointOverride(server)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(Apache5HttpClient.builder().socketTimeout(silence).build())
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
