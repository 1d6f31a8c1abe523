package org.pimtools.testkit.doubles.vcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.DebianPython;
import org.pimtools.testkit.server.Servers;

/**
 * The double as Apache Libcloud sees it, by the newest version of the API that it knows (5.5). What Libcloud does not know, the
 * sessions of the OpenAPI and metadata in a query, is read with the JDK's client as the vendor's documents show it.
 */
@Tag("slow")
class VcdDoubleTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    @Test
    void libcloudReadsToTheLastPageOverHttps() throws Exception {
        List<VcdVm> vms = new ArrayList<>(VcdVm.numbered(300));
        vms.add(VcdVm.of(301, "it's <b> & \\ \"c\" %2f é😀"));
        vms.add(VcdVm.of(302, "a template's").kind(VcdVm.Kind.OF_TEMPLATE));
        VcdOrganisation one = VcdOrganisation.of("Org-1", vms);
        VcdOrganisation other = VcdOrganisation.of("Org-2", List.of(VcdVm.of(900, "elsewhere")));
        VcdDouble server =
                servers.add(VcdDouble.start(VcdDouble.Options.of(one, other).versions("5.5", "36.3")));
        JsonNode seen = listed(server, one, one.password());
        assertEquals(3, seen.get("pages").asInt());
        List<String> expected = new ArrayList<>();
        vms.subList(0, 301)
                .forEach(vm -> expected.add(server.url() + "/api/vApp/vm-" + vm.uuid() + " " + vm.name() + " false"));
        List<String> read = new ArrayList<>();
        seen.get("vms")
                .forEach(vm -> read.add(vm.get(0).asText() + " " + vm.get(1).asText() + " "
                        + vm.get(2).asText()));
        assertEquals(expected, read);
        assertEquals(3, server.pages());
        AssertionError refused = assertThrows(AssertionError.class, () -> listed(server, one, "wrong"));
        assertTrue(refused.getMessage().contains("InvalidCreds"), refused.getMessage());
    }

    private JsonNode listed(VcdDouble server, VcdOrganisation organisation, String password) throws Exception {
        Path home = Files.createTempDirectory(folder, "client");
        return DebianPython.run(
                "libcloud",
                VcdDoubleTest.class,
                "libcloud_vms.py",
                home,
                Map.of(
                        "PASSWORD",
                        password,
                        "CERTIFICATE",
                        server.certificate().writePem(home, "double").toString()),
                server.host(),
                Integer.toString(server.port()),
                organisation.user() + "@" + organisation.name(),
                "5.5");
    }

    @Test
    void aSessionOfTheOpenApiShowsMetadata() throws Exception {
        VcdOrganisation one = VcdOrganisation.of(
                "Org-1", List.of(VcdVm.of(1, "a").metadata(Map.of("known as", "ABQ_1")), VcdVm.of(2, "b")));
        VcdDouble server = servers.add(VcdDouble.start(VcdDouble.Options.of(one).withoutTls()));
        String basic = Base64.getEncoder()
                .encodeToString(
                        (one.user() + "@" + one.name() + ":" + one.password()).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> login =
                send(server, "POST", "/cloudapi/1.0.0/sessions", "json;version=39.0", "Basic " + basic);
        assertEquals(200, login.statusCode());
        String token = "Bearer "
                + login.headers().firstValue("X-VMWARE-VCLOUD-ACCESS-TOKEN").orElseThrow();
        String query = "/api/query?type=vm&format=idrecords&fields=name,isDeleted,metadata:known%20as";
        String xml = send(server, "GET", query, "*+xml;version=39.0", token).body();
        assertTrue(xml.contains("<VMRecord id=\"" + VcdVm.urn(1) + "\" isDeleted=\"false\" name=\"a\"><Metadata"), xml);
        assertTrue(xml.contains("<Key>known as</Key><TypedValue xsi:type=\"MetadataStringValue\"><Value>ABQ_1<"), xml);
        assertTrue(
                xml.contains("<VMRecord id=\"" + VcdVm.urn(2) + "\" isDeleted=\"false\" name=\"b\"></VMRecord>"), xml);
        assertEquals(
                List.of(400, 406, 401, 404),
                List.of(
                        send(server, "GET", query + ",nonsense", "*+xml;version=39.0", token)
                                .statusCode(),
                        send(server, "GET", query, "*+xml;version=35.0", token).statusCode(),
                        send(server, "GET", query, "*+xml;version=39.0", token + "x")
                                .statusCode(),
                        send(server, "POST", "/api/sessions", "*+xml;version=38.1", "Basic " + basic)
                                .statusCode()));
        assertEquals(1, server.sessions());
        assertEquals(
                204,
                send(server, "DELETE", "/cloudapi/1.0.0/sessions/current", "json;version=39.0", token)
                        .statusCode());
        assertEquals(0, server.sessions());
    }

    private static HttpResponse<String> send(
            VcdDouble server, String method, String target, String accept, String authorization) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + target))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .header("Accept", "application/" + accept)
                                .header("Authorization", authorization)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
