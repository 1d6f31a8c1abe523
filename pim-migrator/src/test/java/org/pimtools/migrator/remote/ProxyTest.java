package org.pimtools.migrator.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pimtools.migrator.remote.Asking.PATIENT;
import static org.pimtools.migrator.remote.Asking.fails;
import static org.pimtools.migrator.remote.Asking.reply;
import static org.pimtools.migrator.remote.Asking.server;
import static org.pimtools.migrator.remote.Asking.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.ProxyDouble;

/** Proxies: used, left out, and refused. The names of hosts exist nowhere, so that only a proxy can know them. */
class ProxyTest {
    private static final String HOST = "server.example";

    private static RemoteClient client(Origin origin, Map<String, String> environment, String... option)
            throws RemoteException {
        return RemoteClient.of(
                origin,
                Asking.CERTIFICATE.sha256(),
                Route.to(
                        origin,
                        Optional.of(option).filter(given -> given.length > 0).map(given -> given[0]),
                        environment),
                CallGate.open(PATIENT, Rate.DEFAULT, "it was not done"));
    }

    private static String url(ProxyDouble proxy) {
        return "http://127.0.0.1:" + proxy.port();
    }

    @Test
    void theEnvironmentsProxyTunnelsAndSeesNoRequest() throws Exception {
        try (Asking server = server(reply(200, "far away"));
                ProxyDouble proxy = ProxyDouble.start()) {
            Origin origin = server.origin(HOST);
            RemoteClient client = client(origin, Map.of("HTTPS_PROXY", url(proxy)));
            assertEquals("far away", text(client, Request.get(origin.at("/a"))));
            assertEquals("far away", text(client, Request.get(origin.at("/b"))));
            assertEquals(List.of("CONNECT " + HOST + ":" + server.port()), proxy.asked());
            assertEquals(List.of(HOST + ":" + server.port(), HOST + ":" + server.port()), server.header("Host"));
        }
    }

    @Test
    void theProxyGetsItsLoginAndTheServerDoesNot() throws Exception {
        try (Asking server = server(reply(200, "far away"));
                ProxyDouble proxy = ProxyDouble.start("us er", "p@ss+w0rd")) {
            Origin origin = server.origin(HOST);
            String url = "http://us%20er:p%40ss+w0rd@127.0.0.1:" + proxy.port();
            assertEquals("far away", text(client(origin, Map.of("https_proxy", url)), Request.get(origin.at("/"))));
            assertEquals(List.of("-"), server.header("Proxy-Authorization"));
            // the option names the proxy, the environment has the login
            assertEquals(
                    "far away",
                    text(
                            client(origin, Map.of("HTTPS_PROXY", url, "NO_PROXY", "*"), url(proxy)),
                            Request.get(origin.at("/"))));
        }
    }

    @Test
    void aRefusedLoginAtTheProxyIsToldOnceAndWithoutIt() throws Exception {
        try (Asking server = server(reply(200, "far away"));
                ProxyDouble proxy = ProxyDouble.start("user", "right")) {
            Origin origin = server.origin(HOST);
            for (String login : List.of("", "user:wr0ng@")) {
                RemoteException fault = fails(
                        RemoteException.Reason.UNREACHABLE,
                        "the proxy 127.0.0.1:" + proxy.port() + " refused the login (HTTP 407)",
                        client(origin, Map.of("HTTPS_PROXY", "http://" + login + "127.0.0.1:" + proxy.port())),
                        Request.get(origin.at("/")));
                assertFalse(fault.getMessage().contains("wr0ng"), fault::getMessage);
            }
            assertEquals(2, proxy.asked().size());
            assertEquals(List.of(), server.asked());
        }
    }

    @ParameterizedTest
    @CsvSource({"403, 1", "502, 3", "504, 3"})
    void aProxyThatDoesNotConnectIsToldApartFromTheServer(int status, int times) throws Exception {
        try (Asking server = server(reply(200, "far away"));
                ProxyDouble proxy = ProxyDouble.start()) {
            proxy.refuse(status);
            Origin origin = server.origin(HOST);
            fails(
                    RemoteException.Reason.UNREACHABLE,
                    "the proxy 127.0.0.1:" + proxy.port() + " does not connect to " + HOST + ":" + server.port()
                            + ": HTTP " + status,
                    client(origin, Map.of("HTTPS_PROXY", url(proxy))),
                    Request.get(origin.at("/")));
            assertEquals(times, proxy.asked().size());
        }
    }

    @Test
    void aProxyThatIsDeadIsNamed() throws Exception {
        ProxyDouble proxy = ProxyDouble.start();
        proxy.close();
        Origin origin = Origin.https(HostAddress.of(HOST).orElseThrow(), 443);
        fails(
                RemoteException.Reason.UNREACHABLE,
                "no connection to server.example:443 through the proxy 127.0.0.1:" + proxy.port(),
                client(origin, Map.of("HTTPS_PROXY", url(proxy))),
                Request.get(origin.at("/")));
    }

