package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.secret.SealedPart;

@Tag("slow")
class EndpointsCommandTest {
    private static final String PIN = "ab".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void theSkeletonHasEveryEndpointOnceAndIsValidAsItIs() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            addKvm(planner);
            planner.sql("UPDATE hypervisor SET managerUser = 'a\nb\u202e\"'");
            Path file = folder.resolve("endpoints.yaml");
            PlannerHarness.Run run = planner.run("endpoints", "-o", file.toString());
            assertEquals(0, run.exit(), run.err());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            String text = Files.readString(file);
            assertEquals("""
                    endpoints:
                      # datacenter "Paris"
                      - match: {type: VCENTER_CLUSTER, address: "vc.example", port: 443}
                        # address: ""
                        # port: 443
                        # user: "a\\nb\\u202E\\""
                        # password: ""
                        # pin: ""
                        # rate: 20
                      # datacenter "Paris"
                      - match: {type: KVM, address: "10.0.0.3", port: 16514}
                        # address: ""
                        # port: 16514
                        # user: ""
                        # host-key: ""
                        # key-file: ""
                        # certificate-file: ""
                        # ca-file: ""
                        # options: {driver: qemu, transport: tls}
                        # rate: 20
                      # datacenter "Paris"; without a usable address in the database: "ho st"
                      - match: {type: KVM, machine: 4}
                        # address: ""
                        # port: 16514
                        # user: ""
                        # host-key: ""
                        # key-file: ""
                        # certificate-file: ""
                        # ca-file: ""
                        # options: {driver: qemu, transport: tls}
                        # rate: 20
                    """, text.substring(text.indexOf("endpoints:\n")));
            assertFalse(text.contains("vc-secret"));
            assertEquals(3, planner.run("endpoints", "-o", file.toString()).exit(), "never overwritten");
            run = planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString());
            assertEquals(5, run.exit(), run.err());
            assertEquals("", run.err());
        }
    }

    @Test
    void theFileWinsOverTheDatabase() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            addKvm(planner);
            Path file = endpoints("""
                    endpoints:
                      - match: {address: VC.example}
                        address: 10.9.9.9
                        port: 8443
                        user: "migrator"
                        password: "file-secret"
                        pin: "AB:%s"
                        rate: 2.5
                      - match: {type: kvm, address: 10.0.0.3}
                        options: {transport: tcp}
                      - match: {machine: 4}
                        address: kvm4.example
                        user: "pim"
                        key-file: "id"
                        host-key: "ssh-ed25519 AAAA root@kvm4"
                        options: {transport: ssh}
                    """.formatted("ab".repeat(31)));
            Files.writeString(folder.resolve("id"), "the key's text");
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--endpoints", file.toString());
            assertEquals(0, run.exit(), run.out());
            assertFalse((run.out() + run.err() + Files.readString(plan)).contains("file-secret"));
            List<String> endpoints = new ArrayList<>();
            try (PlanReader reader = PlanReader.open(plan);
                    InputStream in = Files.newInputStream(folder.resolve("state/night.plan.identity"))) {
                PlanLine.SectionStart start = (PlanLine.SectionStart) reader.next();
                List<EndpointSecret> secrets = SealedPart.open(
                        reader.header().planId(), start.datacenter(), start.sealed(), Identity.read(in, "id"));
                assertEquals(2, secrets.size());
                assertEquals("the key's text", secrets.get(1).part("key-file").reveal());
                assertEquals(
                        "ssh-ed25519 AAAA root@kvm4",
                        secrets.get(1).part("host-key").reveal());
                assertEquals("migrator", secrets.get(0).name("user"));
                assertEquals("file-secret", secrets.get(0).part("password").reveal());
                assertEquals(8443, secrets.get(0).port());
                for (PlanLine line = reader.next(); line instanceof PlanLine.Endpoint endpoint; line = reader.next()) {
                    endpoints.add(endpoint.no() + " " + endpoint.type().platformName() + " " + endpoint.address() + ":"
                            + endpoint.port() + " " + endpoint.pin() + " " + endpoint.options());
                }
            }
            assertEquals(
                    List.of(
                            "1 VCENTER_CLUSTER 10.9.9.9:8443 " + PIN + " {rate=2.5}",
                            "2 KVM 10.0.0.3:16509 null {transport=tcp}",
                            "3 KVM kvm4.example:22 null {transport=ssh}"),
                    endpoints);
        }
    }

    @Test
    void aBackupServerIsNamedByTheDatabaseOrTheFile() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "CREATE TABLE backup_manager (id INT PRIMARY KEY, idDatacenter INT, backup_system VARCHAR(50),"
                            + " endpoint VARCHAR(255), user VARCHAR(255), password VARCHAR(255))",
                    "INSERT INTO backup_manager VALUES"
                            + " (1, 1, 'VEEAM', 'https://veeam.example:9398/api/', 'svc', 'as the platform encrypts it'),"
                            + " (2, 1, 'NETWORKER', 'https://networker.example', 'svc', NULL)",
                    "INSERT INTO backup_job VALUES (7, 1, 'VEEAM', 'https://veeam.example/', NULL, NULL, 'web', NULL),"
                            + " (8, 2, 'veeam', 'second.example', NULL, NULL, 'job of ABQ', NULL),"
                            + " (9, 2, 'VEEAM', 'third.example', NULL, NULL, 'job', NULL)");
            Path skeleton = folder.resolve("skeleton.yaml");
            assertEquals(0, planner.run("endpoints", "-o", skeleton.toString()).exit());
            String text = Files.readString(skeleton);
            assertEquals("""
                      # datacenter "Paris"
                      - match: {type: veeam, address: "veeam.example", port: 9398}
                        # address: ""
                        # port: 9398
                        # user: "svc"
                        # password: ""    # needed
                        # pin: ""
                        # options: {api-version: 1.1-rev0, interface: enterprise-manager, job-name: "{job}", transport: tls}
                        # rate: 20
                    """, text.substring(text.lastIndexOf("  # datacenter")));
            Path file = endpoints("""
                    endpoints:
                      - match: {type: veeam, address: veeam.example}
                        password: "file-secret"
                        pin: "%s"
                      - match: {type: veeam, datacenter: Paris, address: second.example}
                        user: "admin"
                        password: "second-secret"
                        options: {interface: backup-server, job-name: "{vm} ({provider-id})"}
                    """.formatted("ab".repeat(32)));
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--endpoints", file.toString());
            assertEquals(0, run.exit(), run.err());
            assertFalse((run.out() + run.err() + Files.readString(plan)).contains("-secret"));
            assertFalse(Files.readString(plan).contains("encrypts"));
            List<String> read = new ArrayList<>();
            try (PlanReader reader = PlanReader.open(plan);
                    InputStream in = Files.newInputStream(folder.resolve("state/night.plan.identity"))) {
                PlanLine.SectionStart start = (PlanLine.SectionStart) reader.next();
                SealedPart.open(reader.header().planId(), start.datacenter(), start.sealed(), Identity.read(in, "id"))
                        .forEach(secret -> read.add(secret.endpointNo() + " " + secret.name("user") + " "
                                + secret.part("password").reveal()));
                for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                    if (line instanceof PlanLine.Endpoint endpoint) {
                        read.add(endpoint.no() + " " + endpoint.type().platformName() + " " + endpoint.address() + ":"
                                + endpoint.port());
                    } else if (line instanceof PlanLine.BackupJob job) {
                        read.add("job " + job.id() + " at " + job.server());
                    }
                }
            }
            assertEquals(
                    List.of(
                            "1 svc vc-secret",
                            "2 svc file-secret",
                            "3 admin second-secret",
                            "1 VCENTER_CLUSTER vc.example:443",
                            "2 veeam veeam.example:9398",
                            "3 veeam second.example:9419",
                            "job 7 at 2",
                            "job 8 at 3",
                            "job 9 at 0"),
                    read);
            String shown =
                    planner.run("show", plan.toString(), "--code", "PIM-0035").out();
            assertTrue(shown.contains("(1 backup job of no server that the plan knows)"), shown);
        }
    }

    @Test
    void aBackupServersFaultsAreToldWhenThePlanIsMade() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("""
                    endpoints:
                      - match: {type: veeam, datacenter: Rome, address: veeam.example}
                        options: {job-name: "{vm}"}
                    """);
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString());
            assertEquals(3, run.exit());
            assertTrue(
                    run.err()
                            .contains("entry 1, options: job-name is not a text of 1 to 256 characters with {job} or"
                                    + " {provider-id} in it"),
                    run.err());
            Path other = folder.resolve("other.yaml");
            Files.writeString(other, Files.readString(file).replace("{vm}", "{job}"));
            run = planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", other.toString());
            assertTrue(run.err().contains("entry 1, match: there is no datacenter Rome"), run.err());
        }
    }

    @Test
    void allFaultsAtOnce() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("""
                    endpoints:
                      - match: {type: VCENTER, address: vc.example, colour: red}
                        password: 0123
                        port: 70000
                      - address: "a b"
                        pin: "12"
                        rate: fast
                        options: {transport: rsh, command: /bin/sh}
                      - match: {type: googlecloudplatform}
                        options: {name-from: computer-name}
                      - match: {type: azurecompute-arm}
                        options: {name-from: computer-name}
                    hosts: []
                    """);
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString());
            assertEquals(3, run.exit());
            assertEquals(
                    List.of(
                            "the file: the key hosts is not known",
                            "entry 1, match: the key colour is not known",
                            "entry 1, match: type is none of VCENTER_CLUSTER, VMX_04, KVM, HYPERV_301, AMAZON, azurecompute-arm, googlecloudplatform, vcd, oci, veeam",
                            "entry 1: port is not from 1 to 65535",
                            "entry 1: password is not a text: put it into quotes",
                            "entry 2 has no match: which endpoint is meant",
                            "entry 2: address is neither a host name nor an IP address: U+0020 at position 2 cannot be in a host name",
                            "entry 2: pin is not a SHA-256 fingerprint of 64 hexadecimal digits",
                            "entry 2, options: the key command is not known",
                            "entry 2, options: transport is none of tls, ssh, tcp, unix, direct",
                            "entry 2: rate is not a number of requests per second from 0.001 to 9999.999",
                            "entry 3, options: name-from is none of instance, label, metadata"),
                    faults(run));
        }
    }

    @Test
    void noEntryContradictsAnotherOrMeansNothing() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("""
                    endpoints:
                      - match: {address: vc.example}
                        user: one
                        rate: 3
                      - match: {type: VCENTER_CLUSTER}
                        user: two
                        rate: 4
                      - match: {address: nowhere.example}
                    """);
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString());
            assertEquals(3, run.exit());
            assertEquals(
                    List.of(
                            "entry 3 matches no endpoint of the database",
                            "entry 1 and entry 2 both say the rate of one endpoint",
                            "entry 1 and entry 2 both say the user of one endpoint"),
                    faults(run));
        }
    }

    @Test
    void aPinCanBeAppendedThatNamesTheEndpointAsAnotherEntryMovedIt() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("""
                    endpoints:
                      - match: {type: VCENTER_CLUSTER, address: "vc.example", port: 443}
                        address: 10.9.9.9
                        port: 8443
                      - match: {type: VCENTER_CLUSTER, address: "10.9.9.9", port: 8443}
                        pin: "%s" # its issuer is not in the Java trust store
                    """.formatted(PIN));
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--endpoints", file.toString());
            assertEquals(0, run.exit(), run.err());
            String text = Files.readString(plan);
            assertTrue(text.contains("\"port\":8443,\"account\":{\"user\":\"svc\"},\"pin\":\"" + PIN + "\""), text);
        }
    }

    @Test
    void thePinLineOfAnIpv6AddressFitsHoweverTheDatabaseWritesIt() throws Exception {
        for (String written : List.of("[::1]", "::1", "0:0:0:0:0:0:0:1", "::0001")) {
            try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
                planner.sql("UPDATE hypervisor SET managerIp = '" + written + "'");
                Path plan = planner.plan("night.plan");
                planner.run("plan", "-o", plan.toString());
                // what the migrator suggests has the address as the plan has it
                assertTrue(Files.readString(plan).contains("\"address\":\"::1\""), written);
                for (String suggested : List.of("::1", "[::1]", written)) {
                    Files.deleteIfExists(plan);
                    Path file = endpoints("""
                            endpoints:
                              - match: {type: VCENTER_CLUSTER, address: "%s", port: 443}
                                pin: "%s"
                            """.formatted(suggested, PIN));
                    PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--endpoints", file.toString());
                    assertEquals(0, run.exit(), run.err());
                    assertTrue(Files.readString(plan).contains("\"pin\":\"" + PIN + "\""), suggested);
                }
            }
        }
    }

    @Test
    void aFaultyFileDoesNotShowItsPasswords() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("""
                    endpoints:
                      - match: {address: vc.example}
                        password: "geheim-1"
                        password: "geheim-2"
                    """);
            PlannerHarness.Run run = planner.run(
                    "plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString(), "--debug");
            assertEquals(3, run.exit());
            assertTrue(run.err().contains("is not valid YAML at line 4, or repeats a key there"), run.err());
            assertFalse((run.out() + run.err()).contains("geheim"), run.err());
        }
    }

    @Test
    void anEmptyTextIsToldFromOneThatIsNone() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("""
                    endpoints:
                      - match: {address: vc.example}
                        pin: ""
                        user: 007
                    """);
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString());
            assertEquals(3, run.exit(), run.err());
            assertTrue(run.err().contains("entry 1: pin is empty: give it, or take the line out"), run.err());
            assertTrue(run.err().contains("entry 1: user is not a text: put it into quotes"), run.err());
        }
    }

    @Test
    void aFileThatOthersMayReadIsWarnedOf() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path file = endpoints("endpoints: []\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("a.plan").toString(), "--endpoints", file.toString());
            assertEquals(0, run.exit());
            assertEquals(
                    "pim-planner: warning: others than its owner may read the endpoints file " + file
                            + ": run chmod 600 on it\n",
                    run.err());
        }
    }

    private static void addKvm(PlannerHarness planner) throws Exception {
        planner.sql(
                "INSERT INTO physicalmachine VALUES (103, 1, 1, 'c', 3), (104, 1, 1, 'd', 3)",
                "INSERT INTO hypervisor (id, idPhysicalMachine, ip, port, type, user, password) VALUES"
                        + " (3, 103, '10.0.0.3', 8889, 'KVM', 'agent', 'agent-secret'),"
                        + " (4, 104, 'ho st', 8889, 'KVM', NULL, NULL)");
    }

    private Path endpoints(String yaml) throws Exception {
        Path file = folder.resolve("endpoints.yaml");
        Files.writeString(file, yaml);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static List<String> faults(PlannerHarness.Run run) {
        String message = run.err().lines().findFirst().orElseThrow();
        return List.of(message.substring(message.indexOf("is not valid: ") + 14).split("; "));
    }
}
