package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.remote.Asking.PATIENT;
import static org.pimtools.migrator.remote.Asking.fails;
import static org.pimtools.migrator.remote.Asking.reply;
import static org.pimtools.migrator.remote.Asking.server;
import static org.pimtools.migrator.remote.Asking.text;
import static org.pimtools.migrator.remote.Asking.took;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.testkit.doubles.HttpExchange;

/** What is sent again, when, and what is not. */
class RetryTest {
    private static final String NOW = "Mon, 30 Nov 2020 10:00:00 GMT";
    private static final HttpExchange.Reply GOOD = reply(200, "good");

    /** The date is a second after the server's own clock, which is years behind. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "Mon, 30 Nov 2020 10:00:01 GMT"})
    void aBusyServerIsLeftAloneAsLongAsItWants(String retryAfter) throws Exception {
        try (Asking server = server(reply(429, "", "Retry-After", retryAfter, "Date", NOW), GOOD)) {
            Duration took = took(() -> assertEquals("good", text(server.client(), server.post("/"))));
            // a lower bound only: a slow machine makes it longer, never shorter
            assertTrue(took.toMillis() >= 1_000, took::toString);
            assertEquals(2, server.asked().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "Mon, 30 Nov 2020 09:00:00 GMT", "1.5"})
    void whatIsNoTimeToWaitIsIgnored(String retryAfter) throws Exception {
        try (Asking server = server(reply(503, "", "Retry-After", retryAfter, "Date", NOW), GOOD)) {
            assertEquals("good", text(server.client(), server.get("/")));
            assertEquals(2, server.asked().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "99999999999999999999", "Mon, 30 Nov 2020 12:00:00 GMT"})
    void aServerThatIsBusyForLongerThanThereIsTimeIsGivenUpAtOnce(String retryAfter) {
        try (Asking server = server(reply(429, "", "Retry-After", retryAfter, "Date", NOW), GOOD)) {
            fails(
                    RemoteException.Reason.FAILED,
                    "the endpoint answered HTTP 429 and asks for a pause of ",
                    server.client(),
                    server.get("/"));
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void aServerThatStaysBusyIsGivenUp() {
        try (Asking server = server(reply(503, ""))) {
            fails(RemoteException.Reason.FAILED, "HTTP 503, again and again", server.client(), server.get("/"));
            assertEquals(1 + PATIENT.busyRetries(), server.asked().size());
        }
    }

    @Test
    void whatIsBusyCanBeToldByTheBody() throws Exception {
        try (Asking server =
                server(reply(400, "<Code>RequestLimitExceeded</Code>"), reply(400, "<Code>Other</Code>"))) {
            RemoteClient client = server.client()
                    .judgedBy(answer -> answer.text().contains("RequestLimitExceeded")
                            ? new Verdict(Verdict.Kind.BUSY, "too many requests")
                            : Verdict.byStatus(answer));
            fails(RemoteException.Reason.FAILED, "HTTP 400", client, server.post("/"));
            assertEquals(2, server.asked().size());
        }
    }

    @Test
    void everyAttemptIsSignedAnew() throws Exception {
        try (Asking server = server(reply(503, ""), new HttpExchange.Cut(reply(200, "x".repeat(9_000))), GOOD)) {
            AtomicInteger signatures = new AtomicInteger();
            RemoteClient client = server.client()
                    .signedBy(request -> request.header("X-Signature", String.valueOf(signatures.incrementAndGet())));
            assertEquals("good", text(client, server.get("/")));
            assertEquals(List.of("1", "2", "3"), server.header("X-Signature"));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 200", "false, 200", "true, 400", "false, 400"})
    void whatMayBeRepeatedIsSentAgainAfterABrokenConnection(boolean atOnce, int status) throws Exception {
        HttpExchange.Answer broken =
                atOnce ? new HttpExchange.Gone() : new HttpExchange.Cut(reply(200, "half of it ".repeat(1_000)));
        try (Asking server = server(broken, reply(status, "good"))) {
            if (status == 200) {
                assertEquals("good", text(server.client(), server.post("/").repeatable()));
            } else {
                fails(RemoteException.Reason.FAILED, "HTTP 400", server.client(), server.get("/"));
            }
            assertEquals(2, server.asked().size());
        }
    }

    @Test
    void whatMayNotBeRepeatedIsSentOnce() {
        for (HttpExchange.Answer broken : List.of(
                new HttpExchange.Gone(), new HttpExchange.Cut(reply(200, "half")), reply(502, ""), reply(504, ""))) {
            try (Asking server = server(broken, GOOD)) {
                RemoteException fault = fails(RemoteException.Reason.FAILED, "", server.client(), server.post("/"));
                assertTrue(fault.transientFault());
                assertEquals(1, server.asked().size(), broken::toString);
            }
        }
    }

    @Test
    void whatWasRepeatedOftenEnoughIsNotRepeatedByOthers() {
        try (Asking server = server(new HttpExchange.Cut(reply(200, "half")))) {
            RemoteException fault =
                    fails(RemoteException.Reason.FAILED, "the connection broke off", server.client(), server.get("/"));
            assertFalse(fault.transientFault());
            assertEquals(1 + PATIENT.restarts(), server.asked().size());
        }
    }

    /** The reader had all that it wanted, and the body ended too early all the same. */
    @Test
    void aBodyThatIsCutBehindWhatIsReadCounts() throws Exception {
        try (Asking server = server(new HttpExchange.Cut(reply(200, "12345678".repeat(1_000))), GOOD)) {
            int first = server.client()
                    .<Integer, RuntimeException>send(
                            server.get("/"), response -> response.body().read());
            assertEquals('g', first);
        }
    }

    @Test
    void theRateIsKept() throws Exception {
        try (Asking server = server(GOOD)) {
            CallGate gate = CallGate.open(PATIENT, Rate.of("4").orElseThrow(), "it was not done");
            RemoteClient client = server.client(gate);
            Duration took = took(() -> {
                for (int i = 0; i < 9; i++) {
                    text(client, server.get("/"));
                }
            });
            assertTrue(took.toMillis() >= 1_000, took::toString);
            assertEquals(9, gate.calls());
        }
    }

    @Test
    void aGateWhoseTimeIsOverSaysWhatWasNotDone() {
        try (Asking server = server(GOOD)) {
            Limits none = new Limits(PATIENT.connect(), PATIENT.call(), Duration.ofNanos(1), 3, 2, PATIENT.pause());
            fails(RemoteException.Reason.FAILED, "it was not done within 0 s", server.client(none), server.get("/"));
            assertEquals(0, server.asked().size());
        }
    }

    @Test
    void anAnswerMayBeEmpty() throws Exception {
        try (Asking server = server(reply(204, ""))) {
            assertEquals(
                    "",
                    text(server.client(), Request.of("DELETE", server.origin().at("/session"))));
        }
    }
}
