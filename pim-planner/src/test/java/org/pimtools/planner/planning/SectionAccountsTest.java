package org.pimtools.planner.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.Secret;

/** What makes machines share an endpoint, and what keeps them apart. */
class SectionAccountsTest {
    private static final HypervisorRow.Access NOTHING = new HypervisorRow.Access(null, null, null, null);

    @Test
    void twoUsersAtOneAddressAreTwoEndpoints() {
        SectionEndpoints section = Rows.section(
                List.of(
                        vCenter(1, "vc", 443, "alice", "a"),
                        vCenter(2, "vc", 443, "bob", "b"),
                        vCenter(3, "vc", null, "alice", "a")),
                List.of());
        assertEquals(Map.of(1L, 1, 2L, 2, 3L, 1), section.endpointOfMachine());
        assertEquals(
                List.of(Map.of("user", "alice"), Map.of("user", "bob")),
                section.endpoints().stream().map(endpoint -> endpoint.account()).toList());
        assertEquals("b", section.secrets().get(1).part("password").reveal());
        assertTrue(section.secrets().get(1).belongsTo(section.endpoints().get(1)));
        assertEquals(
                false, section.secrets().get(1).belongsTo(section.endpoints().get(0)));
        assertEquals(List.of(FindingCode.NOT_PINNED, FindingCode.NOT_PINNED), codes(section));
    }

    @Test
    void twoPortsOfOneAddressAreTwoEndpoints() {
        SectionEndpoints section =
                Rows.section(List.of(vCenter(1, "vc", 443, "u", "p"), vCenter(2, "vc", 8443, "u", "p")), List.of());
        assertEquals(Map.of(1L, 1, 2L, 2), section.endpointOfMachine());
    }

    @Test
    void aMachineWithoutAnAccountSharesTheOnlyOneThatThereIs() {
        assertEquals(
                Map.of(1L, 1, 2L, 1),
                Rows.section(List.of(vCenter(1, "vc", 443, null, null), vCenter(2, "vc", 443, "u", "p")), List.of())
                        .endpointOfMachine());
        SectionEndpoints several = Rows.section(
                List.of(
                        vCenter(1, "vc", 443, null, null),
                        vCenter(2, "vc", 443, "u", "p"),
                        vCenter(3, "vc", 443, "v", "p")),
                List.of());
        assertEquals(Map.of(1L, 1, 2L, 2, 3L, 3), several.endpointOfMachine());
        assertEquals(FindingCode.NO_CREDENTIALS, codes(several).get(0));
    }

    @Test
    void oneCloudAccountInTwoRegionsIsTwoPlaces() {
        FoundEndpoint ireland = FoundEndpoint.of(ProviderKind.AMAZON, amazon(1, "eu-west-1", null));
        FoundEndpoint virginia =
                FoundEndpoint.of(ProviderKind.AMAZON, amazon(2, "us-east-1", "https://ec2.example:8443/"));
        assertEquals("ec2.eu-west-1.amazonaws.com", ireland.address());
        assertEquals(443, ireland.port());
        assertEquals("ec2.example", virginia.address());
        assertEquals(8443, virginia.port());
        assertEquals(Map.of("access-key", "AKIA", "region", "us-east-1"), virginia.account());
        assertEquals(List.of("secret-key"), virginia.missing(), "the platform's own is never read");
    }

    @Test
    void oneLoginForSeveralAccountsIsAFaultUnlessItSaysWhich() {
        List<HypervisorRow> rows = List.of(vCenter(1, "vc", 443, "alice", "a"), vCenter(2, "vc", 443, "bob", "b"));
        assertEquals(
                List.of("entry 1 gives one login for several accounts of VCENTER_CLUSTER vc port 443: user 'alice',"
                        + " user 'bob'; say in match which account is meant"),
                Rows.faults(List.of(entry(1, Map.of(), "new")), rows));
        List<EndpointOverride> each =
                List.of(entry(1, Map.of("user", "alice"), "new-a"), entry(2, Map.of("user", "bob"), "new-b"));
        assertEquals(List.of(), Rows.faults(each, rows));
        SectionEndpoints section = Rows.section(rows, each);
        assertEquals(
                List.of("new-a", "new-b"),
                section.secrets().stream()
                        .map(secret -> secret.part("password").reveal())
                        .toList());
    }

    @Test
    void aPinIsForAllAccounts() {
        EndpointOverride pin = new EndpointOverride(
                "entry 1",
                new EndpointOverride.Match(null, null, "VC", null, null, new TreeMap<>()),
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                "ab".repeat(32),
                new TreeMap<>());
        List<HypervisorRow> rows = List.of(vCenter(1, "vc", 443, "alice", "a"), vCenter(2, "vc", 443, "bob", "b"));
        assertEquals(List.of(), Rows.faults(List.of(pin), rows));
        assertEquals(List.of(), codes(Rows.section(rows, List.of(pin))));
    }

    private static EndpointOverride entry(int no, Map<String, String> account, String password) {
        return new EndpointOverride(
                "entry " + no,
                new EndpointOverride.Match(null, null, "vc", null, null, new TreeMap<>(account)),
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(Map.of("password", Secret.of(password))),
                null,
                new TreeMap<>());
    }

    private static HypervisorRow vCenter(long id, String address, Integer port, String user, String password) {
        return new HypervisorRow(
                id,
                1L,
                "vcenter_cluster",
                NOTHING,
                new HypervisorRow.Access(address, port, user, password == null ? null : Secret.of(password)),
                NOTHING,
                "esx-" + id);
    }

    private static HypervisorRow amazon(long id, String region, String endpoint) {
        return new HypervisorRow(
                id, 1L, "AMAZON", NOTHING, NOTHING, NOTHING, null, new HypervisorRow.Cloud(region, endpoint, "AKIA"));
    }

    private static List<FindingCode> codes(SectionEndpoints section) {
        return section.findings().stream()
                .map(Finding::code)
                .map(FindingCode.class::cast)
                .toList();
    }
}
