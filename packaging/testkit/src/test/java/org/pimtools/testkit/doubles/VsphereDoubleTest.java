package org.pimtools.testkit.doubles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.SoapFault;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.server.VsphereClient;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

@Tag("slow")
class VsphereDoubleTest {
    private static final VsphereInventory SOME = VsphereInventory.numbered(250);

    @Test
    void itAnswersAsTheSimulatorDoes() {
        Tools.require("vcsim");
        List<VsphereVm> vms = new ArrayList<>(SOME.vms());
        vms.add(VsphereVm.of(1001, "it's <b> & \\ \"c\" %2f é😀"));
        vms.add(VsphereVm.of(1002, "vm 1"));
        vms.add(new VsphereVm("vm-1003", "unreadable", null, null, "esx1", "store", "null", false));
        VsphereInventory inventory = VsphereInventory.vCenter(SOME.serverUuid(), vms);
        try (VcSim simulator = VcSim.start(VcSim.Options.of(inventory));
                VsphereDouble server = VsphereDouble.start(VsphereDouble.Options.of(inventory));
                VsphereClient ofTheSimulator = new VsphereClient(
                        simulator.url(),
                        simulator.certificate().clientContext(),
                        simulator.user(),
                        simulator.password());
                VsphereClient ofTheDouble = client(server)) {
            assertEquals(vms, ofTheDouble.vms());
            assertEquals(ofTheSimulator.vms(), ofTheDouble.vms());
            assertEquals(ofTheSimulator.instanceUuid(), ofTheDouble.instanceUuid());
        }
    }

    @Test
    void aListIsReadByPagesAndEveryCallIsLogged() {
        try (VsphereDouble server = VsphereDouble.start(VsphereDouble.Options.of(SOME))) {
            try (VsphereClient client = client(server)) {
                assertEquals(SOME.vms(), client.vms());
            }
            assertEquals(
                    Map.of(
                            "RetrieveServiceContent", 1L,
                            "Login", 1L,
                            "CreateContainerView", 3L,
                            "RetrievePropertiesEx", 3L,
                            "ContinueRetrievePropertiesEx", 2L,
                            "DestroyView", 3L,
                            "Logout", 1L),
                    server.log().counts());
        }
    }

    @Test
    void anEsxiHostSaysThatItIsOne() throws Exception {
        VsphereInventory inventory = VsphereInventory.esxi(
                "11111111-2222-3333-4444-555555555555",
                List.of(new VsphereVm("1", "a", "b", "i", "esx", "store", "00:50:56:00:00:01", true)));
        try (VsphereDouble server = VsphereDouble.start(VsphereDouble.Options.of(inventory))) {
            String content =
                    post(server, "<RetrieveServiceContent xmlns='urn:vim25'/>").body();
            assertTrue(content.contains("<apiType>HostAgent</apiType>"), content);
            try (VsphereClient client = client(server)) {
                assertEquals(inventory.vms(), client.vms());
            }
        }
    }

    @Test
    void aWrongPasswordAndAMissingSessionAreFaults() throws Exception {
        try (VsphereDouble server = VsphereDouble.start(VsphereDouble.Options.of(SOME))) {
            SoapFault refused = assertThrows(
                    SoapFault.class,
                    () -> new VsphereClient(server.url(), server.certificate().clientContext(), server.user(), "wrong")
                            .close());
            assertEquals("InvalidLogin", refused.type());
            HttpResponse<String> stranger = post(server, "<CreateContainerView xmlns='urn:vim25'/>");
            assertEquals(500, stranger.statusCode());
            assertTrue(stranger.body().contains("NotAuthenticatedFault"), stranger.body());
        }
    }

    @Test
    void anExpiredCertificateIsShown() throws Exception {
        try (VsphereDouble server = VsphereDouble.start(
                VsphereDouble.Options.of(SOME).certificate(Certificates.expired(Certificates.KeyKind.RSA)))) {
            try (SSLSocket connection = (SSLSocket) server.certificate()
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(server.host(), server.port())) {
                X509Certificate shown =
                        (X509Certificate) connection.getSession().getPeerCertificates()[0];
                assertEquals(server.fingerprint(), Certificates.sha256(shown));
                assertThrows(CertificateExpiredException.class, shown::checkValidity);
            }
        }
    }

