package org.pimtools.testkit.doubles.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.oracle.bmc.auth.AuthenticationDetailsProvider;
import com.oracle.bmc.auth.SimpleAuthenticationDetailsProvider;
import com.oracle.bmc.core.ComputeClient;
import com.oracle.bmc.core.VirtualNetworkClient;
import com.oracle.bmc.core.model.Instance;
import com.oracle.bmc.core.model.NetworkSecurityGroup;
import com.oracle.bmc.core.model.VnicAttachment;
import com.oracle.bmc.core.requests.GetVnicRequest;
import com.oracle.bmc.core.requests.ListInstancesRequest;
import com.oracle.bmc.core.requests.ListNetworkSecurityGroupVnicsRequest;
import com.oracle.bmc.core.requests.ListNetworkSecurityGroupsRequest;
import com.oracle.bmc.core.requests.ListVnicAttachmentsRequest;
import com.oracle.bmc.http.signing.DefaultRequestSigner;
import com.oracle.bmc.http.signing.RequestSigner;
import com.oracle.bmc.identity.IdentityClient;
import com.oracle.bmc.identity.model.Compartment;
import com.oracle.bmc.identity.requests.ListCompartmentsRequest;
import com.oracle.bmc.model.BmcException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.server.Servers;

/** The double as the vendor's own SDK for Java sees it, which signs its requests. */
@Tag("slow")
class OciDoubleTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private static AuthenticationDetailsProvider login(OciTenancy tenancy, String pem) {
        return SimpleAuthenticationDetailsProvider.builder()
                .tenantId(tenancy.id())
                .userId(tenancy.user())
                .fingerprint(tenancy.key().fingerprint())
                .privateKeySupplier(() -> new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static AuthenticationDetailsProvider login(OciTenancy tenancy) {
        return login(tenancy, tenancy.key().pkcs8());
    }

    private OciDouble start(OciTenancy... tenancies) {
        return servers.add(OciDouble.start(OciDouble.Options.of(tenancies).withoutTls()));
    }

    private static List<String> instances(OciDouble server, AuthenticationDetailsProvider login, String compartment) {
        try (ComputeClient client =
                ComputeClient.builder().endpoint(server.url().toString()).build(login)) {
            List<String> seen = new ArrayList<>();
            ListInstancesRequest request = ListInstancesRequest.builder()
                    .compartmentId(compartment)
                    .limit(1000)
                    .build();
            for (Instance each : client.getPaginators().listInstancesRecordIterator(request)) {
                seen.add(each.getId() + " " + each.getDisplayName() + " "
                        + each.getLifecycleState().getValue() + " " + each.getFreeformTags());
            }
            return seen;
        }
    }

    @Test
    void theSdkReadsInstancesToTheLastPage() {
        List<OciInstance> many = new ArrayList<>(OciInstance.numbered(2345));
        many.add(OciInstance.of(3000, "it's <b> & \\ \"c\" %2f é😀").tags(Map.of("Name", "é \"x\"")));
        many.add(OciInstance.of(3001, "gone").state("TERMINATED"));
        OciTenancy tenancy = OciTenancy.numbered(1, many);
        OciDouble server = start(tenancy);
        List<String> expected = many.stream()
                .map(each -> each.id() + " " + each.name() + " " + each.state() + " " + each.tags())
                .toList();
        assertEquals(expected, instances(server, login(tenancy), tenancy.id()));
        assertEquals(3, server.calls().size());
        assertEquals(expected, instances(server, login(tenancy, tenancy.key().pkcs1()), tenancy.id()));
    }

    @Test
    void theSdkReadsCompartmentsAndNetworkCards() {
        OciTenancy tenancy = OciTenancy.numbered(
                1, List.of(), List.of(OciInstance.of(7, "seven")), List.of(OciInstance.of(8, "eight")));
        OciDouble server = start(tenancy);
        try (IdentityClient client =
                IdentityClient.builder().endpoint(server.url().toString()).build(login(tenancy))) {
            List<String> seen = new ArrayList<>();
            for (Compartment each : client.getPaginators()
                    .listCompartmentsRecordIterator(ListCompartmentsRequest.builder()
                            .compartmentId(tenancy.id())
                            .compartmentIdInSubtree(true)
                            .limit(2)
                            .build())) {
                seen.add(each.getId() + " " + each.getLifecycleState().getValue());
            }
            assertEquals(
                    List.of(
                            OciTenancy.compartment(1, 1) + " ACTIVE",
                            OciTenancy.compartment(1, 2) + " ACTIVE",
                            OciTenancy.compartment(1, 999) + " DELETED"),
                    seen);
        }
        assertEquals(2, server.calls().size());
        try (ComputeClient compute = ComputeClient.builder()
                        .endpoint(server.url().toString())
                        .build(login(tenancy));
                VirtualNetworkClient network = VirtualNetworkClient.builder()
                        .endpoint(server.url().toString())
                        .build(login(tenancy))) {
            List<String> cards = new ArrayList<>();
            for (VnicAttachment each : compute.getPaginators()
                    .listVnicAttachmentsRecordIterator(ListVnicAttachmentsRequest.builder()
                            .compartmentId(OciTenancy.compartment(1, 1))
                            .instanceId(OciInstance.id(7))
                            .build())) {
                cards.add(
                        each.getLifecycleState() == VnicAttachment.LifecycleState.Attached
                                ? network.getVnic(GetVnicRequest.builder()
                                                .vnicId(each.getVnicId())
                                                .build())
                                        .getVnic()
                                        .getMacAddress()
                                : each.getLifecycleState().getValue());
            }
            assertEquals(List.of(OciInstance.mac(7), "DETACHED"), cards);
        }
    }

    @Test
    void theSdkReadsSecurityGroupsToTheLastPage() {
        List<OciNetworkResource> groups = new ArrayList<>();
        groups.add(OciNetworkResource.securityGroup(0, "it's <b> & \\ \"c\" é😀", OciInstance.id(1), OciInstance.id(2))
                .tags(Map.of("Name", "é")));
        groups.add(OciNetworkResource.securityGroup(2000, "gone").state("TERMINATED"));
        for (int i = 1; i < 1234; i++) {
            groups.add(OciNetworkResource.securityGroup(i, "group " + i));
        }
        OciTenancy tenancy = OciTenancy.numbered(1, List.of());
        tenancy = tenancy.with(tenancy.id(), groups);
        OciDouble server = start(tenancy);
        List<String> seen = new ArrayList<>();
        List<String> members = new ArrayList<>();
        try (VirtualNetworkClient network =
                VirtualNetworkClient.builder().endpoint(server.url().toString()).build(login(tenancy))) {
            for (NetworkSecurityGroup each : network.getPaginators()
                    .listNetworkSecurityGroupsRecordIterator(ListNetworkSecurityGroupsRequest.builder()
                            .compartmentId(tenancy.id())
                            .limit(1000)
                            .build())) {
                seen.add(each.getId() + " " + each.getDisplayName() + " "
                        + each.getLifecycleState().getValue() + " " + each.getFreeformTags());
            }
            network.getPaginators()
                    .listNetworkSecurityGroupVnicsRecordIterator(ListNetworkSecurityGroupVnicsRequest.builder()
                            .networkSecurityGroupId(groups.get(0).id())
                            .build())
                    .forEach(card -> members.add(card.getResourceId()));
        }
        assertEquals(
                groups.stream()
                        .map(each -> each.id() + " " + each.name() + " " + each.state() + " " + each.tags())
                        .toList(),
                seen);
        assertEquals(groups.get(0).members(), members);
        assertEquals(2 + 1, server.calls().size());
    }

    /** The SDK's own client for load balancers is not there: its signature, and the JDK's client. */
    @Test
    void loadBalancersAreReadToTheLastPageWithTheSdksSignature() throws Exception {
        List<OciNetworkResource> balancers = new ArrayList<>();
        for (int i = 0; i < 1234; i++) {
            balancers.add(OciNetworkResource.balancer(i, "balancer é " + i));
        }
        OciTenancy tenancy = OciTenancy.numbered(1, List.of());
        tenancy = tenancy.with(tenancy.id(), balancers);
        OciDouble server = start(tenancy);
        RequestSigner signer = DefaultRequestSigner.createRequestSigner(login(tenancy));
        List<String> seen = new ArrayList<>();
        Optional<String> page = Optional.of("");
        while (page.isPresent()) {
            URI uri = URI.create(server.url() + "/20170115/loadBalancers?limit=1000&compartmentId=" + tenancy.id()
                    + (page.get().isEmpty() ? "" : "&page=" + URLEncoder.encode(page.get(), StandardCharsets.UTF_8)));
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            signer.signRequest(uri, "GET", Map.of(), null).forEach((name, value) -> {
                if (!name.equalsIgnoreCase("host")) {
                    request.header(name, value);
                }
            });
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            new ObjectMapper()
                    .readTree(answer.body())
                    .forEach(each -> seen.add(each.get("id").asText() + " "
                            + each.get("displayName").asText()));
            page = answer.headers().firstValue("opc-next-page");
        }
        assertEquals(
                balancers.stream().map(each -> each.id() + " " + each.name()).toList(), seen);
        assertEquals(2, server.calls().size());
    }

    @Test
    void whatIsNotSignedByTheUserJustNowIsRefused() {
        OciTenancy one = OciTenancy.numbered(1, List.of(OciInstance.of(1, "one")));
        OciTenancy other = OciTenancy.numbered(2, List.of(OciInstance.of(2, "two")));
        OciDouble server = start(one, other);
        assertEquals(1, instances(server, login(one), one.id()).size());
        assertRefused(401, "NotAuthenticated", server, login(one, other.key().pkcs8()), one.id());
        assertRefused(404, "NotAuthorizedOrNotFound", server, login(one), other.id());
        OciDouble late = servers.add(OciDouble.start(
                OciDouble.Options.of(one).withoutTls().clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))));
        assertRefused(401, "NotAuthenticated", late, login(one), one.id());
        server.inject(one.id(), 1, 1, new PageFault.Refuses(OciRefusal.reply(400, "InvalidParameter")));
        assertRefused(400, "InvalidParameter", server, login(one), one.id());
    }

    private static void assertRefused(
            int status, String code, OciDouble server, AuthenticationDetailsProvider login, String compartment) {
        BmcException refused = assertThrows(BmcException.class, () -> instances(server, login, compartment));
        assertEquals(status, refused.getStatusCode());
        assertEquals(code, refused.getServiceCode());
    }
}
