package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.PATIENT;
import static org.pimtools.migrator.provider.Endpoints.SHORT;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.read;
import static org.pimtools.migrator.provider.Endpoints.target;
import static org.pimtools.migrator.provider.Endpoints.vCenter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.testkit.doubles.Fault;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/** What goes wrong when half of an inventory is read: outlasted, or a finding about that endpoint alone. */
@Tag("slow")
class FaultsMidwayTest {
    private static final ServerCertificate CERTIFICATE = Certificates.valid(Certificates.KeyKind.EC);
    private static final int VMS = 250;

    @Test
    void manyEndpointsFailEachInItsWayAndTheOthersAreRead() throws Exception {
        ServerCertificate expired = Certificates.expired(Certificates.KeyKind.EC);
        List<Fault> faults = List.of(
                new Fault.FromPage(2, new Fault.NeverAnswers()),
                new Fault.FromPage(3, new Fault.Drips(Duration.ofMinutes(1))),
                new Fault.FromPage(2, new Fault.Unavailable(1_000)),
                new Fault.FailsAtPage(2, 1_000),
                new Fault.CutsAtPage(3, 1_000),
                new Fault.FromPage(2, new Fault.Renews(expired)));
        List<VsphereDouble> servers = new ArrayList<>();
        try {
            for (int i = 0; i < faults.size() + 2; i++) {
                servers.add(serving("user" + i));
            }
            for (int i = 0; i < faults.size(); i++) {
                servers.get(i).inject(faults.get(i));
            }
            Limits oneRestart =
                    new Limits(SHORT.connect(), SHORT.call(), SHORT.endpoint(), SHORT.busyRetries(), 1, SHORT.pause());
            List<InventoryReader.Target> targets = new ArrayList<>();
            for (int i = 0; i < servers.size(); i++) {
                targets.add(at(i + 1, servers.get(i)));
            }
            List<EndpointInventory> results = Endpoints.readAll(oneRestart, targets);

            assertFailed(FindingCode.ENDPOINT_FAILED, "no whole answer within", results.get(0));
            assertFailed(FindingCode.ENDPOINT_FAILED, "no whole answer within", results.get(1));
            assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP 503, again and again", results.get(2));
            assertFailed(FindingCode.ENDPOINT_FAILED, "A general system error occurred", results.get(3));
            assertFailed(FindingCode.ENDPOINT_FAILED, "the connection broke off", results.get(4));
            assertFailed(FindingCode.CERTIFICATE_CHANGED, "seen sha-256 " + expired.sha256(), results.get(5));
            assertRead(VMS, results.get(6));
            assertRead(VMS, results.get(7));
            for (VsphereDouble server : servers.subList(0, faults.size())) {
                assertTrue(server.log().count("RetrievePropertiesEx") > 0, "it did not fail in the middle");
            }
            assertEquals(1, servers.get(5).log().count("Login"), "the password went to another certificate");
        } finally {
            servers.forEach(VsphereDouble::close);
        }
    }

    @Test
    void whatPassesIsOutlastedAndNothingIsReadTwice() throws Exception {
        try (VsphereDouble busy = serving("busy");
                VsphereDouble cut = serving("cut")) {
            busy.inject(new Fault.FromPage(2, new Fault.Unavailable(3)));
            cut.inject(new Fault.CutsAtPage(2, 1));
            EndpointInventory.Read outlasted = assertRead(VMS, read(PATIENT, at(1, busy)));
            assertEquals(1, busy.log().count("Login"));
            assertEquals(busy.log().calls().size(), outlasted.calls());
            assertRead(VMS, read(PATIENT, at(2, cut)));
            assertEquals(2, cut.log().count("Login"));
        }
    }

    @Test
    void aVmThatIsDeletedAndASessionThatEndsMidwayAreReadAgainWithoutLoss() throws Exception {
        for (Fault passing : List.of(
                new Fault.DeletesAtPage(1, 1),
                new Fault.DeletesAtPage(3, 2),
                new Fault.EndsSessionAtPage(1, 2),
                new Fault.EndsSessionAtPage(2, 1),
                new Fault.FailsAtPage(2, 2),
                new Fault.MissingInPage(2, "NotAuthenticated", 1),
                new Fault.MissingInPage(3, "SystemError", 2))) {
            try (VsphereDouble server = serving("user")) {
                server.inject(passing);
                EndpointInventory.Read read = assertRead(VMS, read(PATIENT, at(1, server)));
                for (VsphereVm vm : server.inventory().vms()) {
                    assertEquals(
                            List.of(new ProviderId(server.serverUuid() + "#" + vm.moRef())),
                            read.inventory().withName(vm.name()),
                            passing::toString);
                }
            }
        }
    }

