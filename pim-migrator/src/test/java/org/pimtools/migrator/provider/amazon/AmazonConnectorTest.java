package org.pimtools.migrator.provider.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.testkit.doubles.SoapProxy;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Call;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.amazon.Ec2State;
import org.pimtools.testkit.server.AwsMock;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ChildJvm;

@Tag("slow")
class AmazonConnectorTest {
    private static final String IRELAND = "eu-west-1";

    @Test
    void anInstanceIsKnownByItsIdAndByItsTag() throws Exception {
        Ec2Account account = Ec2Account.numbered(
                1,
                Map.of(
                        IRELAND,
                        List.of(
                                Ec2Instance.of(1, " it's <b> & \\ \"c\" %2f é😀 "),
                                Ec2Instance.of(2, "off").state(Ec2State.STOPPED),
                                Ec2Instance.of(3, "starts").state(Ec2State.PENDING),
                                Ec2Instance.of(4, "stops").state(Ec2State.STOPPING),
                                Ec2Instance.of(5, "goes").state(Ec2State.SHUTTING_DOWN),
                                Ec2Instance.of(6, "gone").state(Ec2State.TERMINATED),
                                Ec2Instance.of(7, "").tags(Map.of()),
                                Ec2Instance.of(8, "").tags(Map.of("name", "not this one", "platform", "eight")))));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            try (Reading reading = Reading.of(server, IRELAND, account)) {
                assertEquals(
                        List.of(
                                vm(1, " it's <b> & \\ \"c\" %2f é😀 "),
                                vm(2, "off"),
                                vm(3, "starts"),
                                vm(4, "stops"),
                                vm(7, ""),
                                vm(8, "")),
                        reading.list());
            }
            try (Reading reading = new Reading(
                    server.port(), server.certificate().sha256(), Reading.PATIENT, IRELAND, account, "platform")) {
                assertEquals(
                        List.of(vm(8, "eight")),
                        reading.list().stream()
                                .filter(each -> !each.name().isEmpty())
                                .toList());
            }
            assertEquals(
                    Set.of(new Ec2Call("POST", "/", "DescribeInstances", IRELAND, account.accessKey())),
                    Set.copyOf(server.calls()));
        }
    }

    @Test
    void temporaryCredentialsAreTaken() throws Exception {
        Ec2Account account =
                Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(2))).temporary("a+session/token==");
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account));
                Reading reading = Reading.of(server, IRELAND, account)) {
            assertEquals(List.of(vm(1, "vm 1"), vm(2, "vm 2")), reading.list());
        }
    }

    @Test
    void evidenceAreTheMacAddresses() throws Exception {
        List<Ec2Instance> instances = new ArrayList<>(Ec2Instance.numbered(450));
        instances.set(
                0,
                new Ec2Instance(
                        Ec2Instance.id(1),
                        Ec2State.RUNNING,
                        Map.of("Name", "two cards"),
                        List.of(Ec2Instance.mac(1), Ec2Instance.mac(1001))));
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, instances));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account));
                Reading reading = Reading.of(server, IRELAND, account)) {
            List<ProviderId> asked = new ArrayList<>();
            Map<ProviderId, Evidence> expected = new HashMap<>();
            for (int number = 1; number <= 450; number++) {
                asked.add(new ProviderId(Ec2Instance.id(number)));
                TreeSet<String> macs = new TreeSet<>(List.of(Ec2Instance.mac(number)));
                if (number == 1) {
                    macs.add(Ec2Instance.mac(1001));
                }
                expected.put(new ProviderId(Ec2Instance.id(number)), new Evidence("", new TreeSet<>(), macs));
            }
            asked.add(new ProviderId(Ec2Instance.id(9999)));
            Collections.shuffle(asked);
            assertEquals(expected, reading.evidence(asked), "one that is gone is left out");
            assertEquals(3, reading.calls());
        }
    }

    @Test
    void aHundredThousandInstancesTakeAHundredCallsAndTheMemoryOfAPage(@TempDir Path folder) throws Exception {
        Ec2Account account = Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(100_000)));
        try (Ec2Double server = Ec2Double.start(Ec2Double.Options.of(account))) {
            Path keys =
                    Files.writeString(folder.resolve("keys"), account.accessKey() + "\n" + account.secretKey() + "\n");
            List<String> command = ChildJvm.command(ReadInLittleMemory.class, "-Xmx40m");
            command.addAll(
                    List.of(String.valueOf(server.port()), server.certificate().sha256(), IRELAND, keys.toString()));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                // a last page that is full is asked for twice
                assertTrue(output.contains("100000 instances, 101 calls"), output);
                assertEquals(0, process.waitFor());
            } finally {
                process.destroyForcibly();
            }
            assertEquals(101, server.calls(IRELAND));
        }
    }

    @Test
    void aServerOfSomebodyElseIsReadToItsLastPage() throws Exception {
        try (AwsMock mock = AwsMock.start();
                SoapProxy tls = SoapProxy.start(mock.url(), Certificates.valid(Certificates.KeyKind.EC))) {
            List<String> started = mock.runInstances(2345);
            try (Reading reading = new Reading(
                    tls.port(),
                    tls.fingerprint(),
                    Reading.PATIENT,
                    "us-east-1",
                    Ec2Account.numbered(1, Map.of()),
                    "Name")) {
                TreeSet<String> read = new TreeSet<>();
                reading.list().forEach(vm -> read.add(vm.providerId().value()));
                assertEquals(started, List.copyOf(read));
                assertEquals(3, reading.calls());
            }
        }
    }

    private static InventoryVm vm(int number, String name) {
        return new InventoryVm(new ProviderId(Ec2Instance.id(number)), name);
    }
}
