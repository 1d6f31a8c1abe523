package org.pimtools.migrator.provider.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.kvm;
import static org.pimtools.migrator.provider.Endpoints.withoutSecret;

import com.sun.jna.NativeLibrary;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.Endpoints;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.testkit.doubles.LibvirtProxy;
import org.pimtools.testkit.server.Libvirt;
import org.pimtools.testkit.server.LibvirtDaemon;
import org.pimtools.testkit.server.Tools;

/** Against libvirt's own test driver and daemon. */
@Tag("slow")
class LibvirtConnectorTest {
    private static final List<Libvirt.Domain> DOMAINS = IntStream.range(0, 1000)
            .mapToObj(i -> new Libvirt.Domain(
                    i == 500 ? "caf\u00e9 \ud83d\ude00 <&> \"'\\ %2f" : "ABQ_" + i,
                    new UUID(i, 42).toString(),
                    i % 2 == 0))
            .toList();

    @BeforeAll
    static void libvirtIsInstalled() {
        boolean installed = true;
        try {
            NativeLibrary.getInstance("virt");
        } catch (UnsatisfiedLinkError e) {
            installed = false;
        }
        Tools.require(installed, "libvirt's client library is missing: install libvirt0");
    }

    @ParameterizedTest
    @EnumSource(LibvirtDaemon.Transport.class)
    void aThousandDomains(LibvirtDaemon.Transport transport) throws Exception {
        try (LibvirtDaemon daemon = LibvirtDaemon.start()) {
            String file = daemon.write(DOMAINS).toString();
            PlanLine.Endpoint endpoint =
                    switch (transport) {
                        case DIRECT ->
                            kvm("localhost", 8889, Map.of("driver", "test", "transport", "direct", "path", file));
                        case TCP ->
                            kvm(
                                    daemon.host(),
                                    daemon.port(),
                                    Map.of("driver", "test", "transport", "tcp", "path", file));
                        case UNIX ->
                            kvm(
                                    "localhost",
                                    8889,
                                    Map.of(
                                            "driver",
                                            "test",
                                            "transport",
                                            "unix",
                                            "path",
                                            file,
                                            "socket",
                                            daemon.socket().toString()));
                    };
            EndpointInventory.Read read =
                    assertRead(DOMAINS.size(), Endpoints.read(Endpoints.PATIENT, withoutSecret(endpoint)));
            for (Libvirt.Domain domain : DOMAINS) {
                assertEquals(
                        List.of(new ProviderId(domain.uuid().toLowerCase(Locale.ROOT))),
                        read.inventory().withName(domain.name()));
            }
            assertEquals(1, read.calls());
        }
    }

    @ParameterizedTest
    @EnumSource(value = LibvirtProxy.Instead.class, names = "SILENCE", mode = EnumSource.Mode.EXCLUDE)
    void whatPassesInTheMiddleOfTheListIsReadAgain(LibvirtProxy.Instead instead) throws Exception {
        try (LibvirtDaemon daemon = LibvirtDaemon.start();
                LibvirtProxy passing = listing(daemon, instead, Endpoints.PATIENT.restarts())) {
            String file = daemon.write(DOMAINS).toString();
            EndpointInventory.Read read =
                    assertRead(DOMAINS.size(), Endpoints.read(Endpoints.PATIENT, through(passing, file)));
            for (Libvirt.Domain domain : DOMAINS) {
                assertEquals(
                        List.of(new ProviderId(domain.uuid().toLowerCase(Locale.ROOT))),
                        read.inventory().withName(domain.name()));
            }
            int expected = instead == LibvirtProxy.Instead.LATE ? 1 : 1 + Endpoints.PATIENT.restarts();
            assertEquals(expected, passing.calls());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DOMAIN_NOT_FOUND, Domain not found, 3",
        "CUT, libvirt says: , 3",
        "FLOOD, libvirt says: , 3",
        "GARBLE, libvirt says: , 3",
        "SILENCE, no whole answer within, 1"
    })
    void whatLastsInTheMiddleOfTheListIsOneFindingAndTheOtherHostIsRead(
            LibvirtProxy.Instead instead, String told, int lists) throws Exception {
        try (LibvirtDaemon daemon = LibvirtDaemon.start();
                LibvirtProxy lasting = listing(daemon, instead, 1_000);
                LibvirtProxy other = listing(daemon, instead, 0)) {
            String file = daemon.write(DOMAINS).toString();
            Limits limits = new Limits(
                    Endpoints.SHORT.connect(),
                    Endpoints.SHORT.call(),
                    Endpoints.SHORT.endpoint(),
                    Endpoints.PATIENT.busyRetries(),
                    Endpoints.PATIENT.restarts(),
                    Endpoints.PATIENT.pause());
            List<EndpointInventory> results =
                    Endpoints.readAll(limits, List.of(through(1, lasting, file), through(2, other, file)));
            EndpointInventory.Failed failed = assertInstanceOf(EndpointInventory.Failed.class, results.get(0));
            assertTrue(failed.finding().detail().contains(told), failed::toString);
            assertEquals(lists, lasting.calls());
            assertRead(DOMAINS.size(), results.get(1));
        }
    }

