package org.pimtools.testkit.doubles.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;

/** The vendor's command line reads what there is besides instances to its last page. */
@Tag("slow")
class OtherListsTest {
    private static final String IRELAND = "eu-west-1";

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
    void theCommandLineReadsGroups() throws Exception {
        Ec2Account account = account(
                IntStream.rangeClosed(1, 2345)
                        .mapToObj(
                                number -> Ec2Group.of(number, "group " + number).tags(Map.of("Name", "tag " + number)))
                        .toList(),
                List.of());
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            assertEquals(
                    IntStream.rangeClosed(1, 2345)
                            .mapToObj(number -> String.join(
                                    "\t",
                                    Ec2Group.id(number),
                                    "group " + number,
                                    "vpc-%017x".formatted(1),
                                    "tag " + number))
                            .toList(),
                    lines(
                            server,
                            account,
                            "ec2",
                            "describe-security-groups",
                            "--page-size",
                            "1000",
                            "--query",
                            "SecurityGroups[].[GroupId,GroupName,VpcId,Tags[0].Value]"));
            assertEquals(3, server.calls(IRELAND));
            assertEquals(
                    List.of(Ec2Group.id(7)),
                    lines(
                            server,
                            account,
                            "ec2",
                            "describe-security-groups",
                            "--filters",
                            "Name=group-id,Values=" + Ec2Group.id(7),
                            "--query",
                            "SecurityGroups[].[GroupId]"));
        }
    }

    @Test
    void theCommandLineReadsInstancesOfAGroup() throws Exception {
        Ec2Account account = Ec2Account.numbered(
                1,
                Map.of(
                        IRELAND,
                        List.of(
                                Ec2Instance.of(1, "in it").groups(Ec2Group.id(1), Ec2Group.id(2)),
                                Ec2Instance.of(2, "elsewhere"))));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            assertEquals(
                    List.of(String.join("\t", Ec2Instance.id(1), Ec2Group.id(1), Ec2Group.id(2))),
                    lines(
                            server,
                            account,
                            "ec2",
                            "describe-instances",
                            "--filters",
                            "Name=network-interface.group-id,Values=" + Ec2Group.id(2),
                            "--query",
                            "Reservations[].Instances[].[InstanceId,SecurityGroups[0].GroupId,"
                                    + "NetworkInterfaces[0].Groups[1].GroupId]"));
        }
    }

    /** Without {@code --page-size}, by which the command line reads one page of these lists; the usual page has 400. */
    @Test
    void theCommandLineReadsBalancersOfBothKinds() throws Exception {
        List<ElbBalancer> balancers = IntStream.rangeClosed(1, 900)
                .boxed()
                .flatMap(number -> Stream.of(
                        ElbBalancer.classic("classic-" + number, Ec2Instance.id(number)),
                        ElbBalancer.application(number, "app-" + number, Ec2Instance.id(number))))
                .toList();
        Ec2Account account = account(List.of(), balancers);
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            assertEquals(
                    IntStream.rangeClosed(1, 900)
                            .mapToObj(number -> "classic-" + number + "\t" + Ec2Instance.id(number))
                            .toList(),
                    lines(
                            server,
                            account,
                            "elb",
                            "describe-load-balancers",
                            "--query",
                            "LoadBalancerDescriptions[].[LoadBalancerName,Instances[0].InstanceId]"));
            assertEquals(3, server.calls(IRELAND));
            assertEquals(
                    IntStream.rangeClosed(1, 900)
                            .mapToObj(number ->
                                    "app-" + number + "\t" + ElbBalancer.arn(IRELAND, number, "app-" + number))
                            .toList(),
                    lines(
                            server,
                            account,
                            "elbv2",
                            "describe-load-balancers",
                            "--query",
                            "LoadBalancers[].[LoadBalancerName,LoadBalancerArn]"));
            assertEquals(6, server.calls(IRELAND));
            String arn = ElbBalancer.arn(IRELAND, 7, "app-7");
            String group = lines(
                            server,
                            account,
                            "elbv2",
                            "describe-target-groups",
                            "--load-balancer-arn",
                            arn,
                            "--query",
                            "TargetGroups[].[TargetGroupArn]")
                    .get(0);
            assertEquals(
                    List.of(Ec2Instance.id(7)),
                    lines(
                            server,
                            account,
                            "elbv2",
                            "describe-target-health",
                            "--target-group-arn",
                            group,
                            "--query",
                            "TargetHealthDescriptions[].[Target.Id]"));
            assertEquals(
                    900,
                    lines(
                                    server,
                                    account,
                                    "elbv2",
                                    "describe-target-groups",
                                    "--query",
                                    "TargetGroups[].[TargetGroupArn]")
                            .size());
        }
    }

    @Test
    void theCommandLineUnderstandsTheErrorsOfBalancing() throws Exception {
        Ec2Account account = account(List.of(), List.of(ElbBalancer.classic("a")));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            server.inject(
                    IRELAND,
                    "classic DescribeLoadBalancers",
                    1,
                    1,
                    Ec2Error.accessDenied().refusesBalancers());
            AwsCli.Output refused = aws.of(server, account).run("elb", "describe-load-balancers", IRELAND);
            assertTrue(refused.text().contains("(AccessDenied)"), refused.text());
        }
    }

    private List<String> lines(Ec2Double server, Ec2Account account, String service, String action, String... more)
            throws Exception {
        return aws.of(server, account)
                .run(service, action, IRELAND, more)
                .text()
                .lines()
                .toList();
    }

    private static Ec2Account account(List<Ec2Group> groups, List<ElbBalancer> balancers) {
        return Ec2Account.numbered(1, Map.of(IRELAND, List.of())).with(IRELAND, groups, balancers);
    }
}
