package org.pimtools.planner.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pimtools.common.provider.ProviderKind.HYPERV_301;
import static org.pimtools.common.provider.ProviderKind.KVM;
import static org.pimtools.common.provider.ProviderKind.VCENTER_CLUSTER;
import static org.pimtools.common.provider.ProviderKind.VMX_04;
import static org.pimtools.planner.planning.Rows.PIN;
import static org.pimtools.planner.planning.Rows.access;
import static org.pimtools.planner.planning.Rows.entry;
import static org.pimtools.planner.planning.Rows.host;
import static org.pimtools.planner.planning.Rows.managed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;

class SectionEndpointsTest {
    private static PlanLine.Endpoint vCenter(int no, String address, int port, String user, String pin) {
        return new PlanLine.Endpoint(
                no, VCENTER_CLUSTER, address, port, new TreeMap<>(Map.of("user", user)), pin, new TreeMap<>());
    }

    private static EndpointSecret secret(PlanLine.Endpoint endpoint, String password) {
        return EndpointSecret.of(endpoint, Map.of("password", Secret.of(password)));
    }

    private static SectionEndpoints of(HypervisorRow... rows) {
        return Rows.section(List.of(rows), List.of());
    }

    @Test
    void hostsOfOneVCenterShareItsEndpoint() {
        SectionEndpoints section = of(
                managed(1, access("VC.example", null, "svc", "pw")),
                managed(2, access("vc.example", 443, "svc", "pw")),
                managed(3, access("other.example", 443, "svc", "pw")));
        assertEquals(
                new SectionEndpoints(
                        List.of(
                                vCenter(1, "vc.example", 443, "svc", null),
                                vCenter(2, "other.example", 443, "svc", null)),
                        List.of(
                                new PlanLine.Machine(
                                        1,
                                        1,
                                        "VCENTER_CLUSTER",
                                        "10.0.0.1",
                                        443,
                                        "VC.example",
                                        null,
                                        null,
                                        null,
                                        "esx-1"),
                                new PlanLine.Machine(
                                        2,
                                        1,
                                        "VCENTER_CLUSTER",
                                        "10.0.0.2",
                                        443,
                                        "vc.example",
                                        443,
                                        null,
                                        null,
                                        "esx-2"),
                                new PlanLine.Machine(
                                        3,
                                        2,
                                        "VCENTER_CLUSTER",
                                        "10.0.0.3",
                                        443,
                                        "other.example",
                                        443,
                                        null,
                                        null,
                                        "esx-3")),
                        new JobServers(List.of()),
                        List.of(
                                secret(vCenter(1, "vc.example", 443, "svc", null), "pw"),
                                secret(vCenter(2, "other.example", 443, "svc", null), "pw")),
                        section.findings()),
                section);
        assertEquals(
                List.of(
                        "NOT_PINNED endpoint:1 VCENTER_CLUSTER vc.example port 443, user 'svc'",
                        "NOT_PINNED endpoint:2 VCENTER_CLUSTER other.example port 443, user 'svc'"),
                Rows.shown(section.findings()));
        assertEquals(Map.of(1L, 1, 2L, 1, 3L, 2), section.endpointOfMachine());
    }

    @Test
    void theFirstCredentialsCountAndOthersAreAFinding() {
        SectionEndpoints section = of(
                managed(1, access("vc", 443, " ", "")),
                managed(2, access("vc", 443, "svc", "pw")),
                managed(3, access("vc", 443, "svc", "pw2")));
        assertEquals(List.of(secret(vCenter(1, "vc", 443, "svc", null), "pw")), section.secrets());
        assertEquals(
                List.of(
                        "DIFFERENT_CREDENTIALS endpoint:1 VCENTER_CLUSTER vc port 443, user 'svc': machines 2 and 3",
                        "NOT_PINNED endpoint:1 VCENTER_CLUSTER vc port 443, user 'svc'"),
                Rows.shown(section.findings()));
    }

    @Test
    void halfCredentialsAreNone() {
        SectionEndpoints section = of(managed(1, access("vc", 443, "svc", null)));
        assertEquals(List.of(), section.secrets());
        assertEquals(
                List.of(
                        "NO_CREDENTIALS endpoint:1 VCENTER_CLUSTER vc port 443, user 'svc': without password",
                        "NOT_PINNED endpoint:1 VCENTER_CLUSTER vc port 443, user 'svc'"),
                Rows.shown(section.findings()));
    }