    @Test
    void plainHttpGoesThroughItsOwnProxy() throws Exception {
        try (HttpListener server = HttpListener.plain(request -> reply(
                        200,
                        request.path() + request.header("Proxy-Authorization").orElse("")));
                ProxyDouble proxy = ProxyDouble.start("user", "right")) {
            Origin origin = new Origin("http", HostAddress.of(HOST).orElseThrow(), server.port());
            String url = "user:right@127.0.0.1:" + proxy.port();
            RemoteClient client = client(origin, Map.of("HTTP_PROXY", url, "HTTPS_PROXY", "http://nobody.example:1"));
            assertEquals("/a?b=c", text(client, Request.get(origin.at("/a?b=c"))));
            assertEquals(List.of("GET " + origin + "/a?b=c"), proxy.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "localhost", "db.localhost", "::1", "[::1]", "::ffff:127.0.0.1"})
    void thisMachineIsNeverReachedThroughAProxy(String host) throws Exception {
        Origin origin = Origin.https(HostAddress.of(host).orElseThrow(), 443);
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy.example:3128");
        assertEquals(Route.DIRECT, Route.to(origin, Optional.empty(), environment));
        assertEquals(Route.DIRECT, Route.to(origin, Optional.of("http://proxy.example:3128"), environment));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.example | server.example | true",
                "server.example | .example | true",
                "server.example | EXAMPLE | true",
                "server.example | *.example | true",
                "server.example | ample | false",
                "server.example | other.example | false",
                "server.example | a.server.example | false",
                "server.example | server.example:443 | true",
                "server.example | server.example:8443 | false",
                "server.example | x, y  server.example | true",
                "server.example | * | true",
                "server.example | , | false",
                "server.example | server.example/8 | false",
                "172.17.2.3 | 172.16.0.0/12 | true",
                "10.1.2.3 | 10.1.2.3 | true",
                "10.1.2.3 | 2.3 | false",
                "10.1.2.3 | 10.1.2.0/33 | false",
                "10.1.2.3 | 203.0.113.9/0 | true",
                "10.1.2.3 | 10.1.2.4/31 | false",
                "172.32.2.3 | 172.16.0.0/12 | false",
                "fd00::7 | fd00::/8 | true",
                "fd00::7 | FD00:0:0::7 | true",
                "fd00::7 | [fd00::7]:443 | true",
                "fd00::7 | [fd00::7]:444 | false",
                "fd00::7 | 203.0.113.9/0 | false",
            })
    void noProxyLeavesOut(String host, String list, boolean left) throws Exception {
        Origin origin = Origin.https(HostAddress.of(host).orElseThrow(), 443);
        for (String name : List.of("NO_PROXY", "no_proxy")) {
            Route route =
                    Route.to(origin, Optional.empty(), Map.of("HTTPS_PROXY", "http://proxy.example:3128", name, list));
            assertEquals(left, route.equals(Route.DIRECT));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://proxy.example:3128 | proxy.example:3128",
                "http://proxy.example:3128/ | proxy.example:3128",
                "proxy.example:3128 | proxy.example:3128",
                "http://proxy.example | proxy.example:80",
                "http://user:s3cret@proxy.example:3128 | proxy.example:3128",
                "http://user:s3cr@t@[fd00::1]:3128 | [fd00::1]:3128",
            })
    void aProxyIsShownWithoutItsLogin(String url, String shown) throws Exception {
        Origin origin = Origin.https(HostAddress.of(HOST).orElseThrow(), 443);
        Route route = Route.to(origin, Optional.empty(), Map.of("HTTPS_PROXY", url));
        assertEquals("Route[proxy=Optional[" + shown + "]]", route.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cret@proxy.example:3128",
                "socks5://s3cret.example",
                "http://proxy.example:99999",
                "http://s3cret/x?y",
                "http://user:%zzs3cret@proxy.example",
                "http://"
            })
    void whatIsNoProxyIsRefusedWithoutBeingShown(String url) throws Exception {
        Origin origin = Origin.https(HostAddress.of(HOST).orElseThrow(), 443);
        RemoteException byVariable = assertThrows(
                RemoteException.class, () -> Route.to(origin, Optional.empty(), Map.of("HTTPS_PROXY", url)));
        assertEquals(
                "the environment variable HTTPS_PROXY is not the address of an HTTP proxy, http://host:port",
                byVariable.getMessage());
        RemoteException byOption =
                assertThrows(RemoteException.class, () -> Route.to(origin, Optional.of(url), Map.of()));
        assertFalse(byOption.getMessage().contains("s3cret"), byOption::getMessage);
    }

    @Test
    void theOptionGoesBeforeTheEnvironmentAndHasNoLogin() throws Exception {
        Origin origin = Origin.https(HostAddress.of(HOST).orElseThrow(), 443);
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://user:s3cret@proxy.example:3128", "NO_PROXY", "*");
        assertEquals(
                "Route[proxy=Optional[other.example:8080]]",
                Route.to(origin, Optional.of("http://other.example:8080"), environment)
                        .toString());
        assertEquals(Route.DIRECT, Route.to(origin, Optional.of("none"), Map.of("HTTPS_PROXY", "http://p.example")));
        assertThrows(
                RemoteException.class,
                () -> Route.to(origin, Optional.of("http://user:s3cret@proxy.example:3128"), environment));
        assertEquals(Route.DIRECT, Route.to(origin, Optional.empty(), Map.of("HTTPS_PROXY", " ", "http_proxy", "x")));
        assertEquals(
                Route.DIRECT,
                Route.to(origin, Optional.empty(), Map.of("https_proxy", "", "HTTPS_PROXY", "http://p.example")));
    }
}
