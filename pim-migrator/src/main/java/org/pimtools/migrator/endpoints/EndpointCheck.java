package org.pimtools.migrator.endpoints;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.endpoints.EndpointsFile;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.execute.RunMonitor;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.migrate.LoginAttempts;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.report.EndpointFindings;

/**
 * Logs in to every endpoint of an endpoints file, and lists its VMs as a run would.
 *
 * @param endpoints in the order of the file
 * @param certificates the findings about certificates that are not believed; their lines can be put into the file
 * @param notes what else is to be known of the file
 */
public record EndpointCheck(List<CheckedEndpoint> endpoints, List<Finding> certificates, List<String> notes) {
    public EndpointCheck {
        endpoints = List.copyOf(endpoints);
        certificates = List.copyOf(certificates);
        notes = List.copyOf(notes);
    }

    /**
     * Asks all of them.
     *
     * @param attempts which logins are not to be tried again
     * @throws ToolException when the file has no endpoint of this datacenter
     */
    public static EndpointCheck of(EndpointsFile file, DatacenterId here, LoginAttempts attempts, RunMonitor monitor)
            throws InterruptedException {
        FileEndpoints listed = FileEndpoints.of(file, here);
        if (listed.endpoints().isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the endpoints file names no endpoint of this datacenter",
                    "give the file that pim-planner endpoints wrote for datacenter " + here + ", filled in");
        }
        Map<Integer, PlanLine.Endpoint> endpoints = new TreeMap<>();
        Map<Integer, EndpointSecret> logins = new HashMap<>();
        Map<Integer, EndpointInventory> inventories = new HashMap<>();
        List<InventoryReader.Target> targets = new ArrayList<>();
        for (FileEndpoint each : listed.endpoints()) {
            PlanLine.Endpoint endpoint = each.endpoint(endpoints.size() + 1);
            endpoints.put(endpoint.no(), endpoint);
            if (each.lacks().isEmpty()) {
                Optional<EndpointSecret> login = each.login(endpoint);
                login.ifPresent(secret -> logins.put(endpoint.no(), secret));
                attempts.withheld(endpoint, login)
                        .ifPresentOrElse(
                                withheld -> inventories.put(endpoint.no(), withheld),
                                () -> targets.add(new InventoryReader.Target(endpoint, login, 1)));
            }
        }
        Map<Integer, Integer> read = new ConcurrentHashMap<>();
        AtomicLong total = new AtomicLong();
        new InventoryReader(Limits.DEFAULT, (no, vms) -> {
                    Integer before = read.put(no, vms);
                    monitor.progress("reading inventories", total.addAndGet(vms - (before == null ? 0 : before)), 0);
                })
                .read(
                        targets,
                        inventory -> {
                            inventories.put(inventory.endpointNo(), inventory);
                            attempts.learn(Optional.ofNullable(logins.get(inventory.endpointNo())), inventory);
                        },
                        monitor::checkpoint);
        return of(listed, here, endpoints, inventories);
    }

    private static EndpointCheck of(
            FileEndpoints listed,
            DatacenterId here,
            Map<Integer, PlanLine.Endpoint> endpoints,
            Map<Integer, EndpointInventory> inventories) {
        List<CheckedEndpoint> checked = new ArrayList<>();
        endpoints.forEach((no, endpoint) -> {
            FileEndpoint each = listed.endpoints().get(no - 1);
            checked.add(new CheckedEndpoint(
                    each.first().place(),
                    endpoint,
                    Optional.ofNullable(inventories.get(no)),
                    each.lacks().orElse("")));
        });
        List<String> notes = new ArrayList<>();
        if (listed.elsewhere() > 0) {
            notes.add("not checked: " + Text.counted(listed.elsewhere(), "endpoint") + " of other datacenters");
        }
        if (!listed.unnamed().isEmpty()) {
            notes.add("not checked, since the match has no type: " + String.join(", ", listed.unnamed()));
        }
        List<Finding> certificates = EndpointFindings.of(here, List.copyOf(endpoints.values()), inventories).stream()
                .filter(finding -> finding.detail().contains("\n"))
                .toList();
        return new EndpointCheck(checked, certificates, notes);
    }

    /** By the table of exit codes. */
    public ExitCode exit() {
        if (endpoints.stream().allMatch(CheckedEndpoint::isRead)) {
            return ExitCode.DONE;
        }
        List<CheckedEndpoint> asked =
                endpoints.stream().filter(CheckedEndpoint::isAsked).toList();
        return !asked.isEmpty() && asked.stream().allMatch(CheckedEndpoint::isUnreachable)
                ? ExitCode.UNREACHABLE
                : ExitCode.PARTIAL;
    }

    /** All of it in one line. */
    public String verdict() {
        long read = endpoints.stream().filter(CheckedEndpoint::isRead).count();
        long open = endpoints.stream().filter(each -> !each.isAsked()).count();
        long failed = endpoints.size() - read - open;
        long vms = endpoints.stream().mapToLong(CheckedEndpoint::vms).sum();
        return (exit() == ExitCode.DONE ? "ALL ENDPOINTS ANSWER: " : "NOT ALL ENDPOINTS ANSWER: ")
                + "%,d of %s, %s".formatted(read, Text.counted(endpoints.size(), "endpoint"), Text.counted(vms, "VM"))
                + (failed == 0 ? "" : ", %,d failed".formatted(failed))
                + (open == 0 ? "" : ", %,d not asked".formatted(open));
    }
}
