package org.pimtools.testkit.doubles.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.DebianPython;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;

/** The double as the vendor's own client sees it: the one for Python, as Debian has it. */
@Tag("slow")
class AzureDoubleTest {
    private static final String SUBSCRIPTION = AzureApp.subscription(1);

    @TempDir
    private Path folder;

    @Test
    void theVendorsClientReadsToTheLastPage() throws Exception {
        List<AzureVm> vms = new ArrayList<>(AzureVm.numbered(2345));
        vms.set(
                0,
                AzureVm.of(1, "odd")
                        .group("Group.é_(1)")
                        .tags(Map.of("Name", "it's <b> & \\ \"c\" %2f é😀", "other", "")));
        vms.set(
                1,
                new AzureVm(
                        "g",
                        "two",
                        AzureVm.vmId(2),
                        "",
                        Map.of(),
                        List.of(AzureVm.mac(2), AzureVm.mac(9999)),
                        "Failed"));
        AzureNetworkResource group = AzureNetworkResource.securityGroup("Odd.é")
                .tags(Map.of("Name", "it's <b> & \\ \"c\" é😀"))
                .state("Failed");
        AzureNetworkResource balancer = AzureNetworkResource.balancer("lb-0");
        List<AzureNetworkResource> networks = new ArrayList<>(List.of(group, balancer));
        for (int i = 1; i < 1234; i++) {
            networks.add(AzureNetworkResource.securityGroup("nsg-" + i));
            networks.add(AzureNetworkResource.balancer("lb-" + i));
        }
        vms.set(2, AzureVm.of(3, "vm3").networks(group, balancer));
        AzureApp app = AzureApp.numbered(1, Map.of(SUBSCRIPTION, vms)).with(SUBSCRIPTION, networks);
        try (AzureDouble server = AzureDouble.start(AzureDouble.Options.of(app))) {
            JsonNode read = read(server, app, SUBSCRIPTION);
            assertTrue(read.has("machines"), read::toString);
            assertEquals(vms.size(), read.get("machines").size(), read::toString);
            Set<String> cards = new HashSet<>();
            read.get("cards")
                    .forEach(card ->
                            cards.add(card.get(0).asText() + " " + card.get(1).asText()));
            for (int i = 0; i < vms.size(); i++) {
                AzureVm vm = vms.get(i);
                JsonNode machine = read.get("machines").get(i);
                assertEquals(vm.resourceId(SUBSCRIPTION), machine.get(0).asText());
                assertEquals(vm.vmId(), machine.get(1).asText());
                assertEquals(vm.name(), machine.get(2).asText());
                assertEquals(vm.computerName(), machine.get(3).asText("").replace("null", ""));
                assertEquals(vm.state(), machine.get(5).asText());
                vm.tags()
                        .forEach((key, value) ->
                                assertEquals(value, machine.get(4).get(key).asText()));
                vm.macs().forEach(mac -> assertTrue(cards.contains(vm.resourceId(SUBSCRIPTION) + " " + mac)));
            }
            assertEquals(2346, cards.size());
            for (JsonNode card : read.get("cards")) {
                boolean ofThree = card.get(0).asText().equals(vms.get(2).resourceId(SUBSCRIPTION));
                assertEquals(
                        ofThree ? group.resourceId(SUBSCRIPTION) : "null",
                        card.get(2).asText());
                assertEquals(
                        ofThree ? "[\"" + balancer.resourceId(SUBSCRIPTION) + "/backendAddressPools/pool\"]" : "[]",
                        card.get(3).toString());
            }
            assertResources(networks, read);
            assertEquals(2 * 3 + 2 * 2, server.calls(SUBSCRIPTION));
        }
    }

    private static void assertResources(List<AzureNetworkResource> networks, JsonNode read) {
        for (AzureNetworkResource.Type type : AzureNetworkResource.Type.values()) {
            List<AzureNetworkResource> expected =
                    networks.stream().filter(each -> each.type() == type).toList();
            JsonNode seen = read.get(type == AzureNetworkResource.Type.SECURITY_GROUP ? "groups" : "balancers");
            assertEquals(expected.size(), seen.size());
            for (int i = 0; i < expected.size(); i++) {
                AzureNetworkResource each = expected.get(i);
                assertEquals(each.resourceId(SUBSCRIPTION), seen.get(i).get(0).asText());
                assertEquals(each.name(), seen.get(i).get(1).asText());
                assertEquals(
                        each.tags().getOrDefault("Name", ""),
                        seen.get(i).get(2).path("Name").asText());
                assertEquals(each.state(), seen.get(i).get(3).asText());
            }
        }
    }

    @Test
    void theVendorsClientUnderstandsTheErrors() throws Exception {
        AzureApp app = AzureApp.numbered(1, Map.of(SUBSCRIPTION, AzureVm.numbered(3)));
        try (AzureDouble server = AzureDouble.start(AzureDouble.Options.of(app))) {
            String wrong =
                    read(server, app.secret("wrong"), SUBSCRIPTION).get("error").asText();
            assertTrue(wrong.contains("AADSTS7000215"), wrong);
            String unknown =
                    read(server, app, AzureApp.subscription(9)).get("error").asText();
            assertTrue(unknown.contains("SubscriptionNotFound"), unknown);
            server.inject(SUBSCRIPTION, 1, PageFaults.ALWAYS, new PageFault.Refuses(AzureError.authorizationFailed()));
            String forbidden = read(server, app, SUBSCRIPTION).get("error").asText();
            assertTrue(forbidden.contains("AuthorizationFailed"), forbidden);
        }
    }

    private JsonNode read(AzureDouble server, AzureApp app, String subscription)
            throws IOException, InterruptedException {
        return DebianPython.run(
                "azure",
                AzureDoubleTest.class,
                "list_all.py",
                Files.createTempDirectory(folder, "client"),
                Map.of(
                        "HOME",
                        folder.toString(),
                        "SECRET",
                        app.clientSecret(),
                        "REQUESTS_CA_BUNDLE",
                        server.certificate().writePem(folder, "double").toString()),
                server.authority(),
                app.tenant(),
                app.clientId(),
                subscription);
    }
}
