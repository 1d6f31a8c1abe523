package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Call;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Error;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.amazon.ElbBalancer;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleNetworkResource;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;

/** Firewalls and load balancers of one region of Amazon, and of a project at Google, by the command itself. */
@Tag("slow")
class EntitiesRunTest {
    private static final String IRELAND = "eu-west-1";
    private static final DatacenterId DATACENTER =
            DatacenterId.of("33333333-2222-4222-8222-222222222222").orElseThrow();
    private static final String HOSTILE = "it's </script><b>\u202e'; DROP TABLE x; -- \\ ${x}";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private RedisServer redis;
    private Ec2Double server;
    private OneEndpoint.Description site;

    @BeforeEach
    void start() {
        redis = servers.add(RedisServer.start());
    }

    @Test
    void eachIsFoundSettledOrDecided() throws Exception {
        server(
                List.of(
                        Ec2Group.of(1, HOSTILE),
                        Ec2Group.of(2, "twin"),
                        Ec2Group.of(3, "twin"),
                        Ec2Group.of(4, "unclear"),
                        Ec2Group.of(5, "unclear"),
                        Ec2Group.of(6, "claimed")),
                List.of(ElbBalancer.classic("shop"), ElbBalancer.application(7, "site")));
        plan(List.of(
                firewall(1, HOSTILE),
                firewall(2, "twin", 1L),
                firewall(3, "unclear"),
                firewall(4, "claimed"),
                firewall(5, "claimed"),
                firewall(6, "nowhere"),
                balancer(1, "shop"),
                balancer(2, "site")));

        String dry = run(5, "run", "night.plan");
        assertTrue(dry.contains("firewalls"), dry);
        assertFalse(dry.contains("\u001b[2J"), dry);
        String decisions = read("decisions.yaml");
        for (String entity : List.of("firewall: 3", "firewall: 4", "firewall: 5", "firewall: 6")) {
            assertTrue(decisions.contains("- " + entity + "\n"), decisions);
        }
        assertTrue(decisions.contains("#provider-id: \"" + Ec2Group.id(5) + "\""), decisions);

        Files.writeString(directory.resolve("decided.yaml"), """
                decisions:
                  - firewall: 3
                    provider-id: "%s"
                    reason: "asked the owner"
                  - firewall: 5
                    decision: exclude
                    reason: "the older row"
                  - code: PIM-0110
                    decision: exclude
                    reason: "gone"
                  - load-balancer: 2
                    decision: exclude
                    reason: "to be replaced"
                """.formatted(Ec2Group.id(4)));
        run(0, "run", "night.plan", "--decisions", "decided.yaml", "--no-dry-run");

        String sql = read("-update.sql");
        assertTrue(sql.contains("-- entity firewall included 4 excluded 2 already 0\n"), sql);
        assertTrue(sql.contains("-- entity load-balancer included 1 excluded 1 already 0\n"), sql);
        Map<Integer, String> expected =
                Map.of(1, Ec2Group.id(1), 2, Ec2Group.id(2), 3, Ec2Group.id(4), 4, Ec2Group.id(6));
        expected.forEach((id, providerId) -> assertTrue(
                sql.lines()
                        .anyMatch(line ->
                                line.matches("\\(\\d+," + id + "," + id + ",.*NULL,'" + providerId + "'\\)[,;]")),
                () -> id + " is not " + providerId + " in\n" + sql));
        assertTrue(sql.lines().anyMatch(line -> line.matches("\\(1,1,1,'shop','9',NULL,'shop'\\);")), sql);
        assertTrue(sql.chars().allMatch(c -> c < 0x7f), "the file is ASCII");
        String page = read("report.html");
        assertFalse(page.contains("</script><b>"), "names are data on the page");
        assertTrue(page.contains("What the inventories say of firewalls and load balancers"));

        run(0, "run", "night.plan", "--no-dry-run");
        run(0, "rollback", "--no-dry-run");
        assertTrue(read("-rollback.sql").contains("-- rows 2 firewall\n"), read("-rollback.sql"));
    }

    /** Google does not say which instances belong to them. */
    @Test
    void balancersOfOneNameAtGoogleAreDecidedByAPerson() throws Exception {
        GoogleProject project = GoogleProject.of("p-1", List.of(GoogleInstance.of(1, "vm one")))
                .with(List.of(
                        GoogleNetworkResource.forwardingRule(1, "shop"),
                        GoogleNetworkResource.backendService(2, "shop"),
                        GoogleNetworkResource.forwardingRule(3, "site")));
        GoogleDouble google = servers.add(GoogleDouble.start(GoogleDouble.Options.of(project)));
        site = CloudEndpoints.of(google, project);
        plan(List.of(balancer(1, "shop"), balancer(2, "site")));
        run(5, "run", "night.plan");
        String decisions = read("decisions.yaml");
        assertTrue(decisions.contains("- load-balancer: 1\n"), decisions);
        assertFalse(decisions.contains("- load-balancer: 2\n"), decisions);
        for (int candidate : new int[] {1, 2}) {
            assertTrue(decisions.contains("#provider-id: \"" + GoogleNetworkResource.id(candidate) + "\""), decisions);
        }
        Files.writeString(directory.resolve("decided.yaml"), """
                decisions:
                  - load-balancer: 1
                    provider-id: "%s"
                    reason: "asked the owner"
                """.formatted(GoogleNetworkResource.id(2)));
        run(0, "run", "night.plan", "--decisions", "decided.yaml", "--no-dry-run");
        String sql = read("-update.sql");
        assertTrue(sql.contains("'shop','9',NULL,'" + GoogleNetworkResource.id(2) + "')"), sql);
        assertTrue(sql.contains("'site','9',NULL,'" + GoogleNetworkResource.id(3) + "')"), sql);
    }

