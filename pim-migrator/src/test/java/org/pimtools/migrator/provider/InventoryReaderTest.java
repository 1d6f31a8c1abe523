package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.PATIENT;
import static org.pimtools.migrator.provider.Endpoints.SHORT;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.read;
import static org.pimtools.migrator.provider.Endpoints.readAll;
import static org.pimtools.migrator.provider.Endpoints.target;
import static org.pimtools.migrator.provider.Endpoints.vCenter;
import static org.pimtools.migrator.provider.Endpoints.withoutSecret;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.testkit.doubles.Fault;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.ProxyDouble;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

@Tag("slow")
class InventoryReaderTest {
    private static final ServerCertificate CERTIFICATE = Certificates.valid(Certificates.KeyKind.EC);

    @Test
    void smallPagesAreReadToTheirEnd() throws Exception {
        try (VsphereDouble server = serving(1234)) {
            EndpointInventory.Read read = assertRead(1234, read(PATIENT, at(1, server)));
            VsphereVm last = server.inventory().vms().get(1233);
            assertEquals(
                    List.of(new ProviderId(server.serverUuid() + "#" + last.moRef())),
                    read.inventory().withName(last.name()));
            assertEquals(12, server.log().count("ContinueRetrievePropertiesEx"));
            assertEquals(server.log().calls().size(), read.calls());
            assertEquals(1, server.log().count("Logout"));
        }
    }

    @Test
    void anEmptyEndpointIsRead() throws Exception {
        try (VsphereDouble server = serving(0)) {
            assertRead(0, read(PATIENT, at(1, server)));
        }
    }

    @Test
    void aRefusedAccountIsTriedOnceAtEachServerInTheWholeRun() throws Exception {
        try (VsphereDouble one = serving(1);
                VsphereDouble other = serving(1)) {
            InventoryReader reader = new InventoryReader(PATIENT, (no, vms) -> {});
            List<EndpointInventory> results = new ArrayList<>();
            reader.read(
                    List.of(
                            target(endpoint(1, one), "User", "pass-w0rd"),
                            target(endpoint(2, other), "user", "pass-w0rd"),
                            target(endpoint(3, one), "user", "pass-w0rd")),
                    results::add,
                    () -> {});
            reader.read(List.of(target(endpoint(4, one), "user", "pass-w0rd")), results::add, () -> {});
            assertEquals(1, one.log().count("Login"));
            assertEquals(1, other.log().count("Login"), "another port is another server");
            assertEquals(4, results.size());
            for (EndpointInventory result : results) {
                assertFailed(FindingCode.LOGIN_REFUSED, "", result);
            }
        }
    }

    @Test
    void anotherAccountOfTheSameAddressIsTried() throws Exception {
        try (VsphereDouble server = serving(2)) {
            List<EndpointInventory> results =
                    Endpoints.readAll(PATIENT, List.of(target(endpoint(1, server), "user", "wrong"), at(2, server)));
            assertFailed(FindingCode.LOGIN_REFUSED, "InvalidLogin", results.get(0));
            assertRead(2, results.get(1));
        }
    }

    @ParameterizedTest
    @MethodSource
    void oneDeadEndpointLeavesTheOthersAlone(Fault fault) throws Exception {
        try (VsphereDouble good = serving(3);
                VsphereDouble dead = serving(4);
                VsphereDouble alsoGood = serving(5)) {
            dead.inject(fault);
            List<EndpointInventory> results = Endpoints.readAll(
                    SHORT,
                    List.of(
                            at(1, good),
                            target(endpoint(2, dead), "another", "x"),
                            target(endpoint(3, alsoGood), alsoGood.user(), alsoGood.password())));
            assertRead(3, results.get(0));
            assertFailed(FindingCode.ENDPOINT_FAILED, "no whole answer within", results.get(1));
            assertRead(5, results.get(2));
        }
    }

    static Stream<Fault> oneDeadEndpointLeavesTheOthersAlone() {
        return Stream.of(new Fault.NeverGreets(), new Fault.NeverAnswers(), new Fault.Drips(Duration.ofMinutes(1)));
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        VsphereDouble server = serving(1);
        server.close();
        EndpointInventory.Failed failed =
                assertFailed(FindingCode.UNREACHABLE, "127.0.0.1:" + server.port(), read(PATIENT, at(1, server)));
        assertEquals(1 + PATIENT.restarts(), failed.calls());
    }

