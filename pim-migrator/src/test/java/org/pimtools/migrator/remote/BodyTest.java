package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.remote.Asking.PATIENT;
import static org.pimtools.migrator.remote.Asking.fails;
import static org.pimtools.migrator.remote.Asking.reply;
import static org.pimtools.migrator.remote.Asking.server;
import static org.pimtools.migrator.remote.Asking.text;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.testkit.doubles.HttpExchange;

/** Bodies that are too slow, too long, or not wanted any more. */
class BodyTest {
    private static final long GIGABYTE = 1L << 30;
    private static final Limits TWO_SECONDS = new Limits(
            Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(4), 3, 0, Duration.ofMillis(1));

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 60_000})
    void aServerThatDripsIsGivenUpAtTheDeadline(int millis) throws Exception {
        HttpExchange.Reply long0 = reply(200, "x".repeat(100_000));
        try (Asking server = server(new HttpExchange.Drip(long0, Duration.ofMillis(millis)))) {
            fails(
                    RemoteException.Reason.FAILED,
                    "no whole answer within 2000 ms",
                    server.client(TWO_SECONDS),
                    server.get("/"));
        }
    }

    @Test
    void aServerThatIsSilentIsGivenUpAtTheDeadline() throws Exception {
        try (Asking server = server(new HttpExchange.Silence())) {
            fails(
                    RemoteException.Reason.FAILED,
                    "no whole answer within 200 ms",
                    server.client(),
                    server.get("/").within(Duration.ofMillis(200)));
        }
    }

    @Test
    void anErrorIsOneHoweverLongAndHoweverItEnds() throws Exception {
        HttpExchange.Reply refusal = reply(404, "x".repeat(1_000));
        for (HttpExchange.Answer answer :
                List.of(new HttpExchange.Padded(refusal, GIGABYTE), new HttpExchange.Cut(refusal))) {
            try (Asking server = server(answer)) {
                fails(RemoteException.Reason.FAILED, "HTTP 404", server.client(), server.get("/"));
                assertEquals(1, server.asked().size());
            }
        }
    }

    /** Sends without an end over plain HTTP, and knows how much it sent. */
    private static final class Flood implements AutoCloseable {
        final AtomicLong sent = new AtomicLong();
        final CountDownLatch over = new CountDownLatch(1);
        private final HttpServer server;

        Flood(boolean declared) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, declared ? GIGABYTE : 0);
                byte[] blanks = new byte[1 << 16];
                try (OutputStream out = exchange.getResponseBody()) {
                    while (sent.addAndGet(blanks.length) <= GIGABYTE) {
                        out.write(blanks);
                    }
                } finally {
                    over.countDown();
                }
            });
            server.start();
        }

        RemoteClient client(Limits limits) {
            Origin origin = new Origin(
                    "http",
                    HostAddress.of("127.0.0.1").orElseThrow(),
                    server.getAddress().getPort());
            return RemoteClient.of(origin, null, Route.DIRECT, CallGate.open(limits, Rate.DEFAULT, "it was not done"));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,1048576", "true,536870912"})
    void aGigabyteIsCutEarly(boolean declared, long largest) throws Exception {
        try (Flood flood = new Flood(declared)) {
            RemoteClient client = flood.client(PATIENT).largestAnswer(largest);
            fails(
                    RemoteException.Reason.FAILED,
                    "an answer of more than " + largest + " bytes",
                    client,
                    Request.get(client.origin().at("/")));
            assertTrue(flood.over.await(60, TimeUnit.SECONDS));
            assertTrue(flood.sent.get() < GIGABYTE / 4, () -> flood.sent + " bytes were sent");
        }
    }

    /** A reader that is slower than the server holds it up: what it did not read yet is not in memory. */
    @Test
    void whatIsNotReadYetIsNotFetched() throws Exception {
        try (Flood flood = new Flood(true)) {
            RemoteClient client = flood.client(PATIENT).largestAnswer(2 * GIGABYTE);
            AtomicLong sent = new AtomicLong();
            IllegalStateException enough = new IllegalStateException("enough");
            assertSame(
                    enough,
                    assertThrows(
                            IllegalStateException.class,
                            () -> client.<Void, RuntimeException>send(
                                    Request.get(client.origin().at("/")), response -> {
                                        response.body().read();
                                        long before;
                                        do {
                                            before = flood.sent.get();
                                            flood.over.await(300, TimeUnit.MILLISECONDS);
                                        } while (flood.sent.get() != before);
                                        sent.set(before);
                                        throw enough;
                                    })));
            assertTrue(sent.get() < GIGABYTE / 4, () -> sent + " bytes were sent");
            assertTrue(flood.over.await(60, TimeUnit.SECONDS), "the connection goes on");
        }
    }

    /** While the answer is waited for, while its body drips, and while a busy server is left alone. */
    @Test
    void aRequestToStopIsHeardWhateverIsWaitedFor() throws Exception {
        HttpExchange.Reply whole = reply(200, "x".repeat(100_000));
        for (HttpExchange.Answer answer : List.of(
                new HttpExchange.Silence(),
                new HttpExchange.Drip(whole, Duration.ofMillis(10)),
                reply(503, "", "Retry-After", "100"))) {
            AtomicReference<Asking> asked = new AtomicReference<>();
            AtomicInteger looks = new AtomicInteger();
            IllegalStateException stop = new IllegalStateException("stop");
            CallGate gate = CallGate.open(PATIENT, Rate.DEFAULT, "it was not done", () -> {
                if (!asked.get().asked().isEmpty() && looks.incrementAndGet() > 3) {
                    throw stop;
                }
            });
            try (Asking server = server(answer)) {
                asked.set(server);
                RemoteClient client = server.client(gate);
                assertSame(stop, assertThrows(IllegalStateException.class, () -> text(client, server.get("/"))));
                assertEquals(1, server.asked().size());
            }
        }
    }

    @Test
    void anInterruptedThreadIsHeard() throws Exception {
        for (HttpExchange.Answer answer : List.of(
                new HttpExchange.Silence(),
                new HttpExchange.Drip(reply(200, "x".repeat(100_000)), Duration.ofMillis(10)),
                reply(503, "", "Retry-After", "100"))) {
            Thread asking = Thread.currentThread();
            try (Asking server = new Asking((no, request) -> {
                asking.interrupt();
                return answer;
            })) {
                assertThrows(InterruptedException.class, () -> text(server.client(), server.get("/")));
                assertEquals(1, server.asked().size());
            }
        }
    }

    /** Parsers wrap what a stream throws: what ended the body is told all the same. */
    @Test
    void whatEndedABodyIsToldWhateverTheReaderMakesOfIt() throws Exception {
        try (Asking server = server(new HttpExchange.Cut(reply(200, "x".repeat(1_000))))) {
            RemoteException fault = assertThrows(
                    RemoteException.class,
                    () -> server.client().<Void, RuntimeException>send(server.post("/"), response -> {
                        try {
                            response.body().readAllBytes();
                            return null;
                        } catch (IOException e) {
                            throw new IllegalArgumentException("no document", e);
                        }
                    }));
            assertTrue(fault.getMessage().startsWith("the connection broke off"), fault::getMessage);
        }
    }
}
