package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.migrator.provider.Endpoints.PATIENT;
import static org.pimtools.migrator.provider.Endpoints.target;
import static org.pimtools.migrator.provider.Endpoints.vCenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.report.EndpointFindings;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Certificates;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.VsphereInventory;

/** What an operator is told of certificates that are not believed. */
class UnverifiedEndpointsTest {
    private static final DatacenterId DATACENTER =
            DatacenterId.of("11111111-1111-4111-8111-111111111111").orElseThrow();
    private static final String PINNED = "0123456789abcdef".repeat(4);

    @Test
    void allOfADatacenterComeInOneFindingThatGoesIntoTheEndpointsFile() throws Exception {
        ServerCertificate expired = Certificates.expired(Certificates.KeyKind.EC);
        try (VsphereDouble good = serving(Certificates.valid(Certificates.KeyKind.EC));
                VsphereDouble unknown = serving(Certificates.valid(Certificates.KeyKind.EC));
                VsphereDouble old = serving(expired);
                VsphereDouble renewed = serving(Certificates.valid(Certificates.KeyKind.EC))) {
            List<InventoryReader.Target> targets = List.of(
                    target(vCenter(1, good.port(), good.fingerprint()), good.user(), good.password()),
                    target(vCenter(2, unknown.port(), null), unknown.user(), unknown.password()),
                    target(vCenter(3, old.port(), null), old.user(), old.password()),
                    target(vCenter(4, renewed.port(), PINNED), renewed.user(), renewed.password()));
            Map<Integer, EndpointInventory> inventories = new HashMap<>();
            Endpoints.readAll(PATIENT, targets).forEach(read -> inventories.put(read.endpointNo(), read));
            List<Finding> findings = EndpointFindings.of(
                    DATACENTER,
                    targets.stream().map(InventoryReader.Target::endpoint).toList(),
                    inventories);

            assertEquals(
                    List.of(FindingCode.CERTIFICATE_UNVERIFIED, FindingCode.CERTIFICATE_CHANGED),
                    findings.stream().map(Finding::code).toList());
            findings.forEach(finding -> assertEquals("datacenter:" + DATACENTER, finding.entity()));
            JsonNode unverified = pasted(findings.get(0));
            assertEquals(2, unverified.size(), unverified::toString);
            assertEquals(unknown.port(), unverified.at("/0/match/port").asInt());
            assertEquals(unknown.fingerprint(), unverified.at("/0/pin").asText());
            assertEquals("VCENTER_CLUSTER", unverified.at("/1/match/type").asText());
            assertEquals(expired.sha256(), unverified.at("/1/pin").asText());
            assertTrue(findings.get(0).detail().contains("it has expired"), findings::toString);
            JsonNode changed = pasted(findings.get(1));
            assertEquals(renewed.fingerprint(), changed.at("/0/pin").asText());
            assertTrue(findings.get(1).detail().contains("pinned sha-256 " + PINNED), findings::toString);
        }
    }

    /** What stands on the screen from the first entry on, below an entry that was there before. */
    private static JsonNode pasted(Finding finding) throws Exception {
        List<String> lines = new ArrayList<>(FindingGroups.of(List.of(finding)).lines("  "));
        int first = 0;
        while (!lines.get(first).startsWith("  - ")) {
            first++;
        }
        int end = first;
        while (!lines.get(end).startsWith("    why: ")) {
            end++;
        }
        return new YAMLMapper()
                .readTree("endpoints:\n" + String.join("\n", lines.subList(first, end)) + "\n")
                .get("endpoints");
    }

    private static VsphereDouble serving(ServerCertificate certificate) {
        return VsphereDouble.start(
                VsphereDouble.Options.of(VsphereInventory.numbered(1)).certificate(certificate));
    }
}
