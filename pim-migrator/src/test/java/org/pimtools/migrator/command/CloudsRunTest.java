package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.hyperv.HypervDouble;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdEdge;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.Servers;

/** The night of a host whose VMs are at one provider, by the command itself and on a real Redis. */
@Tag("slow")
class CloudsRunTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    @Test
    void vcloud() throws Exception {
        VcdOrganisation organisation = VcdOrganisation.of(
                        "Org-1", List.of(VcdVm.of(1, "ABQ_1"), VcdVm.of(2, "it's: <b> é"), VcdVm.of(3, "a stranger")))
                .edges(VcdEdge.of(
                        1,
                        "edge",
                        new VcdEdge.Rule(7, "old", List.of(VcdVm.of(1, "").address()), List.of(VcdVm.urn(2))),
                        new VcdEdge.Rule(
                                8, "of a stranger", List.of(VcdVm.of(3, "").address()), List.of())));
        VcdDouble server = servers.add(VcdDouble.start(VcdDouble.Options.of(organisation)));
        String printed = night(
                CloudEndpoints.of(server, organisation), Map.of("ABQ_1", VcdVm.urn(1), "it's: <b> é", VcdVm.urn(2)));
        assertTrue(printed.contains("warning PIM-0150 × 1"), printed);
    }

    @Test
    void oci() throws Exception {
        OciTenancy tenancy = OciTenancy.numbered(
                1,
                List.of(
                        OciInstance.of(1, "ABQ_1"),
                        OciInstance.of(3, "it's: <b> é").state("TERMINATED")),
                List.of(OciInstance.of(2, "it's: <b> é"), OciInstance.of(4, "a stranger")));
        OciDouble server = servers.add(OciDouble.start(OciDouble.Options.of(tenancy)));
        night(CloudEndpoints.of(server, tenancy), Map.of("ABQ_1", OciInstance.id(1), "it's: <b> é", OciInstance.id(2)));
    }

    @Test
    void azure() throws Exception {
        String subscription = AzureApp.subscription(1);
        List<AzureVm> vms = List.of(
                AzureVm.of(1, "web").tags(Map.of("Name", "ABQ_1")),
                AzureVm.of(2, "db").tags(Map.of("name", "it's: <b> é")),
                AzureVm.of(3, "ABQ_1"));
        AzureApp app = AzureApp.numbered(1, Map.of(subscription, vms));
        AzureDouble server = servers.add(AzureDouble.start(AzureDouble.Options.of(app)));
        night(
                CloudEndpoints.of(server, subscription, app).with("name-from", "tag"),
                Map.of(
                        "ABQ_1",
                        vms.get(0).providerId(subscription),
                        "it's: <b> é",
                        vms.get(1).providerId(subscription)));
    }

    @Test
    void google() throws Exception {
        GoogleProject project = GoogleProject.of(
                "project-1",
                List.of(
                        GoogleInstance.of(1, "vm-1").metadata(Map.of("name", "ABQ_1")),
                        GoogleInstance.of(2, "vm-2").status("TERMINATED").metadata(Map.of("name", "it's: <b> é")),
                        GoogleInstance.of(3, "vm-3")));
        GoogleDouble server = servers.add(GoogleDouble.start(GoogleDouble.Options.of(project)));
        night(
                CloudEndpoints.of(server, project).with("name-from", "metadata"),
                Map.of("ABQ_1", GoogleInstance.id(1), "it's: <b> é", GoogleInstance.id(2)));
    }

    @Test
    void hyperv() throws Exception {
        HypervDouble server = servers.add(HypervDouble.start(HypervDouble.Options.of(
                List.of(HypervVm.of(1, "ABQ_1"), HypervVm.of(2, "it's: <b> é"), HypervVm.of(3, "a stranger")))));
        night(CloudEndpoints.of(server), Map.of("ABQ_1", HypervVm.guid(1), "it's: <b> é", HypervVm.guid(2)));
    }

    private String night(OneEndpoint.Description endpoint, Map<String, String> idsByName) throws Exception {
        CloudHost host = servers.add(CloudHost.start(directory, endpoint, List.copyOf(idsByName.keySet())));
        return host.migrateAndRollBack(idsByName);
    }
}