    @Test
    void evidenceOfAConnectionThatBreaksIsAskedForAgain() throws Exception {
        List<Libvirt.Domain> twins = List.of(
                new Libvirt.Domain("a", new UUID(1, 1).toString(), true, "52:54:00:00:00:01", "/pool/a"),
                new Libvirt.Domain("b", new UUID(1, 2).toString(), true, "52:54:00:00:00:02", "/pool/b"));
        try (LibvirtDaemon daemon = LibvirtDaemon.start();
                LibvirtProxy proxy =
                        new LibvirtProxy(daemon.port(), LibvirtProxy.Call.LOOK_UP, LibvirtProxy.Instead.CUT, 1)) {
            InventoryReader.Target plain = through(proxy, daemon.write(twins).toString());
            Set<ProviderId> unclear = Set.of(
                    new ProviderId(twins.get(0).uuid()),
                    new ProviderId(twins.get(1).uuid()));
            EndpointInventory.Read read = assertRead(
                    twins.size(),
                    Endpoints.read(
                            Endpoints.PATIENT,
                            new InventoryReader.Target(plain.endpoint(), plain.secret(), 2, inventory -> unclear)));
            assertEquals(unclear, read.evidence().keySet());
        }
    }

    private static LibvirtProxy listing(LibvirtDaemon daemon, LibvirtProxy.Instead instead, int times)
            throws Exception {
        return new LibvirtProxy(daemon.port(), LibvirtProxy.Call.LIST, instead, times);
    }

    private static InventoryReader.Target through(LibvirtProxy proxy, String file) {
        return through(1, proxy, file);
    }

    private static InventoryReader.Target through(int no, LibvirtProxy proxy, String file) {
        Map<String, String> options = Map.of("driver", "test", "transport", "tcp", "path", file);
        return withoutSecret(
                new PlanLine.Endpoint(no, ProviderKind.KVM, "127.0.0.1", proxy.port(), null, new TreeMap<>(options)));
    }