    @Test
    void aKvmHostIsReachedByLibvirtsPortsAndWithoutThePlatformsCredentials() {
        HypervisorRow tls = host(1, "KVM", access("kvm-1", 8889, "agent", "pw"));
        HypervisorRow tcp = host(2, "KVM", access("kvm-2", 8889, "agent", "pw"));
        EndpointOverride transport = new EndpointOverride(
                "entry 1",
                new EndpointOverride.Match(KVM, null, null, null, 2L, new TreeMap<>()),
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                new TreeMap<>(Map.of("transport", "tcp")));
        SectionEndpoints section = Rows.section(List.of(tls, tcp), List.of(transport));
        assertEquals(
                List.of(
                        new PlanLine.Endpoint(1, KVM, "kvm-1", 16514, null, new TreeMap<>()),
                        new PlanLine.Endpoint(2, KVM, "kvm-2", 16509, null, new TreeMap<>(Map.of("transport", "tcp")))),
                section.endpoints());
        assertEquals(List.of(), section.secrets());
        assertEquals(List.of(), section.findings());
    }

    @Test
    void aKvmHostCanBeLoggedInToBySshOrWithAClientCertificate() {
        Map<String, String> secrets =
                Map.of("1", "host-key key-file", "2", "key-file", "3", "ca-file certificate-file key-file", "4", "");
        List<EndpointOverride> overrides = new ArrayList<>();
        secrets.forEach((machine, parts) -> overrides.add(new EndpointOverride(
                "entry " + machine,
                new EndpointOverride.Match(KVM, null, null, null, Long.valueOf(machine), new TreeMap<>()),
                null,
                null,
                new TreeMap<>(machine.equals("1") ? Map.of("user", "pim") : Map.of()),
                Stream.of(parts.split(" "))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.toMap(part -> part, Secret::of, (one, other) -> one, TreeMap::new)),
                null,
                new TreeMap<>(machine.equals("3") ? Map.of() : Map.of("transport", "ssh")))));
        SectionEndpoints section = Rows.section(
                List.of(
                        host(1, "KVM", access("kvm-1", 8889, "agent", "pw")),
                        host(2, "KVM", access("kvm-2", 8889, "agent", "pw")),
                        host(3, "KVM", access("kvm-3", 8889, "agent", "pw")),
                        host(4, "KVM", access("kvm-4", 8889, "agent", "pw"))),
                overrides);
        assertEquals(
                List.of(22, 22, 16514, 22),
                section.endpoints().stream().map(PlanLine.Endpoint::port).toList());
        assertEquals(
                List.of("1 [host-key, key-file]", "3 [ca-file, certificate-file, key-file]"),
                section.secrets().stream()
                        .map(secret ->
                                secret.endpointNo() + " " + secret.parts().keySet())
                        .toList());
        assertEquals(
                List.of(
                        "NO_CREDENTIALS endpoint:2 KVM kvm-2 port 22: without user, host-key",
                        "NO_CREDENTIALS endpoint:4 KVM kvm-4 port 22: without user, host-key, key-file"),
                Rows.shown(section.findings()));
    }

    @Test
    void aHypervHostIsReachedByTlsUnlessTheOperatorSaysOtherwise() {
        EndpointOverride inClear = new EndpointOverride(
                "entry 1",
                new EndpointOverride.Match(HYPERV_301, null, null, null, 2L, new TreeMap<>()),
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                new TreeMap<>(Map.of("transport", "tcp")));
        SectionEndpoints section = Rows.section(
                List.of(
                        host(1, "HYPERV_301", access("hv-1", 5985, "pim", "pw")),
                        host(2, "HYPERV_301", access("hv-2", 5985, "pim", "pw")),
                        host(3, "HYPERV_301", access("hv-3", 15986, "pim", "pw"))),
                List.of(inClear));
        assertEquals(
                List.of(5986, 5985, 15986),
                section.endpoints().stream().map(PlanLine.Endpoint::port).toList());
        assertEquals(
                List.of(
                        "NOT_PINNED endpoint:1 HYPERV_301 hv-1 port 5986, user 'pim'",
                        "NOT_PINNED endpoint:3 HYPERV_301 hv-3 port 15986, user 'pim'"),
                Rows.shown(section.findings()));
    }

    @Test
    void whatTheOperatorSaysWins() {
        EndpointOverride said = new EndpointOverride(
                "entry 1",
                new EndpointOverride.Match(VCENTER_CLUSTER, null, "old.example", 443, null, new TreeMap<>()),
                "new.example",
                8443,
                new TreeMap<>(),
                new TreeMap<>(Map.of("password", Secret.of("new"))),
                PIN,
                new TreeMap<>(Map.of("rate", "5")));
        SectionEndpoints section = Rows.section(
                List.of(
                        managed(1, access("old.example", 443, "svc", "old")),
                        managed(2, access("new.example", 8443, "svc", "old"))),
                List.of(said));
        PlanLine.Endpoint moved = new PlanLine.Endpoint(
                1,
                VCENTER_CLUSTER,
                "new.example",
                8443,
                new TreeMap<>(Map.of("user", "svc")),
                PIN,
                new TreeMap<>(Map.of("rate", "5")));
        PlanLine.Endpoint other = vCenter(2, "new.example", 8443, "svc", null);
        assertEquals(List.of(moved, other), section.endpoints());
        assertEquals(List.of(secret(moved, "new"), secret(other, "old")), section.secrets());
        assertEquals(
                List.of("NOT_PINNED endpoint:2 VCENTER_CLUSTER new.example port 8443, user 'svc'"),
                Rows.shown(section.findings()));
    }

    @Test
    void aMachineWithoutEndpointSaysWhy() {
        SectionEndpoints section = of(
                host(1, null, access("h", null, null, null)),
                host(2, "ACME", access("h", null, null, null)),
                host(3, "XENSERVER", access("h", null, null, null)),
                host(4, "VMX_04", access(" ", null, null, null)),
                host(5, "VMX_04", access("a b", null, null, null)),
                host(6, "VMX_04", access("h", 70000, null, null)));
        assertEquals(List.of(), section.endpoints());
        assertEquals(Map.of(1L, 0, 2L, 0, 3L, 0, 4L, 0, 5L, 0, 6L, 0), section.endpointOfMachine());
        assertEquals(
                List.of(
                        "UNKNOWN_PROVIDER_TYPE machine:1 type NULL",
                        "UNKNOWN_PROVIDER_TYPE machine:2 type 'ACME'",
                        "NO_CONNECTOR machine:3 type XENSERVER",
                        "NO_ADDRESS machine:4 type VMX_04",
                        "INVALID_ADDRESS machine:5 address 'a b': U+0020 at position 2 cannot be in a host name, port 443",
                        "INVALID_ADDRESS machine:6 address 'h', port 70000: not from 1 to 65535"),
                Rows.shown(section.findings()));
    }

    @Test
    void aListOfEndpointsHasThoseOfKindsWithAConnector() {
        assertEquals(
                List.of(
                        new FoundEndpoint.Place(VCENTER_CLUSTER, "vc.example", 443, 0),
                        new FoundEndpoint.Place(VCENTER_CLUSTER, "vc.example", 443, 0),
                        new FoundEndpoint.Place(VMX_04, "a b", 443, 3),
                        new FoundEndpoint.Place(VMX_04, "a b", 443, 4)),
                FoundEndpoint.of(List.of(
                                managed(1, access("VC.example", null, "svc", "pw")),
                                managed(2, access("vc.example", 443, "another", "pw")),
                                host(3, "VMX_04", access("a b", null, null, null)),
                                host(4, "VMX_04", access("a b", null, null, null)),
                                host(5, "ACME", access("h", null, null, null)),
                                host(6, "XENSERVER", access("h", null, null, null))))
                        .stream()
                        .map(FoundEndpoint::place)
                        .toList());
    }

    @Test
    void entriesThatFitNothingOrSayTheSameTwiceAreFaults() {
        EndpointOverride address = new EndpointOverride(
                "entry 2",
                new EndpointOverride.Match(null, null, "VC", null, null, new TreeMap<>()),
                "new.example",
                null,
                new TreeMap<>(Map.of("user", "svc")),
                new TreeMap<>(),
                null,
                new TreeMap<>());
        EndpointOverride moved = new EndpointOverride(
                "entry 3",
                new EndpointOverride.Match(null, null, "new.example", null, null, new TreeMap<>()),
                null,
                null,
                new TreeMap<>(Map.of("user", "other")),
                new TreeMap<>(),
                PIN,
                new TreeMap<>());
        List<HypervisorRow> rows =
                List.of(managed(1, access("vc", 443, "a", "b")), host(2, "ACME", access("x", null, null, null)));
        assertEquals(
                List.of(
                        "entry 1 matches no endpoint of the database",
                        "entry 2 and entry 3 both say the user of one endpoint"),
                Rows.faults(List.of(entry(1, null, "x", null, null), address, moved), rows));
        assertEquals(List.of(), Rows.faults(List.of(entry(1, VCENTER_CLUSTER, "vc", 443, 1L)), rows));
        assertEquals(
                List.of("entry 1 matches no endpoint of the database"),
                Rows.faults(List.of(entry(1, VCENTER_CLUSTER, "vc", 444, null)), rows));
    }
}
