package org.pimtools.migrator.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.NetworkRules;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.VmResolution;

/** The findings about rules of providers' own firewalls that name planned VMs by their addresses. */
public final class RuleFindings {
    private RuleFindings() {}

    /** @param vms of the plan, with what the inventories say */
    public static List<Finding> of(Iterable<EndpointInventory> inventories, List<VmResolution> vms) {
        Map<ProviderId, VmResolution> planned = new HashMap<>();
        vms.forEach(vm -> vm.providerId().ifPresent(id -> planned.put(id, vm)));
        List<Finding> findings = new ArrayList<>();
        for (EndpointInventory inventory : inventories) {
            if (inventory instanceof EndpointInventory.Read read) {
                read.rules()
                        .unread()
                        .ifPresent(because -> findings.add(new Finding(
                                FindingCode.EDGE_RULES_NOT_READ, "endpoint:" + read.endpointNo(), because)));
                for (NetworkRules.ByAddress rule : read.rules().byAddress()) {
                    if (planned.containsKey(rule.vm())) {
                        findings.add(new Finding(
                                FindingCode.EDGE_RULE_BY_ADDRESS,
                                "vm:" + planned.get(rule.vm()).vm().idVm(),
                                rule.rule() + " names it by its address " + rule.address()));
                    }
                }
            }
        }
        return findings;
    }
}
