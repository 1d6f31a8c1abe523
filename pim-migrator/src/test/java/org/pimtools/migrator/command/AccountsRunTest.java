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
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/**
 * Dry runs of the command on endpoints that differ in their account, port or region only. Every machine has one VM called web, which has to
 * be found in its own endpoint.
 */
@Tag("slow")
class AccountsRunTest {
    private static final DatacenterId DATACENTER =
            DatacenterId.of("11111111-1111-4111-8111-111111111111").orElseThrow();
    private static final String UUID_A = "eb75c6bf-3059-47e2-a99b-72834909d3eb";
    private static final String UUID_B = "aaaaaaaa-3059-47e2-a99b-72834909d3eb";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private final List<PlanLine.Endpoint> endpoints = new ArrayList<>();
    private final List<EndpointSecret> secrets = new ArrayList<>();

    private void add(ProviderKind kind, int port, Map<String, String> account, String pin, Map<String, String> parts) {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                endpoints.size() + 1, kind, "127.0.0.1", port, new TreeMap<>(account), pin, new TreeMap<>());
        endpoints.add(endpoint);
        Map<String, Secret> sealed = new TreeMap<>();
        parts.forEach((name, value) -> sealed.put(name, Secret.of(value)));
        secrets.add(EndpointSecret.of(endpoint, sealed));
    }

    private void addVcenter(int port, String user, String password, String pin) {
        add(ProviderKind.VCENTER_CLUSTER, port, Map.of("user", user), pin, Map.of("password", password));
    }

    private VsphereDouble twoAccounts() {
        VsphereDouble server = servers.add(VsphereDouble.start(
                VsphereDouble.Options.of(VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(1, "web"))))
                        .login("alice", "pass-a")));
        server.addAccount("bob", "pass-b", VsphereInventory.vCenter(UUID_A, List.of(VsphereVm.of(2, "web"))));
        return server;
    }

    private static VcSim.Options simulated(String instance, String password) {
        return VcSim.Options.of(VsphereInventory.vCenter(instance, List.of(VsphereVm.of(11, "web"))))
                .login("same", password);
    }

    @Test
    void everyVmIsFoundByItsOwnAccountPortOrRegion() throws IOException {
        VsphereDouble shared = twoAccounts();
        addVcenter(shared.port(), "alice", "pass-a", shared.fingerprint());
        addVcenter(shared.port(), "bob", "pass-b", shared.fingerprint());
        Ec2Account account = Ec2Account.numbered(
                1,
                Map.of(
                        "eu-west-1", List.of(Ec2Instance.of(1, "web")),
                        "us-east-1", List.of(Ec2Instance.of(2, "web"))));
        Ec2Double amazon = servers.add(Ec2Double.start(Ec2Double.Options.of(account)));
        for (String region : List.of("eu-west-1", "us-east-1")) {
            add(
                    ProviderKind.AMAZON,
                    amazon.port(),
                    Map.of("region", region, "access-key", account.accessKey()),
                    amazon.certificate().sha256(),
                    Map.of("secret-key", account.secretKey()));
        }
        assertEquals(0, dryRun().exit());
        assertEquals(List.of(UUID_A + "#vm-1", UUID_A + "#vm-2", Ec2Instance.id(1), Ec2Instance.id(2)), providerIds());
    }

    @Test
    void twoRealVcentersBehindOneAddressAreToldByTheirPorts() throws IOException {
        VcSim one = servers.add(VcSim.start(simulated(UUID_A, "pass-a")));
        VcSim other = servers.add(VcSim.start(simulated(UUID_B, "pass-b")));
        addVcenter(one.port(), "same", "pass-a", one.fingerprint());
        addVcenter(other.port(), "same", "pass-b", other.fingerprint());
        assertEquals(0, dryRun().exit());
        List<String> ids = providerIds();
        assertTrue(ids.get(0).startsWith(one.serverUuid() + "#vm-"), ids::toString);
        assertTrue(ids.get(1).startsWith(other.serverUuid() + "#vm-"), ids::toString);
    }

    @Test
    void aWrongPasswordOfOneIsTriedOnceTheOtherGoesOnAndOneDecisionIsForItsVmsOnly() throws IOException {
        VsphereDouble shared = twoAccounts();
        addVcenter(shared.port(), "alice", "wrong", shared.fingerprint());
        addVcenter(shared.port(), "bob", "pass-b", shared.fingerprint());
        Host.Said said = dryRun();
        assertEquals(5, said.exit(), said::toString);
        assertEquals(2, shared.log().count("Login"), "one of each account");
        assertEquals(UUID_A + "#vm-2", providerIds().get(1));
        assertFirstOfAllIsTheEndpoint(
                said, "endpoint 1, VCENTER_CLUSTER 127.0.0.1:%d as user alice: PIM-0101 ".formatted(shared.port()));

        said = dryRun();
        assertEquals(5, said.exit(), said::toString);
        assertEquals(3, shared.log().count("Login"), "the refused password is not tried again unasked");
        assertFirstOfAllIsTheEndpoint(said, "as user alice: PIM-0101 not tried again: the login was refused at ");
        said = dryRun("--retry-logins");
        assertEquals(5, shared.log().count("Login"), said::toString);
        assertKeepsNoPassword("wrong");

        String decided = """
                decisions:
                  - code: PIM-0113
                    endpoint: "%s"
                    decision: exclude
                    reason: "the password comes tomorrow"
                """;
        String place = "127.0.0.1:" + shared.port();
        Path decisions = directory.resolve("decisions.yaml");
        Files.writeString(decisions, decided.formatted(place + " as user alice"));
        said = dryRun("--decisions", decisions.toString());
        assertEquals(0, said.exit(), said::toString);
        Files.writeString(decisions, decided.formatted(place));
        said = dryRun("--decisions", decisions.toString());
        assertEquals(3, said.exit(), said::toString);
        assertTrue(
                said.err()
                        .contains("the plan has several accounts at %s: name one of %s as user alice, %s as user bob"
                                .formatted(place, place, place)),
                said::toString);
    }

    /** Before everything that follows from it, and with the command that leads on. */
    private static void assertFirstOfAllIsTheEndpoint(Host.Said said, String failure) {
        List<String> lines = said.out().lines().toList();
        int first = lines.indexOf("first of all: 1 endpoint could not be read");
        assertTrue(first > 0 && first < lines.indexOf("endpoints"), said::toString);
        assertTrue(lines.get(first + 1).contains(failure), said::toString);
        assertTrue(lines.get(first + 2).startsWith("  do: PIM-0101: correct user and password"), said::toString);
        assertTrue(lines.contains("  error PIM-0113 × 1: the VM's endpoint could not be read"), said::toString);
        assertTrue(
                lines.get(lines.size() - 2)
                        .matches("NOT READY: 1 endpoint not read, 1 error undecided, 1 of 2 VMs found, [0-9.]+ s"),
                said::toString);
        assertTrue(
                lines.get(lines.size() - 1)
                        .matches("next: pim-planner plan -o night-.*-2\\.plan --endpoints endpoints\\.yaml    # .*"),
                said::toString);
    }

    private void assertKeepsNoPassword(String password) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            Path kept = files.filter(file -> file.endsWith("refused-logins.json"))
                    .findFirst()
                    .orElseThrow();
            assertFalse(Files.readString(kept).contains(password));
            assertTrue(Files.readString(kept).contains("alice"));
        }
    }

    private Host.Said dryRun(String... more) throws IOException {
        Path plan = directory.resolve("night-" + UUID.randomUUID() + ".plan");
        plan(plan);
        RedisServer redis = servers.add(RedisServer.start());
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                plan.toString(),
                "--identity",
                directory.resolve("night.identity").toString(),
                "--state-dir",
                directory.resolve("state").toString(),
                "--redis-host",
                redis.host(),
                "--redis-port",
                Integer.toString(redis.port()),
                // nobody is subscribed here
                "--min-subscribed",
                "0%"));
        arguments.addAll(List.of(more));
        return Host.runWith(arguments);
    }

    /** The plan of all endpoints, each with one machine and its VM. */
    private void plan(Path plan) throws IOException {
        NightPlan.write(plan, DATACENTER, List.of("virtualmachine"), secrets, writer -> {
            for (PlanLine.Endpoint endpoint : endpoints) {
                writer.write(endpoint);
            }
            for (PlanLine.Endpoint endpoint : endpoints) {
                writer.write(new PlanLine.Machine(
                        endpoint.no(),
                        endpoint.no(),
                        endpoint.type().platformName(),
                        null,
                        null,
                        endpoint.address(),
                        endpoint.port(),
                        null,
                        null));
            }
            for (PlanLine.Endpoint endpoint : endpoints) {
                writer.write(new PlanLine.Vm(
                        endpoint.no(), new UUID(4, endpoint.no()).toString(), "web", endpoint.no(), "ON", true, null));
            }
        });
    }

    /** By idVM, of the newest result; null for a VM that has none. */
    private List<String> providerIds() throws IOException {
        Path result;
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            result = files.filter(file -> file.endsWith("result.jsonl"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
        List<String> ids = new ArrayList<>();
        try (ResultReader reader = ResultReader.open(result)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    ids.add(vm.providerId());
                }
            }
        }
        return ids;
    }
}