    @Test
    void aPageFailsAsOftenAsAskedFor() {
        try (VsphereDouble server =
                        VsphereDouble.start(VsphereDouble.Options.of(SOME).pageSize(50));
                VsphereClient client = client(server)) {
            server.inject(new Fault.FailsAtPage(3, 1));
            assertEquals(
                    "RuntimeFault", assertThrows(SoapFault.class, client::vms).type());
            assertEquals(SOME.vms(), client.vms());
            server.inject(new Fault.CutsAtPage(2, 1));
            assertThrows(UncheckedIOException.class, client::vms);
            assertEquals(SOME.vms(), client.vms());
        }
    }

    @Test
    void itIsUnavailableForAsManyRequestsAsAskedFor() throws Exception {
        try (VsphereDouble server = VsphereDouble.start(VsphereDouble.Options.of(SOME))) {
            server.inject(new Fault.Unavailable(2));
            List<Integer> statuses = new ArrayList<>();
            for (int attempt = 0; attempt < 3; attempt++) {
                statuses.add(post(server, "<RetrieveServiceContent xmlns='urn:vim25'/>")
                        .statusCode());
            }
            assertEquals(List.of(503, 503, 200), statuses);
        }
    }

    @Test
    void itStaysSilentUntilItIsHealed() throws Exception {
        try (VsphereDouble server = VsphereDouble.start(VsphereDouble.Options.of(SOME))) {
            server.inject(new Fault.NeverAnswers());
            assertThrows(
                    HttpTimeoutException.class,
                    () -> post(server, "<RetrieveServiceContent xmlns='urn:vim25'/>", Duration.ofSeconds(1)));
            server.inject(new Fault.NeverGreets());
            try (Socket connection = server.certificate()
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(server.host(), server.port())) {
                connection.setSoTimeout(200);
                assertThrows(
                        SocketTimeoutException.class,
                        () -> connection.getInputStream().read());
            }
            server.inject(new Fault.Drips(Duration.ofMillis(20)));
            assertThrows(
                    HttpTimeoutException.class,
                    () -> post(server, "<RetrieveServiceContent xmlns='urn:vim25'/>", Duration.ofSeconds(1)));
            server.heal();
            try (VsphereClient client = client(server)) {
                assertEquals(SOME.serverUuid(), client.instanceUuid());
            }
        }
    }

    @Test
    void aProxyNamesTheCallsAndKeepsNoBodies() {
        Tools.require("vcsim");
        try (VcSim simulator = VcSim.start(VcSim.Options.of(SOME).withoutTls());
                SoapProxy proxy = SoapProxy.start(simulator.url(), Certificates.valid(Certificates.KeyKind.EC))) {
            try (VsphereClient client = new VsphereClient(
                    proxy.url(), proxy.certificate().clientContext(), simulator.user(), simulator.password())) {
                assertEquals(SOME.vms(), client.vms());
            }
            List<String> methods = proxy.log().methods();
            assertEquals(List.of("RetrieveServiceContent", "Login"), methods.subList(0, 2));
            assertEquals(3, proxy.log().count("RetrievePropertiesEx"));
            assertFalse(proxy.log().calls().toString().contains(simulator.password()));
            assertEquals(URI.create("https://127.0.0.1:" + proxy.port() + "/sdk"), proxy.url());
        }
    }

    private static VsphereClient client(VsphereDouble server) {
        return new VsphereClient(server.url(), server.certificate().clientContext(), server.user(), server.password());
    }

    private static HttpResponse<String> post(VsphereDouble server, String call) throws Exception {
        return post(server, call, Duration.ofMinutes(2));
    }

    private static HttpResponse<String> post(VsphereDouble server, String call, Duration limit) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(server.certificate().clientContext())
                .build()
                .send(
                        HttpRequest.newBuilder(server.url())
                                .timeout(limit)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>"
                                                + call + "</e:Body></e:Envelope>"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
