package org.pimtools.migrator.provider.amazon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Error;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;

/** What misbehaves is asked again within its budget, or fails the endpoint in one way; what was read is all there is. */
@Tag("slow")
class Ec2FaultsTest {
    private static final String IRELAND = "eu-west-1";
    private static final int INSTANCES = 3500;

    private final Ec2Account lasting = Ec2Account.numbered(1, Map.of(IRELAND, Ec2Instance.numbered(INSTANCES)));
    private final Ec2Account temporary = Ec2Account.numbered(2, Map.of(IRELAND, Ec2Instance.numbered(INSTANCES)))
            .temporary("a-session-token");
    private Ec2Double server;

    @BeforeEach
    void start() {
        server = Ec2Double.start(Ec2Double.Options.of(lasting, temporary));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void throttlingIsOutlasted(int page) throws Exception {
        server.inject(IRELAND, page, 3, Ec2Error.requestLimitExceeded().refuses());
        assertEquals(4 + 3, readToTheEnd(lasting));
    }

    @Test
    void throttlingWithoutAnEndFailsTheEndpoint() {
        server.inject(
                IRELAND, 2, PageFaults.ALWAYS, Ec2Error.requestLimitExceeded().refuses());
        assertFailed(FindingCode.ENDPOINT_FAILED, "EC2 answered RequestLimitExceeded, again and again", lasting);
        assertEquals(1 + 1 + Reading.PATIENT.busyRetries(), server.calls(IRELAND));
    }

    @Test
    void aConnectionThatBreaksIsMadeAgain() throws Exception {
        server.inject(IRELAND, 3, 2, new PageFault.Cuts());
        assertEquals(4 + 2, readToTheEnd(lasting));
        server.inject(IRELAND, 3, PageFaults.ALWAYS, new PageFault.Cuts());
        assertFailed(FindingCode.ENDPOINT_FAILED, "the connection broke off", lasting);
    }

    @Test
    void anInternalErrorIsAskedAgain() throws Exception {
        server.inject(IRELAND, 2, 2, Ec2Error.internalError().refuses());
        assertEquals(4 + 2, readToTheEnd(lasting));
        server.inject(IRELAND, 2, PageFaults.ALWAYS, Ec2Error.internalError().refuses());
        assertFailed(FindingCode.ENDPOINT_FAILED, "EC2 answered InternalError", lasting);
    }

    @Test
    void aSessionTokenThatExpiresInTheMiddleFailsTheEndpoint() {
        for (Ec2Error expired : List.of(Ec2Error.requestExpired(), Ec2Error.expiredToken())) {
            server.inject(IRELAND, 3, PageFaults.ALWAYS, expired.refuses());
            assertFailed(
                    FindingCode.LOGIN_REFUSED,
                    "EC2 answered " + expired.code() + ": the session token's time is over",
                    temporary);
        }
        assertEquals(2 * 3, server.calls(IRELAND), "it is not tried again");
    }

    @Test
    void whatExpiresWithoutASessionTokenIsNoLogin() {
        server.inject(IRELAND, 1, 1, Ec2Error.requestExpired().refuses());
        assertFailed(FindingCode.ENDPOINT_FAILED, "EC2 answered RequestExpired", lasting);
    }

    @Test
    void aPageThatComesAgainIsAskedAgain() throws Exception {
        server.inject(IRELAND, 3, 1, new PageFault.Repeats());
        assertEquals(4 + 1, readToTheEnd(lasting));
        server.inject(IRELAND, 3, PageFaults.ALWAYS, new PageFault.Repeats());
        assertFailed(FindingCode.ENDPOINT_FAILED, "EC2 sends a page that it sent before", lasting);
    }

    @Test
    void aFullPageWithoutItsTokenIsAskedAgain() throws Exception {
        server.inject(IRELAND, 2, 1, new PageFault.LosesNext());
        assertEquals(4 + 1, readToTheEnd(lasting));
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, 20})
    void aWrongClockIsNamed(int minutes) throws Exception {
        try (Ec2Double other = Ec2Double.start(Ec2Double.Options.of(lasting)
                        .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes))));
                Reading reading = Reading.of(other, IRELAND, lasting)) {
            EndpointException failed = assertThrows(EndpointException.class, reading::list);
            assertEquals(FindingCode.ENDPOINT_FAILED, failed.code());
            assertTrue(
                    failed.getMessage()
                            .contains(
                                    minutes < 0
                                            ? "this host's clock is 20 min ahead of EC2's"
                                            : "this host's clock is 20 min behind EC2's"),
                    failed.getMessage());
            assertEquals(1, reading.calls());
        }
    }

    @Test
    void aRegionThatIsForbiddenSaysWhatToAllow() {
        server.inject(
                IRELAND, 1, PageFaults.ALWAYS, Ec2Error.unauthorizedOperation().refuses());
        assertFailed(
                FindingCode.ENDPOINT_FAILED,
                "EC2 answered UnauthorizedOperation: allow ec2:DescribeInstances and ec2:DescribeSecurityGroups in this region",
                lasting);
        assertEquals(1, server.calls(IRELAND));
    }

    @Test
    void aWrongSecretKeyIsTriedOnceAndNotShown() throws Exception {
        Ec2Account wrong =
                new Ec2Account(lasting.accessKey(), "not-the-secret-key", null, lasting.owner(), lasting.regions());
        EndpointException failed = assertFailed(FindingCode.LOGIN_REFUSED, "EC2 answered AuthFailure", wrong);
        assertEquals(1, server.calls(IRELAND));
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause).contains("secret-key"), cause::toString);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
        server.inject(IRELAND, 2, PageFaults.ALWAYS, new PageFault.KeepsSilent());
        assertFailed(FindingCode.ENDPOINT_FAILED, "no whole answer within", lasting, Reading.IMPATIENT);
    }

    @Test
    void aSlowPageIsWaitedFor() throws Exception {
        server.inject(IRELAND, 2, 1, new PageFault.IsSlow(Duration.ofSeconds(1)));
        assertEquals(4, readToTheEnd(lasting));
    }

    @Test
    void aBodyWithoutAnEndIsBrokenOff() {
        server.inject(IRELAND, 2, PageFaults.ALWAYS, new PageFault.Floods(1L << 30));
        assertFailed(FindingCode.ENDPOINT_FAILED, "an answer of more than", lasting);
    }

    @Test
    void whatIsNoXmlFailsTheEndpoint() {
        server.inject(IRELAND, 2, 1, new PageFault.Garbles());
        assertFailed(FindingCode.ENDPOINT_FAILED, "the answer is not what EC2 says: no XML at line ", lasting);
    }

    @Test
    void aRedirectIsNotFollowed() {
        List<HttpExchange.Request> elsewhere = new CopyOnWriteArrayList<>();
        try (HttpListener other = HttpListener.plain(request -> {
            elsewhere.add(request);
            return HttpExchange.Reply.xml(
                    200, "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>");
        })) {
            server.inject(
                    IRELAND,
                    1,
                    1,
                    new PageFault.Redirects(java.net.URI.create("http://127.0.0.1:" + other.port() + "/")));
            assertFailed(FindingCode.ENDPOINT_FAILED, "HTTP 307", lasting);
        }
        assertEquals(List.of(), elsewhere);
    }

    /** @return how many calls it took */
    private long readToTheEnd(Ec2Account account) throws Exception {
        try (Reading reading = Reading.of(server, IRELAND, account)) {
            List<InventoryVm> vms = reading.list();
            Inventory inventory = Inventory.of(vms);
            assertEquals(INSTANCES, inventory.size());
            assertEquals(1, inventory.withName("vm 1").size());
            assertEquals(1, inventory.withName("vm " + INSTANCES).size());
            return reading.calls();
        }
    }

    private EndpointException assertFailed(FindingCode code, String message, Ec2Account account) {
        return assertFailed(code, message, account, Reading.PATIENT);
    }

    private EndpointException assertFailed(FindingCode code, String message, Ec2Account account, Limits limits) {
        EndpointException failed = assertThrows(EndpointException.class, () -> {
            try (Reading reading = Reading.of(server, IRELAND, account, limits)) {
                reading.list();
            }
        });
        assertEquals(code, failed.code(), failed::getMessage);
        assertTrue(failed.getMessage().contains(message), failed.getMessage());
        return failed;
    }
}
