package org.pimtools.migrator.provider.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pimtools.migrator.provider.Endpoints.assertFailed;
import static org.pimtools.migrator.provider.Endpoints.assertRead;
import static org.pimtools.migrator.provider.Endpoints.readAll;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.migrator.provider.ReadInLittleMemory;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.PageFaults;
import org.pimtools.testkit.doubles.oci.OciCall;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciRefusal;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.server.Servers;

@Tag("slow")
class OciConnectorTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    private OciDouble start(OciTenancy... tenancies) {
        return servers.add(OciDouble.start(OciDouble.Options.of(tenancies)));
    }

    private static InventoryVm vm(int number, String name) {
        return new InventoryVm(new ProviderId(OciInstance.id(number)), name);
    }

    @Test
    void instancesOfAllCompartmentsAreKnownByTheirOcids() throws Exception {
        OciTenancy tenancy = OciTenancy.numbered(
                1,
                List.of(OciInstance.of(1, " it's <b> & \\ \"c\" %2f é😀 ").tags(Map.of("Name", "a tag", "other", "x"))),
                List.of(),
                List.of(
                        OciInstance.of(2, "stopped").state("STOPPED"),
                        OciInstance.of(3, "gone").state("TERMINATED"),
                        OciInstance.of(4, "goes").state("TERMINATING")));
        OciDouble server = start(tenancy);
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, tenancy))) {
            assertEquals(List.of(vm(1, " it's <b> & \\ \"c\" %2f é😀 "), vm(2, "stopped")), endpoint.list());
        }
        assertEquals(
                List.of(
                        new OciCall("GET", "/20160918/compartments", tenancy.id()),
                        new OciCall("GET", "/20160918/instances", tenancy.id()),
                        new OciCall("GET", "/20160918/instances", OciTenancy.compartment(1, 1)),
                        new OciCall("GET", "/20160918/instances", OciTenancy.compartment(1, 2))),
                server.calls());
        OneEndpoint.Description byTag = CloudEndpoints.of(server, tenancy).with("name-tag", "Name");
        try (OneEndpoint endpoint =
                OneEndpoint.open(byTag.secret("key-file", tenancy.key().pkcs1()))) {
            assertEquals(List.of(vm(1, "a tag"), vm(2, "")), endpoint.list());
        }
    }

    @Test
    void evidenceAreTheMacAddresses() throws Exception {
        OciInstance two = new OciInstance(
                OciInstance.id(2), "same", "RUNNING", Map.of(), List.of(OciInstance.mac(2), OciInstance.mac(22)));
        OciTenancy tenancy = OciTenancy.numbered(1, List.of(OciInstance.of(1, "same")), List.of(two));
        OciDouble server = start(tenancy);
        try (OneEndpoint endpoint = OneEndpoint.open(CloudEndpoints.of(server, tenancy))) {
            assertEquals(
                    Map.of(
                            new ProviderId(OciInstance.id(1)),
                            new Evidence("", new TreeSet<>(), new TreeSet<>(Set.of(OciInstance.mac(1)))),
                            new ProviderId(OciInstance.id(2)),
                            new Evidence("", new TreeSet<>(), new TreeSet<>(Set.copyOf(two.macs())))),
                    endpoint.evidence(List.of(
                            new ProviderId(OciInstance.id(1)),
                            new ProviderId(OciInstance.id(2)),
                            new ProviderId(OciInstance.id(99)))),
                    "one that is gone is left out");
        }
        assertEquals(Set.of("GET"), server.calls().stream().map(OciCall::method).collect(Collectors.toSet()));
    }

    @Test
    void aHundredThousandInstancesTakeTheirPagesAndTheMemoryOfOne(@TempDir Path folder) throws Exception {
        OciTenancy tenancy = OciTenancy.numbered(1, List.of(), OciInstance.numbered(100_000));
        OciDouble server = start(tenancy);
        // 100 pages of 1,000, one that is empty, and the compartments
        assertEquals(102, ReadInLittleMemory.calls(CloudEndpoints.of(server, tenancy), 100_000, folder));
        assertEquals(102, server.calls().size());
    }

    @Test
    void eachVmIsFoundInItsTenancyAndAFaultOfOneLeavesTheOthersAlone() throws Exception {
        OciTenancy one = OciTenancy.numbered(1, List.of(OciInstance.of(1, "same")));
        OciTenancy other = OciTenancy.numbered(2, List.of(OciInstance.of(2, "same")));
        OciDouble server = start(one, other);
        List<EndpointInventory> results = readAll(
                OneEndpoint.PATIENT,
                List.of(
                        CloudEndpoints.of(server, one).target(1),
                        CloudEndpoints.of(server, other).target(2)));
        for (int number = 1; number <= 2; number++) {
            assertEquals(
                    List.of(new ProviderId(OciInstance.id(number))),
                    assertRead(1, results.get(number - 1)).inventory().withName("same"));
        }
        server.inject(
                one.id(),
                1,
                PageFaults.ALWAYS,
                new PageFault.Refuses(OciRefusal.reply(404, "NotAuthorizedOrNotFound")));
        results = readAll(
                OneEndpoint.PATIENT,
                List.of(
                        CloudEndpoints.of(server, one).target(1),
                        CloudEndpoints.of(server, other).target(2)));
        assertFailed(
                FindingCode.ENDPOINT_FAILED,
                "compartment " + one.id()
                        + ": OCI answered HTTP 404 NotAuthorizedOrNotFound: allow the user's group to",
                results.get(0));
        assertRead(1, results.get(1));
    }

    @Test
    void theIdentityServiceIsInTheSameRegion() throws Exception {
        assertEquals(
                "https://identity.uk-london-1.oci.oraclecloud.com:443",
                identity("iaas.uk-london-1.oraclecloud.com", null));
        assertEquals(
                "https://identity.us-luke-1.oci.oraclegovcloud.com:443",
                identity("iaas.us-luke-1.oraclegovcloud.com", null));
        assertEquals("https://identity.eu-frankfurt-1.oci.oraclecloud.com:443", identity("10.0.0.1", null));
        assertEquals("https://identity.example:443", identity("10.0.0.1", "identity.example"));
        assertEquals("https://127.0.0.1:8443", identity("10.0.0.1", "127.0.0.1:8443"));
        for (String wrong : List.of("https://x", "x/y", "a@b", "x:99999", "x:", "")) {
            OciTenancy tenancy = OciTenancy.numbered(1, List.of());
            OciDouble server = start(tenancy);
            OneEndpoint.assertFails(
                    FindingCode.INVALID_ADDRESS,
                    "the option identity is not",
                    CloudEndpoints.of(server, tenancy).with("identity", wrong));
        }
    }

    private static String identity(String core, String option) throws Exception {
        return OciConnector.identity(
                        Origin.https(HostAddress.of(core).orElseThrow(), 443),
                        "eu-frankfurt-1",
                        Optional.ofNullable(option))
                .toString();
    }
}