    @Test
    void aHostNameThatNobodyKnowsIsUnreachable() throws Exception {
        PlanLine.Endpoint endpoint =
                new PlanLine.Endpoint(1, ProviderKind.VCENTER_CLUSTER, "vcenter.invalid", 443, null, new TreeMap<>());
        EndpointInventory.Failed failed = assertFailed(
                FindingCode.UNREACHABLE, "the host name is not known", read(PATIENT, target(endpoint, "user", "x")));
        assertEquals(1, failed.calls());
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        try (VsphereDouble server = serving(250)) {
            server.inject(new Fault.Unavailable(4));
            EndpointInventory.Read read = assertRead(250, read(PATIENT, at(1, server)));
            assertEquals(server.log().calls().size(), read.calls());
            assertEquals(5, server.log().count("RetrieveServiceContent"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aServerThatStaysBusyIsGivenUp(int status) throws Exception {
        try (OddServer server = OddServer.always(CERTIFICATE, exchange -> OddServer.send(exchange, status, "busy"))) {
            EndpointInventory.Failed failed =
                    assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP " + status, read(PATIENT, at(1, server)));
            assertEquals(1 + PATIENT.busyRetries(), failed.calls());
        }
    }

    @Test
    void aBrokenConnectionMeansToBeginAgain() throws Exception {
        try (VsphereDouble server = serving(250)) {
            server.inject(new Fault.CutsAtPage(2, 1));
            EndpointInventory.Read read = assertRead(250, read(PATIENT, at(1, server)));
            assertEquals(server.log().calls().size(), read.calls());
            assertEquals(2, server.log().count("Login"));
        }
    }

    @Test
    void aConnectionThatAlwaysBreaksIsGivenUp() throws Exception {
        try (VsphereDouble server = serving(250)) {
            server.inject(new Fault.CutsAtPage(3, 1000));
            assertFailed(FindingCode.ENDPOINT_FAILED, "the connection broke off", read(PATIENT, at(1, server)));
            assertEquals(1 + PATIENT.restarts(), server.log().count("RetrievePropertiesEx"));
        }
    }

    @Test
    void aConnectionThatBreaksAtTheLoginIsNoSecondAttempt() throws Exception {
        try (OddServer server = OddServer.fromTheLoginOn(CERTIFICATE, exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('<');
        })) {
            assertFailed(FindingCode.ENDPOINT_FAILED, "at the login", read(PATIENT, at(1, server)));
            assertEquals(List.of("RetrieveServiceContent", "Login"), server.log());
        }
    }

    @Test
    void aServerThatRepeatsThePasswordIsNotQuoted() throws Exception {
        String fault = "<Envelope><Body><Fault><faultstring>bad pass-w0rd</faultstring>"
                + "<detail><pass-w0rd/></detail></Fault></Body></Envelope>";
        try (OddServer server =
                OddServer.fromTheLoginOn(CERTIFICATE, exchange -> OddServer.send(exchange, 500, fault))) {
            EndpointInventory.Failed failed = assertFailed(
                    FindingCode.LOGIN_REFUSED,
                    "a fault",
                    read(PATIENT, target(vCenter(1, server.port(), CERTIFICATE.sha256()), "user", "pass-w0rd")));
            assertFalse(failed.finding().detail().contains("pass-w0rd"), failed::toString);
        }
    }

    @Test
    void aFaultThatCannotPassIsToldAndNotRepeated() throws Exception {
        try (VsphereDouble server = serving(1000)) {
            server.inject(4, 1, new PageFault.Refuses(VsphereDouble.fault("NotSupported", "Not supported here.")));
            assertFailed(
                    FindingCode.ENDPOINT_FAILED, "NotSupported: Not supported here.", read(PATIENT, at(1, server)));
            assertEquals(1, server.log().count("Login"));
            assertEquals(1, server.log().count("Logout"));
        }
    }

    @Test
    void anAnswerWithoutAnEndIsBrokenOff() throws Exception {
        try (OddServer server = OddServer.always(CERTIFICATE, OddServer::sendWithoutEnd)) {
            assertFailed(FindingCode.ENDPOINT_FAILED, "an answer of more than", read(PATIENT, at(1, server)));
            assertEquals(1, server.log().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>not here</body></html>",
                "{\"error\": true}",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>",
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"
            })
    void whatIsNoVsphereServerIsToldSo(String answer) throws Exception {
        try (OddServer server = OddServer.always(CERTIFICATE, exchange -> OddServer.send(exchange, 200, answer))) {
            assertFailed(FindingCode.ENDPOINT_FAILED, "not what a vSphere server says", read(PATIENT, at(1, server)));
            assertEquals(List.of("RetrieveServiceContent"), server.log());
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (OddServer server = OddServer.always(CERTIFICATE, exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            OddServer.send(exchange, 307, "");
        })) {
            assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP 307", read(PATIENT, at(1, server)));
            assertEquals(1, server.log().size());
        }
    }

    @Test
    void anotherCertificateThanThePinnedOneGetsNoPassword() throws Exception {
        try (VsphereDouble server = serving(1)) {
            String pinned = "0123456789abcdef".repeat(4);
            EndpointInventory result =
                    read(PATIENT, target(vCenter(1, server.port(), pinned), server.user(), server.password()));
            assertFailed(FindingCode.CERTIFICATE_CHANGED, "pinned sha-256 " + pinned, result);
            assertFailed(FindingCode.CERTIFICATE_CHANGED, "seen sha-256 " + server.fingerprint(), result);
            assertEquals(List.of(), server.log().calls());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnverifiedCertificateGetsNoPassword(boolean valid) throws Exception {
        ServerCertificate certificate = valid ? CERTIFICATE : Certificates.expired(Certificates.KeyKind.EC);
        try (VsphereDouble server = VsphereDouble.start(
                VsphereDouble.Options.of(VsphereInventory.numbered(1)).certificate(certificate))) {
            assertFailed(
                    FindingCode.CERTIFICATE_UNVERIFIED,
                    "sha-256 " + certificate.sha256() + ": "
                            + (valid ? "its issuer is not in the Java trust store" : "it has expired"),
                    read(PATIENT, target(vCenter(1, server.port(), null), server.user(), server.password())));
            assertEquals(List.of(), server.log().calls());
        }
    }

    @Test
    void credentialsArriveAsTheyAre() throws Exception {
        String user = "DOM\\us\u00e9r";
        String password = "<a>&\"b'\r\n\t]]>\ud83d\ude00";
        try (VsphereDouble server = VsphereDouble.start(
                VsphereDouble.Options.of(VsphereInventory.numbered(1)).login(user, password))) {
            assertRead(1, read(PATIENT, at(1, server)));
        }
    }

    @Test
    void aPasswordThatXmlCannotCarryIsNotSent() throws Exception {
        try (VsphereDouble server = serving(1)) {
            assertFailed(
                    FindingCode.LOGIN_REFUSED,
                    "cannot carry",
                    read(PATIENT, target(endpoint(1, server), server.user(), "a\u0000b")));
            assertEquals(0, server.log().count("Login"));
        }
    }

    @Test
    void credentialsOfAnotherAddressAreNotUsed() throws Exception {
        try (VsphereDouble server = serving(1)) {
            InventoryReader.Target elsewhere = target(vCenter(1, 443, server.fingerprint()), "user", "secret");
            PlanLine.Endpoint moved = endpoint(1, server);
            assertFailed(
                    FindingCode.NO_CREDENTIALS,
                    "for another address",
                    read(PATIENT, new InventoryReader.Target(moved, elsewhere.secret(), 1)));
            assertFailed(FindingCode.NO_CREDENTIALS, "none for this endpoint", read(PATIENT, withoutSecret(moved)));
            assertEquals(List.of(), server.log().calls());
        }
    }

    @Test
    void aRequestToStopIsHeardWhileAnEndpointIsReadAndItsSessionEnds() throws Exception {
        try (VsphereDouble server = serving(250)) {
            AtomicInteger pages = new AtomicInteger();
            CountDownLatch never = new CountDownLatch(1);
            InventoryReader reader = new InventoryReader(PATIENT, (no, vms) -> {
                pages.incrementAndGet();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            List<EndpointInventory> results = new ArrayList<>();
            IllegalStateException stop = new IllegalStateException("stop");
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> reader.read(List.of(at(7, server)), results::add, () -> {
                        if (pages.get() > 0) {
                            throw stop;
                        }
                    }));
            assertSame(stop, thrown);
            assertEquals(List.of(), results);
            assertEquals(1, server.log().count("Logout"));
        }
    }

    @Test
    void aNameOfTenMegabytesIsAFindingAndTheOtherEndpointIsRead() throws Exception {
        VsphereInventory endless = VsphereInventory.vCenter(
                "eb75c6bf-3059-47e2-a99b-72834909d3eb",
                List.of(VsphereVm.of(1, "web"), VsphereVm.of(2, "x".repeat(10_000_000))));
        try (VsphereDouble hostile = VsphereDouble.start(VsphereDouble.Options.of(endless));
                VsphereDouble server = serving(3)) {
            List<EndpointInventory> results = readAll(PATIENT, List.of(at(1, hostile), at(2, server)));
            assertFailed(FindingCode.ENDPOINT_FAILED, "text of more than 8192 characters", results.get(0));
            assertRead(3, results.get(1));
        }
    }

    @Test
    void progressTellsEveryPage() throws Exception {
        Map<Integer, Integer> seen = new ConcurrentHashMap<>();
        try (VsphereDouble server = serving(250)) {
            new InventoryReader(PATIENT, (no, vms) -> seen.merge(vms, no, Integer::sum))
                    .read(List.of(at(7, server)), result -> {}, () -> {});
        }
        assertEquals(Map.of(100, 7, 200, 7, 250, 7), seen);
    }

    static Stream<ProviderKind> kindsWithoutConnector() {
        return Stream.of(ProviderKind.values()).filter(kind -> !kind.hasConnector());
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutConnector")
    void aTypeWithoutConnectorIsToldSo(ProviderKind type) throws Exception {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(1, type, "10.0.0.1", 443, null, new TreeMap<>());
        assertFailed(FindingCode.NO_CONNECTOR, type.platformName(), read(PATIENT, target(endpoint, "user", "secret")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1/sdk?x=", "user@host", "a b", "%2f", "host:443", ""})
    void aHostileAddressIsAFinding(String address) throws Exception {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(1, ProviderKind.VMX_04, address, 443, null, new TreeMap<>());
        assertFailed(
                FindingCode.INVALID_ADDRESS,
                "the address is no host name",
                read(PATIENT, target(endpoint, "user", "secret")));
    }

    @Test
    void theRateOfTheEndpointIsKept() throws Exception {
        try (VsphereDouble server = serving(1000)) {
            PlanLine.Endpoint slow = new PlanLine.Endpoint(
                    1,
                    ProviderKind.VCENTER_CLUSTER,
                    server.host(),
                    server.port(),
                    server.fingerprint(),
                    new TreeMap<>(Map.of("rate", "10")));
            long before = System.nanoTime();
            EndpointInventory.Read read =
                    assertRead(1000, read(PATIENT, target(slow, server.user(), server.password())));
            Duration elapsed = Duration.ofNanos(System.nanoTime() - before);
            assertEquals(15, read.calls());
            // a lower bound only: a slow machine makes it longer, never shorter
            assertTrue(elapsed.toMillis() >= 1000, elapsed::toString);
        }
    }

    /** The host exists nowhere, so that only the proxy can know it. */
    @Test
    void anEndpointIsReadThroughTheProxyThatItsOptionNames() throws Exception {
        try (VsphereDouble server = serving(3);
                ProxyDouble proxy = ProxyDouble.start()) {
            PlanLine.Endpoint far = new PlanLine.Endpoint(
                    1,
                    ProviderKind.VCENTER_CLUSTER,
                    "vcenter.example",
                    server.port(),
                    server.fingerprint(),
                    new TreeMap<>(Map.of("proxy", "http://127.0.0.1:" + proxy.port())));
            assertRead(3, read(PATIENT, target(far, server.user(), server.password())));
            assertEquals(Set.of("CONNECT vcenter.example:" + server.port()), Set.copyOf(proxy.asked()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:s3cret@proxy.example:3128", "socks5://proxy.example", "a b", ""})
    void aProxyThatIsNoneIsAFinding(String proxy) throws Exception {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                1, ProviderKind.VMX_04, "vcenter.example", 443, null, new TreeMap<>(Map.of("proxy", proxy)));
        EndpointInventory.Failed failed = assertFailed(
                FindingCode.UNREACHABLE, "the option proxy is neither", read(PATIENT, target(endpoint, "user", "x")));
        assertFalse(failed.finding().detail().contains("s3cret"), failed::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "fast", "1e3", "", "0.0"})
    void aRateThatIsNoneIsRefused(String rate) throws Exception {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                1, ProviderKind.VCENTER_CLUSTER, "127.0.0.1", 443, null, new TreeMap<>(Map.of("rate", rate)));
        assertFailed(FindingCode.INVALID_ADDRESS, "rate", read(PATIENT, target(endpoint, "user", "secret")));
    }

    private static VsphereDouble serving(int vms) {
        return VsphereDouble.start(VsphereDouble.Options.of(VsphereInventory.numbered(vms)));
    }

    private static PlanLine.Endpoint endpoint(int no, VsphereDouble server) {
        return vCenter(no, server.port(), server.fingerprint());
    }

    private static InventoryReader.Target at(int no, VsphereDouble server) {
        return target(endpoint(no, server), server.user(), server.password());
    }

    private static InventoryReader.Target at(int no, OddServer server) {
        return target(vCenter(no, server.port(), CERTIFICATE.sha256()), "user", "secret");
    }
}
