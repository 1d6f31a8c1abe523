package org.pimtools.migrator.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.provider.ReadInLittleMemory;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureCall;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureVm;

@Tag("slow")
class AzureConnectorTest {
    private static final String SUBSCRIPTION = AzureApp.subscription(1);

    private static ProviderId id(AzureVm vm) {
        return new ProviderId((vm.resourceId(SUBSCRIPTION) + "#" + vm.vmId()).toLowerCase(Locale.ROOT));
    }

    private static Set<InventoryVm> named(List<AzureVm> vms, String... names) {
        Set<InventoryVm> expected = new java.util.HashSet<>();
        for (int i = 0; i < names.length; i++) {
            expected.add(new InventoryVm(id(vms.get(i)), names[i]));
        }
        return expected;
    }

    @Test
    void aMachineIsKnownByItsResourceAndVmIdAndByTheNameThatIsChosen() throws Exception {
        List<AzureVm> vms = List.of(
                AzureVm.of(1, "UbuntuServer").group("AZURERG-Nardo.53000(WestEurope)_é"),
                AzureVm.of(2, "web").tags(Map.of("name", "ABQ_2", "platform", " <b> ' é😀 ")),
                AzureVm.of(3, "failed").state("Failed"));
        AzureVm deleted = AzureVm.of(4, "web").state("Deleting");
        AzureVm creating = new AzureVm("g", "new", "", "new", Map.of(), List.of(), "Creating");
        AzureApp app = AzureApp.numbered(
                1, Map.of(SUBSCRIPTION, List.of(vms.get(0), vms.get(1), vms.get(2), deleted, creating)));
        try (AzureDouble server = AzureDouble.start(AzureDouble.Options.of(app).pageSize(2))) {
            assertEquals(named(vms, "UbuntuServer", "web", "failed"), read(server, app, Map.of()));
            assertEquals(
                    named(vms, "", "ABQ_2", ""),
                    read(server, app, Map.of("name-from", "tag")),
                    "Azure does not regard the case of a tag's key");
            assertEquals(
                    named(vms, "", " <b> ' é😀 ", ""),
                    read(server, app, Map.of("name-from", "tag", "name-tag", "platform")));
            assertEquals(
                    named(vms, "host1", "host2", "host3"), read(server, app, Map.of("name-from", "computer-name")));
            assertEquals(
                    Set.of(
                            "POST /" + app.tenant() + "/oauth2/v2.0/token",
                            "GET /subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Compute/virtualMachines"),
                    server.calls().stream()
                            .map(call -> call.method() + " " + call.path())
                            .collect(Collectors.toSet()));
        }
        for (AzureVm vm : vms) {
            assertEquals(Optional.empty(), ProviderKind.AZURE.idFault(id(vm).value()), vm::toString);
        }
    }

    private static Set<InventoryVm> read(AzureDouble server, AzureApp app, Map<String, String> options)
            throws Exception {
        try (Reading reading = Reading.of(server, SUBSCRIPTION, app, OneEndpoint.PATIENT, options)) {
            return Set.copyOf(reading.list());
        }
    }

    @Test
    void evidenceAreTheMacAddressesOfTheNetworkInterfaces() throws Exception {
        AzureVm two = new AzureVm(
                "G", "two", AzureVm.vmId(9), "two", Map.of(), List.of(AzureVm.mac(9), AzureVm.mac(10)), "Succeeded");
        List<AzureVm> vms = List.of(AzureVm.of(1, "one"), two, AzureVm.of(3, "other"));
        AzureApp app = AzureApp.numbered(1, Map.of(SUBSCRIPTION, vms));
        try (AzureDouble server = AzureDouble.start(AzureDouble.Options.of(app).pageSize(1));
                Reading reading = Reading.of(server, SUBSCRIPTION, app)) {
            ProviderId gone = id(AzureVm.of(77, "gone"));
            assertEquals(
                    Map.of(
                            id(vms.get(0)),
                                    new Evidence("", new TreeSet<>(), new TreeSet<>(Set.of("00:0d:00:00:00:01"))),
                            id(two),
                                    new Evidence(
                                            "",
                                            new TreeSet<>(),
                                            new TreeSet<>(Set.of("00:0d:00:00:00:09", "00:0d:00:00:00:0a")))),
                    reading.evidence(List.of(id(vms.get(0)), id(two), gone)));
            assertEquals(3 + 1, reading.calls());
        }
    }

    @Test
    void theSecretGoesToTheAuthorityAndTheTokenToTheEndpoint() throws Exception {
        AzureApp app = AzureApp.numbered(1, Map.of(SUBSCRIPTION, AzureVm.numbered(3)));
        try (AzureDouble server = AzureDouble.start(AzureDouble.Options.of(app));
                AzureDouble authority = AzureDouble.start(AzureDouble.Options.of(app));
                Reading reading = new Reading(
                        server.port(),
                        Map.of(
                                server.port(), server.certificate().sha256(),
                                authority.port(), authority.certificate().sha256()),
                        OneEndpoint.PATIENT,
                        SUBSCRIPTION,
                        app,
                        authority.authority(),
                        Map.of())) {
            server.trust(authority);
            assertEquals(3, reading.count());
            assertEquals(
                    List.of(new AzureCall("POST", "/" + app.tenant() + "/oauth2/v2.0/token", false)),
                    authority.calls());
            assertEquals(0, server.logins());
            assertEquals(1, server.calls(SUBSCRIPTION));
        }
    }

    @Test
    void aHundredThousandMachinesTakeACallAPageAndTheMemoryOfAPage(@TempDir Path folder) throws Exception {
        AzureApp app = AzureApp.numbered(1, Map.of(SUBSCRIPTION, AzureVm.numbered(100_000)));
        try (AzureDouble server = AzureDouble.start(AzureDouble.Options.of(app))) {
            // one login and a call for each of 100 pages
            assertEquals(
                    101, ReadInLittleMemory.calls(Reading.description(server, SUBSCRIPTION, app), 100_000, folder));
        }
    }
}
