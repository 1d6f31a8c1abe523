package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.target;
import static org.pimtools.migrator.provider.Endpoints.vCenter;
import static org.pimtools.migrator.provider.Endpoints.withoutSecret;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.FaultyVsphere.Reply;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;

class InventoryReaderTest {
    private static final ServerCertificate CERTIFICATE = Certificates.valid(Certificates.KeyKind.EC);
    private static final BiFunction<String, Integer, Reply> HEALTHY = (method, times) -> new Reply.Usual();

    @Test
    void smallPagesAreReadToTheirEnd() throws Exception {
        try (FaultyVsphere server = faulty(1234, 100, HEALTHY)) {
            EndpointInventory.Read read = assertRead(1234, Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(
                    List.of(new ProviderId(FaultyVsphere.UUID + "#vm-1233")),
                    read.inventory().withName("vm1233"));
            assertEquals(
                    13,
                    Collections.frequency(server.log(), "RetrievePropertiesEx")
                            + Collections.frequency(server.log(), "ContinueRetrievePropertiesEx"));
            assertEquals(server.log().size(), read.calls());
            assertEquals("Logout", server.log().get(server.log().size() - 1));
        }
    }

    @Test
    void anEmptyEndpointIsRead() throws Exception {
        try (FaultyVsphere server = faulty(0, 100, HEALTHY)) {
            assertRead(0, Endpoints.read(Endpoints.PATIENT, at(1, server)));
        }
    }

    @Test
    void aRefusedAccountIsTriedOnceInTheWholeRun() throws Exception {
        BiFunction<String, Integer, Reply> refusing = (method, times) ->
                method.equals("Login") ? new Reply.Fault("InvalidLogin", "bad pass-w0rd") : new Reply.Usual();
        try (FaultyVsphere first = faulty(1, 100, refusing);
                FaultyVsphere second = faulty(1, 100, refusing)) {
            InventoryReader reader = new InventoryReader(Endpoints.PATIENT, (no, vms) -> {});
            List<EndpointInventory> results = Collections.synchronizedList(new java.util.ArrayList<>());
            reader.read(List.of(at(1, first), at(2, second), at(3, first)), results::add);
            reader.read(List.of(at(4, first)), results::add);
            assertEquals(1, logins(first) + logins(second));
            assertEquals(4, results.size());
            for (EndpointInventory result : results) {
                EndpointInventory.Failed failed = assertFailed(FindingCode.LOGIN_REFUSED, "", result);
                assertFalse(failed.finding().detail().contains("pass-w0rd"), failed::toString);
            }
        }
    }

    @Test
    void oneDeadEndpointLeavesTheOthersAlone() throws Exception {
        try (FaultyVsphere good = faulty(3, 100, HEALTHY);
                FaultyVsphere hanging = faulty(3, 100, (method, times) -> new Reply.Silence());
                FaultyVsphere also = faulty(5, 100, HEALTHY)) {
            List<EndpointInventory> results = Endpoints.readAll(
                    Endpoints.SHORT,
                    List.of(
                            at(1, good),
                            target(vCenter(2, hanging.port(), CERTIFICATE.sha256()), "other", "secret"),
                            target(vCenter(3, also.port(), CERTIFICATE.sha256()), "third", "secret")));
            assertRead(3, results.get(0));
            assertFailed(FindingCode.ENDPOINT_FAILED, "no whole answer within", results.get(1));
            assertRead(5, results.get(2));
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        int port;
        try (FaultyVsphere server = faulty(1, 100, HEALTHY)) {
            port = server.port();
        }
        assertFailed(
                FindingCode.UNREACHABLE,
                "127.0.0.1:" + port,
                Endpoints.read(Endpoints.PATIENT, target(vCenter(1, port, null), "user", "secret")));
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        try (FaultyVsphere server =
                faulty(250, 100, (method, times) -> times < 3 ? new Reply.Http(503, "busy") : new Reply.Usual())) {
            EndpointInventory.Read read = assertRead(250, Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(server.log().size(), read.calls());
            assertEquals(3, logins(server));
        }
    }

    @Test
    void aServerThatStaysBusyIsGivenUp() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, (method, times) -> new Reply.Http(429, "slow down"))) {
            EndpointInventory.Failed failed = assertFailed(
                    FindingCode.ENDPOINT_FAILED, "HTTP 429", Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(6, failed.calls());
        }
    }

    @Test
    void aBrokenConnectionMeansToBeginAgain() throws Exception {
        try (FaultyVsphere server = faulty(
                250,
                100,
                (method, times) -> method.startsWith("Continue") && times == 2 ? new Reply.Cut() : new Reply.Usual())) {
            EndpointInventory.Read read = assertRead(250, Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(server.log().size(), read.calls());
        }
    }

    @Test
    void aConnectionThatBreaksAtTheLoginIsNoSecondAttempt() throws Exception {
        try (FaultyVsphere server =
                faulty(1, 100, (method, times) -> method.equals("Login") ? new Reply.Cut() : new Reply.Usual())) {
            assertFailed(FindingCode.ENDPOINT_FAILED, "at the login", Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(1, logins(server));
        }
    }

    @Test
    void aFaultOnALaterPageIsToldAndNotRepeated() throws Exception {
        try (FaultyVsphere server = faulty(
                1000,
                100,
                (method, times) -> method.startsWith("Continue") && times == 4
                        ? new Reply.Fault("NotAuthenticated", "The session is not authenticated.")
                        : new Reply.Usual())) {
            assertFailed(
                    FindingCode.ENDPOINT_FAILED,
                    "NotAuthenticated: The session is not authenticated.",
                    Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(1, logins(server));
        }
    }

    @Test
    void aDrippingAnswerEndsWithTheDeadline() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, (method, times) -> new Reply.Drip())) {
            assertFailed(
                    FindingCode.ENDPOINT_FAILED,
                    "no whole answer within",
                    Endpoints.read(Endpoints.SHORT, at(1, server)));
        }
    }

    @Test
    void anAnswerWithoutAnEndIsBrokenOff() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, (method, times) -> new Reply.Endless())) {
            assertFailed(
                    FindingCode.ENDPOINT_FAILED,
                    "an answer of more than",
                    Endpoints.read(
                            new org.pimtools.migrator.provider.call.Limits(
                                    Endpoints.PATIENT.connect(),
                                    Endpoints.PATIENT.call(),
                                    Endpoints.PATIENT.endpoint(),
                                    0,
                                    0,
                                    Endpoints.PATIENT.pause()),
                            at(1, server)));
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
        try (FaultyVsphere server = faulty(1, 100, (method, times) -> new Reply.Http(200, answer))) {
            assertFailed(
                    FindingCode.ENDPOINT_FAILED,
                    "not what a vSphere server says",
                    Endpoints.read(Endpoints.PATIENT, at(1, server)));
            assertEquals(List.of("RetrieveServiceContent"), server.log());
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, (method, times) -> new Reply.Http(302, ""))) {
            assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP 302", Endpoints.read(Endpoints.PATIENT, at(1, server)));
        }
    }

    @Test
    void anotherCertificateThanThePinnedOneGetsNoPassword() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, HEALTHY)) {
            String pinned = "0123456789abcdef".repeat(4);
            EndpointInventory result =
                    Endpoints.read(Endpoints.PATIENT, target(vCenter(1, server.port(), pinned), "user", "secret"));
            assertFailed(FindingCode.CERTIFICATE_CHANGED, "pinned sha-256 " + pinned, result);
            assertFailed(FindingCode.CERTIFICATE_CHANGED, "seen sha-256 " + CERTIFICATE.sha256(), result);
            assertEquals(List.of(), server.log());
        }
    }

    @Test
    void anUnknownIssuerWithoutPinGetsNoPassword() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, HEALTHY)) {
            EndpointInventory result =
                    Endpoints.read(Endpoints.PATIENT, target(vCenter(1, server.port(), null), "user", "secret"));
            assertFailed(FindingCode.CERTIFICATE_UNVERIFIED, "sha-256 " + CERTIFICATE.sha256(), result);
            assertFailed(FindingCode.CERTIFICATE_UNVERIFIED, "its issuer is not in the Java trust store", result);
            assertEquals(List.of(), server.log());
        }
    }

    @Test
    void anExpiredCertificateThatIsPinnedIsBelieved() throws Exception {
        ServerCertificate expired = Certificates.expired(Certificates.KeyKind.RSA);
        try (FaultyVsphere server = new FaultyVsphere(expired, 2, 100, HEALTHY)) {
            assertRead(
                    2,
                    Endpoints.read(
                            Endpoints.PATIENT, target(vCenter(1, server.port(), expired.sha256()), "user", "secret")));
        }
    }

    @Test
    void credentialsArriveAsTheyAre() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, HEALTHY)) {
            assertRead(
                    1,
                    Endpoints.read(
                            Endpoints.PATIENT,
                            target(
                                    vCenter(1, server.port(), CERTIFICATE.sha256()),
                                    "DOM\\us\u00e9r",
                                    "<a>&\"b'\r\n\ud83d\ude00")));
            assertTrue(server.bodies()
                    .get(1)
                    .contains("<userName>DOM\\us\u00e9r</userName>"
                            + "<password>&lt;a&gt;&amp;&quot;b'&#13;&#10;\ud83d\ude00</password>"));
        }
    }

    @Test
    void aPasswordThatXmlCannotCarryIsNotSent() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, HEALTHY)) {
            assertFailed(
                    FindingCode.LOGIN_REFUSED,
                    "cannot carry",
                    Endpoints.read(
                            Endpoints.PATIENT,
                            target(vCenter(1, server.port(), CERTIFICATE.sha256()), "user", "a\u0000b")));
            assertEquals(0, logins(server));
        }
    }

    @Test
    void credentialsOfAnotherAddressAreNotUsed() throws Exception {
        try (FaultyVsphere server = faulty(1, 100, HEALTHY)) {
            InventoryReader.Target other = target(vCenter(1, 443, CERTIFICATE.sha256()), "user", "secret");
            PlanLine.Endpoint moved = vCenter(1, server.port(), CERTIFICATE.sha256());
            assertFailed(
                    FindingCode.NO_CREDENTIALS,
                    "for another address",
                    Endpoints.read(Endpoints.PATIENT, new InventoryReader.Target(moved, other.secret(), 1)));
            assertFailed(
                    FindingCode.NO_CREDENTIALS,
                    "none for this endpoint",
                    Endpoints.read(Endpoints.PATIENT, withoutSecret(moved)));
            assertEquals(List.of(), server.log());
        }
    }

    @Test
    void progressTellsEveryPage() throws Exception {
        Map<Integer, Integer> seen = new ConcurrentHashMap<>();
        try (FaultyVsphere server = faulty(250, 100, HEALTHY)) {
            new InventoryReader(Endpoints.PATIENT, (no, vms) -> seen.merge(vms, no, Integer::sum))
                    .read(List.of(at(7, server)), result -> {});
        }
        assertEquals(Map.of(100, 7, 200, 7, 250, 7), seen);
    }

    @ParameterizedTest
    @EnumSource(
            value = EndpointType.class,
            names = {"VCENTER_CLUSTER", "VMX_04", "KVM"},
            mode = EnumSource.Mode.EXCLUDE)
    void aTypeWithoutConnectorIsToldSo(EndpointType type) throws Exception {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(1, type, "10.0.0.1", 443, null, new TreeMap<>());
        assertFailed(
                FindingCode.NO_CONNECTOR,
                type.platformName(),
                Endpoints.read(Endpoints.PATIENT, target(endpoint, "user", "secret")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "fast", "1e3", "", "0.0"})
    void aRateThatIsNoneIsRefused(String rate) throws Exception {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                1, EndpointType.VCENTER_CLUSTER, "127.0.0.1", 443, null, new TreeMap<>(Map.of("rate", rate)));
        assertFailed(
                FindingCode.INVALID_ADDRESS,
                "rate",
                Endpoints.read(Endpoints.PATIENT, target(endpoint, "user", "secret")));
    }

    private static FaultyVsphere faulty(int vms, int pageSize, BiFunction<String, Integer, Reply> script) {
        return new FaultyVsphere(CERTIFICATE, vms, pageSize, script);
    }

    private static InventoryReader.Target at(int no, FaultyVsphere server) {
        return target(vCenter(no, server.port(), CERTIFICATE.sha256()), "user", "secret");
    }

    private static long logins(FaultyVsphere server) {
        return Collections.frequency(server.log(), "Login");
    }
}