    static Stream<Arguments> lasting() {
        return Stream.of(
                Arguments.of(new PageFault.Repeats(), "the server sends a page that it sent before", 3),
                Arguments.of(new PageFault.Refuses(status(500)), "HTTP 500 without a SOAP fault", 3),
                Arguments.of(new PageFault.Refuses(VsphereDouble.systemError()), "answered SystemError: A general", 3),
                Arguments.of(
                        new PageFault.Refuses(status(401)), "HTTP 401 to a call that is no login: does a proxy", 1),
                Arguments.of(
                        new PageFault.Refuses(status(403)), "HTTP 403 to a call that is no login: does a proxy", 1),
                Arguments.of(new PageFault.Refuses(status(404)), "the endpoint answered HTTP 404", 1),
                Arguments.of(
                        new PageFault.Refuses(status(429).with("Retry-After", "86400")),
                        "HTTP 429 and asks for a pause of 86400 s, longer than the ",
                        1));
    }

    private static HttpExchange.Reply status(int status) {
        return new HttpExchange.Reply(status, Map.of(), "<html>no SOAP</html>".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatLastsIsTriedAFewTimesAndIsNoRefusedLogin(PageFault fault, String told, int logins) throws Exception {
        try (VsphereDouble server = serving("user")) {
            server.inject(2, PageFaults.ALWAYS, fault);
            EndpointInventory.Failed failed =
                    assertFailed(FindingCode.ENDPOINT_FAILED, told, read(PATIENT, at(1, server)));
            assertEquals(logins, server.log().count("Login"));
            assertEquals(server.log().calls().size(), failed.calls());
        }
    }

    @Test
    void aPageThatCameBeforeIsReadAgainAndNothingIsLost() throws Exception {
        try (VsphereDouble server = serving("user")) {
            server.inject(3, 1, new PageFault.Repeats());
            EndpointInventory.Read read = assertRead(VMS, read(PATIENT, at(1, server)));
            assertEquals(2, server.log().count("Login"));
            assertEquals(server.log().calls().size(), read.calls());
        }
    }

    @Test
    void aVmThatIsGoneFromItsPageIsLeftOutAndOneThatMayNotBeReadHasNoName() throws Exception {
        try (VsphereDouble gone = serving("gone");
                VsphereDouble hidden = serving("hidden")) {
            gone.inject(new Fault.MissingInPage(2, "ManagedObjectNotFound", 1));
            hidden.inject(new Fault.MissingInPage(2, "NoPermission", 1));
            EndpointInventory.Read without = assertRead(VMS - 1, read(PATIENT, at(1, gone)));
            assertEquals(0, without.inventory().unnamed());
            EndpointInventory.Read nameless = assertRead(VMS, read(PATIENT, at(2, hidden)));
            assertEquals(1, nameless.inventory().unnamed());
            assertEquals(1, gone.log().count("Login"));
            assertEquals(1, hidden.log().count("Login"));
        }
    }

    @Test
    void whatPassesForTooLongIsAFindingThatSaysWhatItWas() throws Exception {
        for (Fault lasting : List.of(
                new Fault.DeletesAtPage(2, 1_000),
                new Fault.EndsSessionAtPage(2, 1_000),
                new Fault.MissingInPage(2, "SystemError", 1_000))) {
            try (VsphereDouble server = serving("user")) {
                server.inject(lasting);
                assertFailed(
                        FindingCode.ENDPOINT_FAILED,
                        lasting instanceof Fault.DeletesAtPage
                                ? "ManagedObjectNotFound"
                                : lasting instanceof Fault.EndsSessionAtPage ? "NotAuthenticated" : "SystemError",
                        read(PATIENT, at(1, server)));
                assertEquals(1 + PATIENT.restarts(), server.log().count("Login"));
            }
        }
    }

    @Test
    void aServerThatIsOutOfSessionsIsNotOneThatRefusesThePassword() throws Exception {
        List<Fault> limits = List.of(
                new Fault.OpensNoSession("LimitExceeded", "A limit was exceeded.", 2),
                new Fault.OpensNoSession("SystemError", "The maximum number of sessions has been reached.", 2));
        for (Fault passing : limits) {
            try (VsphereDouble server = serving("user")) {
                server.inject(passing);
                assertRead(VMS, read(PATIENT, at(1, server)));
                assertEquals(3, server.log().count("Login"));
            }
        }
        try (VsphereDouble full = serving("full");
                VsphereDouble busy = serving("busy");
                VsphereDouble unknown = serving("unknown")) {
            full.inject(new Fault.OpensNoSession("LimitExceeded", "A limit was exceeded.", 1_000));
            assertFailed(
                    FindingCode.NO_SESSION,
                    "the server answered LimitExceeded to the login",
                    read(PATIENT, at(1, full)));
            busy.inject(new Fault.Unavailable(1_000));
            assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP 503, again and again", read(PATIENT, at(2, busy)));
            unknown.inject(new Fault.OpensNoSession("HostConnectFault", "The host is not available.", 1_000));
            assertFailed(FindingCode.LOGIN_REFUSED, "HostConnectFault", read(PATIENT, at(3, unknown)));
            assertEquals(1, unknown.log().count("Login"), "a login that may count as an attempt was tried again");
        }
    }

    @Test
    void aSessionThatEndsWhileEvidenceIsReadCostsNoEvidence() throws Exception {
        try (VsphereDouble server = serving("user")) {
            InventoryReader.Target target = at(1, server);
            AtomicBoolean ended = new AtomicBoolean();
            EndpointInventory.Read read = assertRead(
                    VMS,
                    read(PATIENT, new InventoryReader.Target(target.endpoint(), target.secret(), VMS, inventory -> {
                        if (!ended.getAndSet(true)) {
                            server.inject(new Fault.EndsSessionAtPage(1, 1));
                        }
                        Set<ProviderId> unclear = new HashSet<>();
                        inventory.forEach(vm -> unclear.add(vm.providerId()));
                        return unclear.stream().limit(20).collect(Collectors.toSet());
                    })));
            assertEquals(20, read.evidence().size());
        }
    }

    @Test
    void anInventoryIsNotGivenUpForWantOfEvidence() throws Exception {
        for (Fault fault : List.of(new Fault.CutsAtPage(1, 1_000), new Fault.FailsAtPage(1, 1_000))) {
            assertEquals(Set.of(), withFaultAtEvidence(fault));
        }
    }

    @Test
    void oneVmThatIsGoneDoesNotCostTheOthersTheirEvidence() throws Exception {
        assertEquals(20, withFaultAtEvidence(new Fault.FailsAtPage(1, 1)).size());
    }

    /** The VMs of which there is evidence when the fault begins after the inventory was read. */
    private static Set<ProviderId> withFaultAtEvidence(Fault fault) throws Exception {
        try (VsphereDouble server = serving("user")) {
            InventoryReader.Target target = at(1, server);
            EndpointInventory.Read read = assertRead(
                    VMS, read(SHORT, new InventoryReader.Target(target.endpoint(), target.secret(), VMS, inventory -> {
                        server.inject(fault);
                        Set<ProviderId> unclear = new HashSet<>();
                        inventory.forEach(vm -> unclear.add(vm.providerId()));
                        return unclear.stream().limit(20).collect(Collectors.toSet());
                    })));
            return read.evidence().keySet();
        }
    }

    /** With the pauses of a real run made small: the sixth repetition comes after 63 of them, which is a minute of seconds. */
    @Test
    void aMinuteOf503IsOutlasted() throws Exception {
        try (VsphereDouble server = serving("user")) {
            server.inject(new Fault.FromPage(2, new Fault.Unavailable(6)));
            Limits quick = new Limits(
                    PATIENT.connect(),
                    PATIENT.call(),
                    PATIENT.endpoint(),
                    Limits.DEFAULT.busyRetries(),
                    Limits.DEFAULT.restarts(),
                    Duration.ofMillis(1));
            assertEquals(Duration.ofSeconds(1), Limits.DEFAULT.pause());
            assertRead(VMS, read(quick, at(1, server)));
        }
    }

    @Test
    void anEndpointOfEndlessNamesCostsItselfOnly() throws Exception {
        List<VsphereVm> endless = IntStream.rangeClosed(1, VMS)
                .mapToObj(i -> VsphereVm.of(i, i + "x".repeat(8_000)))
                .toList();
        try (VsphereDouble hostile = VsphereDouble.start(
                        VsphereDouble.Options.of(VsphereInventory.vCenter(new UUID(1, 1).toString(), endless))
                                .certificate(CERTIFICATE)
                                .login("user", "pass-w0rd"));
                VsphereDouble other = serving("other")) {
            List<EndpointInventory> results = new ArrayList<>();
            new InventoryReader(PATIENT, (no, vms) -> {}, new InventoryBudget(8 << 20))
                    .read(List.of(at(1, hostile), at(2, other)), results::add, () -> {});
            results.sort(java.util.Comparator.comparing(EndpointInventory::endpointNo));
            assertFailed(
                    FindingCode.ENDPOINT_FAILED,
                    "the endpoint lists VMs that need more than 1 MiB, an eighth of the memory that Java has",
                    results.get(0));
            assertRead(VMS, results.get(1));
        }
    }

    private static VsphereDouble serving(String user) {
        return VsphereDouble.start(VsphereDouble.Options.of(VsphereInventory.numbered(VMS))
                .certificate(CERTIFICATE)
                .login(user, "pass-w0rd"));
    }

    private static InventoryReader.Target at(int no, VsphereDouble server) {
        return target(vCenter(no, server.port(), server.fingerprint()), server.user(), server.password());
    }
}
