package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** {@code check-endpoints} on simulated endpoints. */
@Tag("slow")
class CheckEndpointsTest {
    private static final String UUID = "eb75c6bf-3059-47e2-a99b-72834909d3eb";
    private static final String DATACENTER = "11111111-1111-4111-8111-111111111111";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private VsphereDouble twoAccounts() {
        VsphereDouble server = servers.add(VsphereDouble.start(VsphereDouble.Options.of(
                        VsphereInventory.vCenter(UUID, List.of(VsphereVm.of(1, "web"), VsphereVm.of(2, "db"))))
                .login("alice", "pass-a")));
        server.addAccount("bob", "pass-b", VsphereInventory.vCenter(UUID, List.of(VsphereVm.of(3, "mail"))));
        return server;
    }

    private String entry(VsphereDouble server, String user, String password) {
        return """
                  - match: {type: VCENTER_CLUSTER, address: "127.0.0.1", port: %d, account: {user: "%s"}}
                    password: "%s"
                """.formatted(server.port(), user, password);
    }

    private Host.Said check(String yaml, String... more) throws IOException {
        Path file = directory.resolve("endpoints.yaml");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "endpoints:\n" + yaml);
        List<String> arguments = new ArrayList<>(List.of("check-endpoints", file.toString()));
        arguments.addAll(List.of("--datacenter", DATACENTER));
        arguments.addAll(List.of("--state-dir", directory.resolve("state").toString()));
        arguments.addAll(List.of(more));
        return Host.runWith(arguments);
    }

    @Test
    void everyAccountIsLoggedInToAndAnEntryForBothIsNoEndpointOfItsOwn() throws IOException {
        VsphereDouble server = twoAccounts();
        String pin = """
                  - match: {type: VCENTER_CLUSTER, address: "127.0.0.1", port: %d}
                    pin: "%s"
                """.formatted(server.port(), server.fingerprint());
        Host.Said said = check(entry(server, "alice", "pass-a") + entry(server, "bob", "pass-b") + pin);
        assertEquals(0, said.exit(), said::toString);
        String where = "VCENTER_CLUSTER 127.0.0.1:" + server.port();
        String trust = ", VMware vCenter Server 6.5.0 build-5973321, pin "
                + server.fingerprint().substring(0, 16) + "…";
        assertEquals(
                List.of(
                        "ok     entry 1, " + where + " as user alice: 2 VMs" + trust,
                        "ok     entry 2, " + where + " as user bob: 1 VM" + trust,
                        "ALL ENDPOINTS ANSWER: 2 of 2 endpoints, 3 VMs",
                        "next: pim-planner plan -o night.plan --endpoints endpoints.yaml    # on the controller"),
                said.out().lines().toList());
        assertEquals("", said.err());
    }

    @Test
    void aRefusedLoginIsTriedOnceAndNotAgainUnasked() throws IOException {
        VsphereDouble server = twoAccounts();
        String pin = "    pin: \"" + server.fingerprint() + "\"\n";
        String yaml = entry(server, "alice", "s3cret-wrong") + pin + entry(server, "bob", "pass-b") + pin;
        Host.Said first = check(yaml);
        assertEquals(5, first.exit(), first::toString);
        assertTrue(first.out().contains(" as user alice: PIM-0101 "), first::out);
        assertTrue(first.out().contains("NOT ALL ENDPOINTS ANSWER: 1 of 2 endpoints, 1 VM, 1 failed\n"), first::out);
        assertTrue(first.out().contains("\nnext: pim-migrator check-endpoints "), first::out);
        assertEquals(2, server.log().count("Login"));
        Host.Said second = check(yaml, "--format", "json");
        assertTrue(second.out().contains("not tried again"), second::out);
        assertEquals(3, server.log().count("Login"), "bob's only");
        check(yaml, "--retry-logins");
        assertEquals(5, server.log().count("Login"), "both");
        for (Host.Said said : List.of(first, second)) {
            assertFalse((said.out() + said.err()).contains("s3cret"), said::toString);
        }
    }

    @Test
    void certificatesThatAreNotBelievedComeAsEntriesOfTheFileAndNothingIsSentThere() throws IOException {
        VsphereDouble server = twoAccounts();
        Host.Said said = check(entry(server, "alice", "pass-a"));
        assertEquals(5, said.exit(), said::toString);
        assertTrue(
                said.out()
                        .contains(
                                "  - match: {type: VCENTER_CLUSTER, address: \"127.0.0.1\", port: %d}\n    pin: \"%s\""
                                        .formatted(server.port(), server.fingerprint())),
                said::out);
        assertEquals(0, server.log().count("Login"));
    }

    @Test
    void whatTheFileAloneDoesNotSayIsNotAsked() throws IOException {
        Host.Said said = check("""
                  - match: {type: VCENTER_CLUSTER, address: "vc.example"}
                    password: "x"
                  - match: {type: veeam, datacenter: "Paris", address: "veeam.example"}
                  - match: {type: KVM, machine: 7}
                  - match: {address: "10.0.0.9"}
                    rate: 5
                  - match: {type: KVM, datacenter: "22222222-2222-4222-8222-222222222222", address: "kvm1"}
                """);
        assertEquals(5, said.exit(), said::toString);
        assertEquals(
                List.of(
                        "open   entry 1, VCENTER_CLUSTER vc.example:443: not asked, the file does not say its user",
                        "open   entry 2, veeam veeam.example:9398: not asked, a backup server lists no VMs; a dry run logs in to it",
                        "open   entry 3, KVM ?:16514: not asked, the file does not say its address",
                        "not checked: 1 endpoint of other datacenters",
                        "not checked, since the match has no type: entry 4",
                        "NOT ALL ENDPOINTS ANSWER: 0 of 3 endpoints, 0 VMs, 3 not asked"),
                said.out().lines().limit(6).toList());
    }

    @Test
    void nothingThatAnswersIsExitCodeFour() throws IOException {
        Host.Said said = check("""
                  - match: {type: VMX_04, address: "127.0.0.1", port: 1}
                    user: "root"
                    password: "x"
                """);
        assertEquals(4, said.exit(), said::toString);
        assertTrue(said.out().contains("PIM-0100 "), said::out);
    }
}
