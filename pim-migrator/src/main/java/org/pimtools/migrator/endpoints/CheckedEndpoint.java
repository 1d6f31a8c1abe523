package org.pimtools.migrator.endpoints;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.inventory.EndpointInventory;

/**
 * What came of one endpoint of the file.
 *
 * @param entry the entry that names it, such as {@code entry 2}
 * @param inventory empty when it was not asked
 * @param lacking why it was not asked; empty when it was
 */
public record CheckedEndpoint(
        String entry, PlanLine.Endpoint endpoint, Optional<EndpointInventory> inventory, String lacking) {
    private static final int SHOWN_OF_A_PIN = 16;

    /** One line for a person. */
    public String line() {
        String account = endpoint.accountText();
        return "%-6s %s, %s %s:%d%s: %s"
                .formatted(
                        isRead() ? "ok" : inventory.isPresent() ? "failed" : "open",
                        entry,
                        endpoint.type().platformName(),
                        endpoint.address().isEmpty() ? "?" : endpoint.address(),
                        endpoint.port(),
                        account.isEmpty() ? "" : " as " + account,
                        outcome());
    }

    private String outcome() {
        if (inventory.isEmpty()) {
            return "not asked, " + lacking;
        }
        if (inventory.get() instanceof EndpointInventory.Failed failed) {
            return failed.finding().code().code() + " "
                    + failed.finding().detail().lines().findFirst().orElse("");
        }
        EndpointInventory.Read read = (EndpointInventory.Read) inventory.get();
        return Text.counted(read.inventory().size(), "VM")
                + (read.version().isEmpty() ? "" : ", " + read.version())
                + ", " + trust();
    }

    /** How it is known that this is the right endpoint. */
    private String trust() {
        if (endpoint.pin() != null) {
            return "pin " + endpoint.pin().substring(0, SHOWN_OF_A_PIN) + "…";
        }
        return switch (endpoint.options().getOrDefault("transport", "tls")) {
            case "tls" -> endpoint.type().pinAllowed() ? "certificate verified" : "verified by libvirt";
            case "ssh" -> "verified by ssh";
            case "tcp" -> "in clear";
            default -> "local";
        };
    }

    public boolean isRead() {
        return inventory.filter(EndpointInventory.Read.class::isInstance).isPresent();
    }

    public boolean isAsked() {
        return inventory.isPresent();
    }

    /** Whether nothing answered there. */
    public boolean isUnreachable() {
        return inventory
                .filter(each -> each instanceof EndpointInventory.Failed failed
                        && failed.finding().code() == FindingCode.UNREACHABLE)
                .isPresent();
    }

    public long vms() {
        return inventory
                .filter(EndpointInventory.Read.class::isInstance)
                .map(EndpointInventory.Read.class::cast)
                .map(read -> (long) read.inventory().size())
                .orElse(0L);
    }

    /** The same for scripts. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entry", entry);
        json.put("type", endpoint.type().platformName());
        json.put("address", endpoint.address());
        json.put("port", endpoint.port());
        json.put("account", endpoint.account());
        if (endpoint.pin() != null) {
            json.put("pin", endpoint.pin());
        }
        json.put("read", isRead());
        if (inventory.isEmpty()) {
            json.put("lacking", lacking);
        } else if (inventory.get() instanceof EndpointInventory.Failed failed) {
            json.put("failed", failed.finding().code().code());
            json.put("detail", failed.finding().detail());
        } else {
            json.put("version", ((EndpointInventory.Read) inventory.get()).version());
            json.put("vms", vms());
        }
        return json;
    }
}
