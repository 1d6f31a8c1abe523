package org.pimtools.planner.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.Secret;

/** Which backup servers a section has, and which of them has a job. */
class BackupServersTest {
    private static final DatacenterRow PARIS = new DatacenterRow(1, Rows.UUID, "Paris");

    @Test
    void theDatabaseNamesAServerAndTheFileItsLogin() {
        List<EndpointOverride> said = List.of(entry(1, null, "veeam.example", null, Map.of()));
        SectionEndpoints section = section(List.of(manager("https://Veeam.example:9398/api/", "svc")), said);
        PlanLine.Endpoint endpoint = section.endpoints().get(0);
        assertEquals("veeam.example", endpoint.address());
        assertEquals(9398, endpoint.port());
        assertEquals(Map.of("user", "svc"), endpoint.account());
        assertEquals("secret", section.secrets().get(0).part("password").reveal());
        assertEquals(
                List.of("NOT_PINNED endpoint:1 veeam veeam.example port 9398, user 'svc'"),
                Rows.shown(section.findings()));
        assertEquals(1, located(section, "anywhere").server(), "the only one has every job");
    }

    @Test
    void aServerWithoutLoginOrAddressIsAWarningOnly() {
        assertEquals(
                List.of(
                        "BACKUP_SERVER_NOT_USABLE datacenter:1 veeam: address NULL, port 9398",
                        "BACKUP_SERVER_NOT_USABLE endpoint:1 veeam b port 9398: without user, password",
                        "NOT_PINNED endpoint:1 veeam b port 9398"),
                Rows.shown(section(List.of(manager(null, "svc"), manager("b", null)), List.of())
                        .findings()));
    }

    @Test
    void managersOfOtherSystemsAndDatacentersAreNotThere() {
        List<BackupManagerRow> managers = List.of(
                new BackupManagerRow(1, 1, "NETWORKER", "n", "u"),
                new BackupManagerRow(2, 1, null, "n", "u"),
                new BackupManagerRow(3, 2, "VEEAM", "rome", "u"));
        assertEquals(List.of(), section(managers, List.of()).endpoints());
    }

    @Test
    void anEntryAddsAServerThatTheDatabaseDoesNotName() {
        List<EndpointOverride> said = List.of(
                entry(1, 1L, "one", null, Map.of("interface", "backup-server")),
                entry(2, 1L, "two", 9999, Map.of("transport", "tcp")));
        SectionEndpoints section = section(List.of(manager("known", "svc")), said);
        assertEquals(
                List.of("known:9398", "one:9419", "two:9999"),
                section.endpoints().stream()
                        .map(endpoint -> endpoint.address() + ":" + endpoint.port())
                        .toList());
        assertEquals(3, located(section, "http://TWO:1/api").server());
        assertEquals(2, located(section, "one").server());
        assertEquals(0, located(section, "three").server());
        assertEquals(0, section.servers().located(job("NETWORKER", "one")).server());
        assertEquals(List.of(), OverrideCheck.faults(said, BackupServers.of(List.of(manager("known", "svc")), said)));
    }

    @Test
    void twoServersBehindOneAddressAreToldByTheirPorts() {
        SectionEndpoints section = section(List.of(manager("b:9398", "svc"), manager("b:9419", "svc")), List.of());
        assertEquals(2, located(section, "https://b:9419/").server());
        assertEquals(1, located(section, "https://b:9398/").server());
        assertEquals(0, located(section, "b").server());
    }

    @Test
    void anIpv6AddressMayStandInAUrl() {
        SectionEndpoints section = section(List.of(manager("https://[FD00::0:1]:9419/api", "svc")), List.of());
        assertEquals("fd00::1", section.endpoints().get(0).address());
        assertEquals(9419, section.endpoints().get(0).port());
        assertEquals(1, located(section, "http://[fd00::1]/").server());
    }

    @Test
    void theServersOwnAddressIsKnownWhereTheFileMovesIt() {
        EndpointOverride moved = new EndpointOverride(
                "entry 1",
                new EndpointOverride.Match(ProviderKind.VEEAM, null, "old", null, null, new TreeMap<>()),
                "new",
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                new TreeMap<>());
        SectionEndpoints section = section(List.of(manager("old", "svc"), manager("other", "svc")), List.of(moved));
        assertEquals(1, located(section, "https://old/").server());
        assertEquals(1, located(section, "https://new/").server());
    }

    @Test
    void anEntryThatNamesNoServerFitsNothing() {
        List<EndpointOverride> said = List.of(entry(1, null, "nowhere", null, Map.of()));
        assertEquals(
                List.of("entry 1 matches no endpoint of the database"),
                OverrideCheck.faults(said, BackupServers.of(List.of(), said)));
    }

    private static SectionEndpoints section(List<BackupManagerRow> managers, List<EndpointOverride> said) {
        List<FoundEndpoint> servers = BackupServers.of(managers, said).stream()
                .filter(server -> server.datacenter() == PARIS.id())
                .toList();
        return SectionEndpoints.of(List.of(), servers, said);
    }

    private static BackupManagerRow manager(String endpoint, String user) {
        return new BackupManagerRow(1, PARIS.id(), "VEEAM", endpoint, user);
    }

    private static EndpointOverride entry(
            int number, Long datacenter, String address, Integer port, Map<String, String> options) {
        return new EndpointOverride(
                "entry " + number,
                new EndpointOverride.Match(ProviderKind.VEEAM, datacenter, address, port, null, new TreeMap<>()),
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(Map.of("password", Secret.of("secret"))),
                null,
                new TreeMap<>(options));
    }

    private static PlanLine.BackupJob located(SectionEndpoints section, String endpoint) {
        return section.servers().located(job("veeam", endpoint));
    }

    private static PlanLine.BackupJob job(String system, String endpoint) {
        return new PlanLine.BackupJob(3, 12, system, endpoint, "job", null, 0);
    }
}
