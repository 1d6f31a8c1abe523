package org.pimtools.migrator.provider.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.HttpListener;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciRefusal;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.server.Servers;

/** What misbehaves is asked again within its budget, or fails the endpoint in one way; what was read is all there is. */
@Tag("slow")
class OciFaultsTest {
    private static final int VMS = 3500;
    /** Compartments, four pages, and one of the other compartment. */
    private static final int CALLS = 1 + 4 + 1;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private final OciTenancy tenancy = OciTenancy.numbered(1, OciInstance.numbered(VMS), List.of());
    private OciDouble server;

    private OneEndpoint.Description endpoint() {
        server = servers.add(OciDouble.start(OciDouble.Options.of(tenancy)));
        return CloudEndpoints.of(server, tenancy);
    }

    private static PageFault refuses(int status, String code) {
        return new PageFault.Refuses(OciRefusal.reply(status, code));
    }

    @Test
    void whatPassesIsOutlastedWithinItsBudget() throws Exception {
        OneEndpoint.Description endpoint = endpoint();
        for (String list : List.of(tenancy.id(), OciDouble.COMPARTMENTS)) {
            int page = list.equals(tenancy.id()) ? 3 : 1;
            server.inject(list, page, 3, refuses(429, "TooManyRequests"));
            assertEquals(CALLS + 3, OneEndpoint.callsToTheEnd(endpoint, VMS));
            server.inject(list, page, 2, refuses(500, "InternalServerError"));
            assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS));
            server.inject(list, page, 2, new PageFault.Cuts());
            assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS));
            server.inject(list, page, 1, new PageFault.IsSlow(Duration.ofMillis(500)));
            assertEquals(CALLS, OneEndpoint.callsToTheEnd(endpoint, VMS));
        }
        server.inject(tenancy.id(), 3, 2, new PageFault.Repeats());
        assertEquals(CALLS + 2, OneEndpoint.callsToTheEnd(endpoint, VMS));
        HttpExchange.Reply busy = OciRefusal.reply(429, "TooManyRequests").with("Retry-After", "1");
        server.inject(tenancy.id(), 3, 1, new PageFault.Refuses(busy));
        long begin = System.nanoTime();
        OneEndpoint.callsToTheEnd(endpoint, VMS);
        assertTrue(System.nanoTime() - begin >= 1_000_000_000L, "as long as the server asked for");
    }

    @Test
    void whatLastsFailsTheEndpointInOneWay() {
        OneEndpoint.Description endpoint = endpoint();
        String here = "compartment " + tenancy.id() + ": ";
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, refuses(429, "TooManyRequests"));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, here + "OCI answered HTTP 429 TooManyRequests, again and again", endpoint);
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, refuses(500, "InternalServerError"));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, here + "OCI answered HTTP 500 InternalServerError", endpoint);
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, refuses(403, "NotAllowed"));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED,
                here + "OCI answered HTTP 403 NotAllowed: allow the user's group to read instances",
                endpoint);
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, new PageFault.Cuts());
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, here + "the connection broke off", endpoint);
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, new PageFault.Repeats());
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, here + "OCI sends a page that it sent before", endpoint);
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, new PageFault.Floods(1L << 30));
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, here + "an answer of more than", endpoint);
        server.inject(tenancy.id(), 3, 1, new PageFault.Garbles());
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, here + "the answer is not what OCI says", endpoint);
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, new PageFault.KeepsSilent());
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED, here + "no whole answer within", endpoint, OneEndpoint.IMPATIENT);
        server.heal();
        server.inject(OciDouble.COMPARTMENTS, 1, PageFaults.ALWAYS, refuses(404, "NotAuthorizedOrNotFound"));
        OneEndpoint.assertFails(
                FindingCode.ENDPOINT_FAILED,
                "the list of compartments: OCI answered HTTP 404 NotAuthorizedOrNotFound",
                endpoint);
    }

    @Test
    void aRefusedSignatureIsTriedOnceAndNotShown() {
        OneEndpoint.Description endpoint = endpoint();
        server.inject(tenancy.id(), 3, PageFaults.ALWAYS, refuses(401, "NotAuthenticated"));
        OneEndpoint.assertFails(
                FindingCode.LOGIN_REFUSED, "OCI answered HTTP 401 NotAuthenticated: check tenancy, user", endpoint);
        assertEquals(1 + 3, server.calls().size());
    }

    @Test
    void aClockThatIsAnHourWrongIsNamed() {
        for (int hours : new int[] {-1, 1}) {
            OciDouble other = servers.add(OciDouble.start(
                    OciDouble.Options.of(tenancy).clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)))));
            OneEndpoint.assertFails(
                    FindingCode.ENDPOINT_FAILED,
                    "this host's clock is 60 min " + (hours < 0 ? "ahead of" : "behind") + " OCI's",
                    CloudEndpoints.of(other, tenancy));
            assertEquals(1, other.calls().size());
        }
    }

    @Test
    void aKeyThatCannotBeUsedIsNotSentAnywhere() {
        OneEndpoint.Description endpoint = endpoint();
        String pem = tenancy.key().pkcs8();
        assertNoCredentials("is no private key in PEM form", endpoint.secret("key-file", "not a key"));
        assertNoCredentials("is no RSA key", endpoint.secret("key-file", pem.replaceAll("(?m)^M.*$", "MIIB")));
        assertNoCredentials(
                "has a passphrase, which a plan cannot carry",
                endpoint.secret("key-file", pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")));
        assertNoCredentials(
                "has a passphrase, which a plan cannot carry",
                endpoint.secret(
                        "key-file",
                        tenancy.key()
                                .pkcs1()
                                .replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nM")));
        OciTenancy other = OciTenancy.numbered(2, List.of());
        assertNoCredentials(
                "has the fingerprint " + other.key().fingerprint() + ", which is not the account's "
                        + tenancy.key().fingerprint(),
                endpoint.secret("key-file", other.key().pkcs8()));
        assertEquals(List.of(), server.calls());
    }

    private static void assertNoCredentials(String message, OneEndpoint.Description endpoint) {
        EndpointException failed = OneEndpoint.assertFails(FindingCode.NO_CREDENTIALS, message, endpoint);
        assertFalse(failed.getMessage().contains("MII"), failed.getMessage());
    }

    @Test
    void nothingIsSentElsewhere() {
        List<HttpExchange.Request> elsewhere = new ArrayList<>();
        HttpListener other = servers.add(HttpListener.plain(request -> {
            elsewhere.add(request);
            return new HttpExchange.Reply(200, Map.of(), "[]".getBytes(StandardCharsets.UTF_8));
        }));
        String evil = "http://127.0.0.1:" + other.port();
        OneEndpoint.Description endpoint = endpoint();
        server.inject(tenancy.id(), 2, 1, new PageFault.Redirects(URI.create(evil + "/20160918/instances")));
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "OCI answered HTTP 307, which leads to " + evil, endpoint);
        // a token is no link, whatever it says
        HttpExchange.Reply leading = new HttpExchange.Reply(
                200, Map.of("opc-next-page", evil + "/x?a=b&c"), "[]".getBytes(StandardCharsets.UTF_8));
        server.inject(tenancy.id(), 2, 1, new PageFault.Refuses(leading));
        OneEndpoint.assertFails(FindingCode.ENDPOINT_FAILED, "OCI answered HTTP 400 InvalidParameter", endpoint);
        assertTrue(elsewhere.isEmpty(), elsewhere::toString);
    }

    /** The key's text must not be found in any encoding that a message could have. */
    @Test
    void theKeyNeverShowsItself() throws Exception {
        ApiKey key = ApiKey.read(
                org.pimtools.common.secret.Secret.of(tenancy.key().pkcs1()),
                tenancy.key().fingerprint());
        assertEquals("ApiKey[" + tenancy.key().fingerprint() + "]", key.toString());
        assertEquals(256, Base64.getDecoder().decode(key.signature("x")).length);
    }
}
