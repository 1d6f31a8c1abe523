package org.pimtools.planner.planning;

import java.util.List;
import java.util.TreeMap;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.Secret;

/** Rows of a small platform, for tests of the rules. */
final class Rows {
    static final String UUID = "bccdfd9c-96a1-4897-8d16-cb91ac4967f7";
    static final String PIN = "ab".repeat(32);

    private static final HypervisorRow.Access NOWHERE = new HypervisorRow.Access(null, null, null, null);

    private Rows() {}

    static HypervisorRow.Access access(String address, Integer port, String user, String password) {
        return new HypervisorRow.Access(address, port, user, password == null ? null : Secret.of(password));
    }

    /** A host of a vCenter. */
    static HypervisorRow managed(long id, HypervisorRow.Access vCenter) {
        return new HypervisorRow(
                id, 1L, "VCENTER_CLUSTER", access("10.0.0." + id, 443, "root", "host"), vCenter, NOWHERE, "esx-" + id);
    }

    static HypervisorRow host(long id, String type, HypervisorRow.Access host) {
        return new HypervisorRow(id, 1L, type, host, NOWHERE, NOWHERE, "host-" + id);
    }

    static VmRow vm(String name, String uuid, String state, String providerId) {
        return new VmRow(12, 7L, uuid, name, state, false, providerId);
    }

    /** An entry of the endpoints file for an address, which says nothing yet. */
    static EndpointOverride entry(int number, ProviderKind type, String address, Integer port, Long machine) {
        return new EndpointOverride(
                "entry " + number,
                new EndpointOverride.Match(type, null, address, port, machine, new TreeMap<>()),
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                new TreeMap<>());
    }

    static SectionEndpoints section(List<HypervisorRow> rows, List<EndpointOverride> overrides) {
        return SectionEndpoints.of(rows, List.of(), overrides);
    }

    static List<String> faults(List<EndpointOverride> overrides, List<HypervisorRow> rows) {
        return OverrideCheck.faults(overrides, FoundEndpoint.of(rows));
    }

    /** Findings as one would read them: code, entity and detail. */
    static List<String> shown(List<Finding> findings) {
        return findings.stream()
                .map(finding ->
                        FindingCode.of(finding.code().code()).orElseThrow().name() + " " + finding.entity() + " "
                                + finding.detail())
                .toList();
    }
}
