package org.pimtools.migrator.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;

/** What came of asking one endpoint. */
record EndpointReport(PlanLine.Endpoint endpoint, EndpointInventory inventory) {
    String line() {
        return "  %d %s %s:%d: %s%s"
                .formatted(
                        endpoint.no(),
                        endpoint.type().platformName(),
                        endpoint.address(),
                        endpoint.port(),
                        isRead() ? "" : "failed: ",
                        said());
    }

    /** Which one failed, as whom it was asked, and why. */
    String failure() {
        String account = endpoint.accountText();
        return "endpoint %d, %s %s:%d%s: %s"
                .formatted(
                        endpoint.no(),
                        endpoint.type().platformName(),
                        endpoint.address(),
                        endpoint.port(),
                        account.isEmpty() ? "" : " as " + account,
                        said());
    }

    boolean isRead() {
        return inventory instanceof EndpointInventory.Read;
    }

    /** How much it gave, or why it gave nothing. */
    String said() {
        if (inventory instanceof EndpointInventory.Read read) {
            StringBuilder said = new StringBuilder(Text.counted(read.inventory().size(), "VM"));
            new TreeMap<>(read.others()).forEach((kind, entities) -> {
                if (entities instanceof EntityInventory.Read) {
                    said.append(", ").append(Text.counted(entities.size(), kind.noun()));
                } else if (entities instanceof EntityInventory.NotRead) {
                    said.append(", ").append(kind.noun()).append("s not read");
                }
            });
            return said + " in " + Text.counted(read.calls(), "call");
        }
        Finding finding = ((EndpointInventory.Failed) inventory).finding();
        return finding.code().code() + " " + finding.detail();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("no", endpoint.no());
        json.put("type", endpoint.type().platformName());
        json.put("address", endpoint.address());
        json.put("port", endpoint.port());
        json.put("account", endpoint.account());
        json.put("calls", inventory.calls());
        if (inventory instanceof EndpointInventory.Read read) {
            json.put("vms", read.inventory().size());
            new TreeMap<>(read.others()).forEach((kind, entities) -> {
                if (entities instanceof EntityInventory.Read) {
                    json.put(kind.word().replace('-', '_') + "s", entities.size());
                }
            });
        } else if (inventory instanceof EndpointInventory.Failed failed) {
            json.put("failed", failed.finding().code().code());
            json.put("detail", failed.finding().detail());
        }
        return json;
    }
}
