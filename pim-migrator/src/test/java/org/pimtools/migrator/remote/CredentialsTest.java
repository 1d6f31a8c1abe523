package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pimtools.migrator.remote.Asking.PATIENT;
import static org.pimtools.migrator.remote.Asking.fails;
import static org.pimtools.migrator.remote.Asking.reply;
import static org.pimtools.migrator.remote.Asking.server;
import static org.pimtools.migrator.remote.Asking.text;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.secret.Secret;
import org.pimtools.testkit.doubles.HttpExchange;

/** Who gets credentials, how often, and who does not. */
class CredentialsTest {
    private static final String PASSWORD = "pass-w0rd";

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void whereARedirectLeadsGetsNothing(int status) throws Exception {
        try (Asking other = server(reply(200, "mine"));
                Asking server = server(reply(
                        status,
                        "",
                        "Location",
                        other.origin().at("/take?token=t0ken").toString()))) {
            RemoteException fault = fails(
                    RemoteException.Reason.FAILED,
                    "HTTP " + status + ", which leads to " + other.origin(),
                    server.client(),
                    server.get("/").basic("user", Secret.of(PASSWORD)));
            assertFalse(fault.getMessage().contains("t0ken"), fault::getMessage);
            assertEquals(List.of(), other.asked());
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void theNextPageOfAnotherHostIsRefused() throws Exception {
        try (Asking other = server(reply(200, "mine"));
                Asking server = server(reply(200, other.origin().at("/page2").toString()))) {
            RemoteClient client = server.client();
            URI first = server.origin().at("/page1?x=1");
            String next = text(client, Request.get(first));
            RemoteException fault =
                    assertThrows(RemoteException.class, () -> server.origin().link(first, next));
            assertEquals(
                    "a link leads to " + other.origin() + ", which is not " + server.origin()
                            + ": nothing was sent there",
                    fault.getMessage());
            // and whoever forgets to ask is stopped all the same
            fails(RemoteException.Reason.FAILED, "a link leads to", client, Request.get(URI.create(next)));
            assertEquals(List.of(), other.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/", "https://127.0.0.1/", "https://localhost:%d/", "//other.example:%d/x",
                        "file:///etc/passwd",
                "https://user:pass@127.0.0.1:%d/", "https://127.0.0.1:%d@other.example/", "https:opaque", "mailto:a@b",
                        "http://[::1",
                "https://127.0.0.1:99999/"
            })
    void aLinkThatLeadsElsewhereIsRefused(String link) throws Exception {
        try (Asking server = server(reply(200, ""))) {
            URI base = server.origin().at("/page");
            assertThrows(RemoteException.class, () -> server.origin().link(base, link.formatted(server.port())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/list?page=2", "?page=2", "list?page=2", "HTTPS://127.0.0.1:%d/api/list?page=2"})
    void aLinkOfTheSameHostIsTaken(String link) throws Exception {
        try (Asking server = server(reply(200, "page"))) {
            URI next = server.origin().link(server.origin().at("/api/list?page=1"), link.formatted(server.port()));
            assertEquals("page", text(server.client(), Request.get(next)));
            assertEquals("/api/list?page=2", server.asked().get(0).path());
        }
    }

    /** Issues a token at {@code /login}, which holds for so many pages. */
    private static Asking issuing(int pages) {
        int[] issued = new int[2];
        return new Asking((no, request) -> {
            if (request.path().equals("/login")) {
                issued[0]++;
                issued[1] = 0;
                return reply(200, "token-" + issued[0]);
            }
            boolean current = request.header("Authorization").orElse("").equals("Bearer token-" + issued[0]);
            return current && issued[1]++ < pages ? reply(200, request.path()) : reply(401, "expired");
        });
    }

    private static RemoteClient signed(Asking server) {
        RemoteClient client = server.client();
        return client.signedBy(TokenSigner.bearer(() -> Secret.of(text(client, server.post("/login")))));
    }

    @Test
    void aTokenThatExpiresInTheMiddleIsRenewed() throws Exception {
        try (Asking server = issuing(2)) {
            RemoteClient client = signed(server);
            for (int page = 1; page <= 5; page++) {
                assertEquals("/page" + page, text(client, server.get("/page" + page)));
            }
            assertEquals(
                    List.of(
                            "/login", "/page1", "/page2", "/page3", "/login", "/page3", "/page4", "/page5", "/login",
                            "/page5"),
                    server.asked().stream().map(HttpExchange.Request::path).toList());
        }
    }

    @Test
    void aTokenThatIsNotTakenEvenWhenItIsNewIsARefusedLogin() throws Exception {
        try (Asking server = issuing(0)) {
            RemoteException fault =
                    fails(RemoteException.Reason.LOGIN_REFUSED, "HTTP 401", signed(server), server.get("/page"));
            assertFalse(fault.transientFault());
            assertEquals(
                    List.of("/login", "/page", "/login", "/page"),
                    server.asked().stream().map(HttpExchange.Request::path).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedLoginIsNeverTriedAgain(int status) throws Exception {
        try (Asking server = server(reply(status, PASSWORD))) {
            RemoteException fault =
                    fails(RemoteException.Reason.LOGIN_REFUSED, "HTTP " + status, signed(server), server.get("/page"));
            assertFalse(fault.getMessage().contains(PASSWORD));
            assertEquals(1, server.asked().size());
            fails(
                    RemoteException.Reason.LOGIN_REFUSED,
                    "HTTP " + status,
                    server.client(),
                    server.get("/").basic("user", Secret.of(PASSWORD)));
            assertEquals(2, server.asked().size());
        }
    }

    @Test
    void aRefusalThatIsCutIsARefusal() throws Exception {
        try (Asking server = server(new HttpExchange.Cut(reply(401, "no ".repeat(1_000))))) {
            RemoteException fault =
                    fails(RemoteException.Reason.LOGIN_REFUSED, "HTTP 401", server.client(), server.get("/"));
            assertFalse(fault.transientFault());
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void aLoginWhoseAnswerIsLostIsNotTriedAgain() throws Exception {
        try (Asking server = server(new HttpExchange.Gone())) {
            RemoteException fault =
                    fails(RemoteException.Reason.FAILED, "at the login: ", signed(server), server.get("/page"));
            assertFalse(fault.transientFault());
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsNoCrash() throws Exception {
        try (Asking server = server(reply(200, "to\r\nken"))) {
            RemoteException fault =
                    fails(RemoteException.Reason.FAILED, "no header can carry", signed(server), server.get("/page"));
            assertFalse(fault.getMessage().contains("ken\r"), fault::getMessage);
        }
    }

    @Test
    void nothingShowsASecret() {
        Request request = Request.post(URI.create("https://h.example/p?sig=" + PASSWORD), "text/plain", PASSWORD)
                .header("X-Session", Secret.of(PASSWORD))
                .basic("user", Secret.of(PASSWORD));
        assertEquals(
                "POST https://h.example/p [Content-Type: text/plain, X-Session: ***, Authorization: ***]",
                request.toString());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> request.header("X-Key", Secret.of(PASSWORD + "\n")));
        assertEquals("the value of the header X-Key", refused.getMessage());
    }

    @Test
    void anotherCertificateThanThePinnedOneGetsNothing() throws Exception {
        try (Asking server = server(reply(200, ""))) {
            CallGate gate = CallGate.open(PATIENT, Rate.DEFAULT, "it was not done");
            String pin = "0123456789abcdef".repeat(4);
            fails(
                    RemoteException.Reason.CERTIFICATE_CHANGED,
                    "pinned sha-256 " + pin + ", seen sha-256 " + Asking.CERTIFICATE.sha256(),
                    RemoteClient.of(server.origin(), pin, Route.DIRECT, gate),
                    server.get("/"));
            fails(
                    RemoteException.Reason.CERTIFICATE_UNVERIFIED,
                    "its issuer is not in the Java trust store",
                    RemoteClient.of(server.origin(), null, Route.DIRECT, gate),
                    server.get("/"));
            assertEquals(List.of(), server.asked());
            assertEquals(2, gate.calls());
        }
    }
}