    @Test
    void disksAndMacAddressesAreReadFromTheDomainsXml(@TempDir Path folder) throws Exception {
        List<Libvirt.Domain> domains = List.of(
                new Libvirt.Domain("a", new UUID(1, 1).toString(), true, "52:54:00:00:00:01", "/pool/fast/a & b.qcow2"),
                new Libvirt.Domain("b", new UUID(1, 2).toString(), false, "52:54:00:00:00:02", "/pool/slow/b.qcow2"),
                new Libvirt.Domain("c", new UUID(1, 3).toString(), false));
        Path file = Libvirt.write(folder.resolve("node.xml"), domains);
        PlanLine.Endpoint endpoint =
                kvm("localhost", 8889, Map.of("driver", "test", "transport", "direct", "path", file.toString()));
        EndpointInventory.Read read = assertRead(
                3,
                Endpoints.read(
                        Endpoints.PATIENT,
                        new InventoryReader.Target(
                                endpoint,
                                Optional.empty(),
                                3,
                                inventory -> Set.of(
                                        new ProviderId(domains.get(0).uuid()),
                                        new ProviderId(domains.get(2).uuid()),
                                        new ProviderId(new UUID(9, 9).toString())))));
        assertEquals(
                Set.of(
                        new ProviderId(domains.get(0).uuid()),
                        new ProviderId(domains.get(2).uuid())),
                read.evidence().keySet());
        Evidence evidence = read.evidence().get(new ProviderId(domains.get(0).uuid()));
        assertEquals(
                new Evidence(
                        "",
                        new TreeSet<>(Set.of("/pool/fast/a & b.qcow2")),
                        new TreeSet<>(Set.of("52:54:00:00:00:01"))),
                evidence);
        assertTrue(evidence.liesOn("fast"));
        assertFalse(evidence.liesOn("slow"));
        assertEquals(2, read.calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain><devices><disk><source file='&e;'/></disk></devices></domain>",
                "<domain><devices>",
                "no XML",
                ""
            })
    void whatIsNoDomainIsNoEvidence(String xml) {
        assertEquals(Optional.empty(), DomainXml.evidence(xml));
    }

    @Test
    void aPathWithOddCharactersArrivesAsItIs(@TempDir Path folder) throws Exception {
        Path file = Libvirt.write(folder.resolve("a +@~.xml"), DOMAINS.subList(0, 3));
        assertRead(
                3,
                Endpoints.read(
                        Endpoints.PATIENT,
                        withoutSecret(kvm(
                                "localhost",
                                8889,
                                Map.of("driver", "test", "transport", "direct", "path", file.toString())))));
    }

    @Test
    void aMissingFileIsToldByLibvirt(@TempDir Path folder) throws Exception {
        assertFailed(
                FindingCode.ENDPOINT_FAILED,
                "libvirt says: ",
                Endpoints.read(
                        Endpoints.PATIENT,
                        withoutSecret(kvm(
                                "localhost",
                                8889,
                                Map.of("driver", "test", "transport", "direct", "path", folder + "/no.xml")))));
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        EndpointInventory.Failed failed = assertFailed(
                FindingCode.UNREACHABLE,
                "libvirt says: ",
                Endpoints.read(Endpoints.PATIENT, withoutSecret(kvm("127.0.0.1", port, Map.of("transport", "tcp")))));
        assertEquals(1 + Endpoints.PATIENT.restarts(), failed.calls());
    }

    @Test
    void aServerThatNeverAnswersEndsWithTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            assertFailed(
                    FindingCode.ENDPOINT_FAILED,
                    "no whole answer within",
                    Endpoints.read(
                            Endpoints.SHORT,
                            withoutSecret(kvm("127.0.0.1", silent.getLocalPort(), Map.of("transport", "tcp")))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1/system?socket=/tmp/x", "a b", "%2f"})
    void aHostileAddressIsAFinding(String address) throws Exception {
        EndpointInventory.Failed failed = assertFailed(
                FindingCode.INVALID_ADDRESS,
                "the address is no host name",
                Endpoints.read(Endpoints.PATIENT, withoutSecret(kvm(address, 16514, Map.of()))));
        assertEquals(0, failed.calls());
    }

    @Test
    void aPinThatLibvirtCannotCheckIsRefused() throws Exception {
        PlanLine.Endpoint pinned =
                new PlanLine.Endpoint(1, ProviderKind.KVM, "localhost", 16514, "ab".repeat(32), new TreeMap<>());
        assertFailed(
                FindingCode.CERTIFICATE_UNVERIFIED,
                "cannot check a fingerprint",
                Endpoints.read(Endpoints.PATIENT, withoutSecret(pinned)));
    }
}
