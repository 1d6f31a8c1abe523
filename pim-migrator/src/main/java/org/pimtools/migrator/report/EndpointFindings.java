package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;

/**
 * The findings about endpoints that could not be read. All certificates of a datacenter that are not believed come in one finding,
 * whose detail, from its second line on, can be put into the endpoints file as it is; several accounts of one server make one entry.
 */
public final class EndpointFindings {
    private EndpointFindings() {}

    /** @param inventories by endpoint number */
    public static List<Finding> of(
            DatacenterId datacenter, List<PlanLine.Endpoint> endpoints, Map<Integer, EndpointInventory> inventories) {
        List<Finding> findings = new ArrayList<>();
        Set<String> unverified = new LinkedHashSet<>();
        Set<String> changed = new LinkedHashSet<>();
        for (PlanLine.Endpoint endpoint : endpoints) {
            if (inventories.get(endpoint.no()) instanceof EndpointInventory.Read read) {
                for (EntityInventory entities : new TreeMap<>(read.others()).values()) {
                    if (entities instanceof EntityInventory.NotRead not) {
                        findings.add(not.finding());
                    }
                }
            } else if (inventories.get(endpoint.no()) instanceof EndpointInventory.Failed failed) {
                if (failed.certificate() == null) {
                    findings.add(failed.finding());
                } else if (failed.finding().code() == FindingCode.CERTIFICATE_CHANGED) {
                    changed.add(entry(endpoint, failed));
                } else {
                    unverified.add(entry(endpoint, failed));
                }
            }
        }
        String entity = "datacenter:" + datacenter;
        if (!unverified.isEmpty()) {
            findings.add(new Finding(
                    FindingCode.CERTIFICATE_UNVERIFIED,
                    entity,
                    Text.counted(unverified.size(), "endpoint")
                            + "; for the endpoints file, when each is compared with what the endpoint itself says:\n"
                            + String.join("\n", unverified)));
        }
        if (!changed.isEmpty()) {
            findings.add(new Finding(
                    FindingCode.CERTIFICATE_CHANGED,
                    entity,
                    Text.counted(changed.size(), "endpoint")
                            + "; for the endpoints file, in place of the old ones and only when it is known why they changed:\n"
                            + String.join("\n", changed)));
        }
        return findings;
    }

    /** Addresses are validated and fingerprints are digits; what the certificate itself said is kept on its line. */
    private static String entry(PlanLine.Endpoint endpoint, EndpointInventory.Failed failed) {
        return "  - match: {type: %s, address: \"%s\", port: %d}\n    pin: \"%s\" # %s"
                .formatted(
                        endpoint.type().platformName(),
                        endpoint.address(),
                        endpoint.port(),
                        failed.certificate(),
                        Text.printable(failed.finding().detail()));
    }
}