    @Test
    void balancersThatMayNotBeReadAreUnknownAndVmsAreNot() throws Exception {
        server(List.of(Ec2Group.of(1, "web")), List.of(ElbBalancer.classic("shop")));
        server.inject(
                IRELAND,
                "classic DescribeLoadBalancers",
                1,
                PageFaults.ALWAYS,
                Ec2Error.accessDenied().refusesBalancers());
        plan(List.of(firewall(1, "web"), balancer(1, "shop")));
        String dry = run(5, "run", "night.plan");
        assertTrue(dry.contains("PIM-0148"), dry);
        assertTrue(read("decisions.yaml").contains("- load-balancer: 1\n"), "it is an error until it is decided");
        assertFalse(read("decisions.yaml").contains("vm:"), "VMs are not concerned");
    }

    @Test
    void twentyThousandOfEach() throws Exception {
        int many = 20_000;
        List<PlanLine.Entity> entities = new ArrayList<>();
        IntStream.rangeClosed(1, many).forEach(id -> entities.add(firewall(id, "group " + id)));
        IntStream.rangeClosed(1, many).forEach(id -> entities.add(balancer(id, "lb-" + id)));
        server(
                IntStream.rangeClosed(1, many)
                        .mapToObj(id -> Ec2Group.of(id, "group " + id))
                        .toList(),
                IntStream.rangeClosed(1, many)
                        .mapToObj(id ->
                                id % 2 == 0 ? ElbBalancer.classic("lb-" + id) : ElbBalancer.application(id, "lb-" + id))
                        .toList());
        plan(entities);
        run(0, "run", "night.plan");
        assertTrue(
                server.calls().size() <= 1 + many / 1000 + many / 400 + 10,
                "calls: " + server.calls().size());
        assertTrue(
                server.calls().stream().map(Ec2Call::action).allMatch(action -> action.startsWith("Describe")),
                "a dry run reads only");
        run(0, "run", "night.plan", "--no-dry-run");
        String sql = read("-update.sql");
        assertTrue(sql.contains("-- entity firewall included 20000 excluded 0 already 0\n"), sql.substring(0, 900));
        assertTrue(
                sql.contains("-- entity load-balancer included 20000 excluded 0 already 0\n"), sql.substring(0, 900));
    }

    private void server(List<Ec2Group> groups, List<ElbBalancer> balancers) {
        Ec2Account account = Ec2Account.numbered(
                        1,
                        Map.of(
                                IRELAND,
                                List.of(
                                        Ec2Instance.of(1, "vm one").groups(Ec2Group.id(2)),
                                        Ec2Instance.of(2, "other").groups(Ec2Group.id(3)))))
                .with(IRELAND, groups, balancers);
        server = servers.add(Ec2Double.start(Ec2Double.Options.of(account)));
        site = new OneEndpoint.Description(
                ProviderKind.AMAZON,
                server.port(),
                server.certificate().sha256(),
                Map.of("region", IRELAND, "access-key", account.accessKey()),
                Map.of("elb-address", server.host() + ":" + server.port()),
                Map.of("secret-key", account.secretKey()));
    }

    private void plan(List<PlanLine.Entity> entities) throws IOException {
        PlanLine.Endpoint endpoint = site.with("rate", "9999").endpoint(1);
        NightPlan.write(
                directory.resolve("night.plan"),
                DATACENTER,
                List.of("virtualmachine", "firewall_policy", "load_balancer"),
                List.of(site.sealed(endpoint)),
                writer -> {
                    writer.write(endpoint);
                    writer.write(new PlanLine.Machine(
                            1,
                            1,
                            endpoint.type().platformName(),
                            endpoint.address(),
                            endpoint.port(),
                            null,
                            null,
                            null,
                            null));
                    writer.write(new PlanLine.Vm(1, new UUID(4, 1).toString(), "vm one", 1, "ON", true, null));
                    for (PlanLine.Entity entity : entities) {
                        writer.write(entity);
                    }
                });
    }

    private static PlanLine.Entity firewall(long id, String name, Long... vms) {
        return new PlanLine.Entity(EntityKind.FIREWALL, id, name, 1, 9, null, List.of(vms));
    }

    private static PlanLine.Entity balancer(long id, String name) {
        return new PlanLine.Entity(EntityKind.LOAD_BALANCER, id, name, 1, 9, null, List.of());
    }

    private String run(int expected, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        for (String each : more) {
            arguments.add(
                    each.endsWith(".plan") || each.endsWith(".yaml")
                            ? directory.resolve(each).toString()
                            : each);
        }
        arguments.addAll(
                List.of("--identity", directory.resolve("night.identity").toString()));
        arguments.addAll(List.of("--state-dir", directory.resolve("state").toString()));
        arguments.addAll(List.of("--redis-host", redis.host(), "--redis-port", Integer.toString(redis.port())));
        if (command.equals("run")) {
            arguments.addAll(List.of("--min-subscribed", "0"));
        }
        Host.Said said = Host.runWith(arguments);
        assertEquals(expected, said.exit(), said::toString);
        return said.out() + said.err();
    }

    /** The newest file of the state directory whose name ends so. */
    private String read(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return Files.readString(files.filter(file -> file.toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow());
        }
    }
}
