package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.provider.ProviderKind;
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
                "Org-1", List.of(VcdVm.of(1, "ABQ_1"), VcdVm.of(2, "it's: <b> é"), VcdVm.of(3, "a stranger")));
        VcdDouble server = servers.add(VcdDouble.start(VcdDouble.Options.of(organisation)));
        night(
                new OneEndpoint.Description(
                        ProviderKind.VCLOUD,
                        server.port(),
                        server.certificate().sha256(),
                        Map.of("organisation", organisation.name(), "user", organisation.user()),
                        Map.of(),
                        Map.of("password", organisation.password())),
                Map.of("ABQ_1", VcdVm.urn(1), "it's: <b> é", VcdVm.urn(2)));
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
        night(
                new OneEndpoint.Description(
                        ProviderKind.OCI,
                        server.port(),
                        server.certificate().sha256(),
                        Map.of(
                                "region",
                                "eu-frankfurt-1",
                                "tenancy",
                                tenancy.id(),
                                "user",
                                tenancy.user(),
                                "fingerprint",
                                tenancy.key().fingerprint()),
                        Map.of("identity", "127.0.0.1:" + server.port()),
                        Map.of("key-file", tenancy.key().pkcs8())),
                Map.of("ABQ_1", OciInstance.id(1), "it's: <b> é", OciInstance.id(2)));
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
                new OneEndpoint.Description(
                        ProviderKind.AZURE,
                        server.port(),
                        server.certificate().sha256(),
                        Map.of(
                                "subscription",
                                subscription,
                                "tenant",
                                app.tenant(),
                                "authority",
                                server.authority(),
                                "client-id",
                                app.clientId()),
                        Map.of("name-from", "tag"),
                        Map.of("client-secret", app.clientSecret())),
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
                new OneEndpoint.Description(
                        ProviderKind.GOOGLE,
                        server.port(),
                        server.certificate().sha256(),
                        Map.of("project", project.id()),
                        Map.of("name-from", "metadata"),
                        Map.of("key-file", project.keyFile(server.tokenUri()))),
                Map.of("ABQ_1", GoogleInstance.id(1), "it's: <b> é", GoogleInstance.id(2)));
    }

    @Test
    void hyperv() throws Exception {
        HypervDouble server = servers.add(HypervDouble.start(HypervDouble.Options.of(
                List.of(HypervVm.of(1, "ABQ_1"), HypervVm.of(2, "it's: <b> é"), HypervVm.of(3, "a stranger")))));
        night(
                new OneEndpoint.Description(
                        ProviderKind.HYPERV_301,
                        server.port(),
                        server.options().certificate().sha256(),
                        Map.of("user", server.options().user()),
                        Map.of(),
                        Map.of("password", server.options().password())),
                Map.of("ABQ_1", HypervVm.guid(1), "it's: <b> é", HypervVm.guid(2)));
    }

    private void night(OneEndpoint.Description endpoint, Map<String, String> idsByName) throws Exception {
        CloudHost host = servers.add(CloudHost.start(directory, endpoint, List.copyOf(idsByName.keySet())));
        host.migrateAndRollBack(idsByName);
    }
}
