package org.pimtools.migrator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

class RunReportTest {
    private static final ResultLine.Start START = new ResultLine.Start(
            DatacenterId.of("11111111-1111-1111-1111-111111111111").orElseThrow(),
            "Paris",
            UUID.fromString("33333333-3333-3333-3333-333333333333"),
            Instant.parse("2025-12-31T23:00:00Z"),
            "run-1",
            Instant.parse("2026-01-01T00:00:00Z"),
            ResultLine.Kind.DRY_RUN,
            "pim-migrator 1");

    private static final Finding UNREACHABLE = new Finding(FindingCode.UNREACHABLE, "endpoint:2", "connection refused");

    @TempDir
    Path directory;

    @Test
    void theScreenHasCountsAndGroups() {
        assertEquals("""
                dry run of datacenter 11111111-1111-1111-1111-111111111111 (Paris), plan 33333333-3333-3333-3333-333333333333
                first of all: 1 endpoint could not be read
                  endpoint 2, KVM 10.0.0.2:16514: PIM-0100 connection refused
                  do: PIM-0100: check address, port and firewall, then run again
                endpoints
                  1 VCENTER_CLUSTER 10.0.0.1:443: 1 VM in 7 calls
                  2 KVM 10.0.0.2:16514: failed: PIM-0100 connection refused
                virtual machines
                  planned                       6
                  resolved                      1
                  not found                     4
                  blocked                       1
                  left out                      2
                  accepted                      1
                subscriptions
                  to re-key                     1
                decisions
                  exclude × 2: PIM-0110 × 1, PIM-0113 × 1
                      vm:3: gone
                      vm:6: switched off
                  accept × 1: PIM-0110 × 1
                      vm:5: known since March
                findings
                  error PIM-0100 × 1: the endpoint cannot be reached
                      endpoint:2: connection refused
                    why: its VMs cannot be looked up
                    do: check address, port and firewall, then run again
                  error PIM-0110 × 4, 2 decided: the VM is not in the endpoint's inventory
                      vm:2: nothing there is called "gone2"
                      vm:3: nothing there is called "gone3"
                      vm:4: nothing there is called "gone4"
                      … and 1 more
                    why: it has no provider ID to migrate to
                    do: decide it in the decisions file; or correct the name or delete the VM in the platform, then plan again
                  error PIM-0113 × 1, decided: the VM's endpoint could not be read
                """, String.join("\n", report().lines()) + "\n");
    }

    @Test
    void theFilesAgreeWithTheScreen() throws IOException {
        report().finish(ExitCode.PARTIAL);
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertEquals(5, report.get("exit").intValue());
        assertEquals(4, report.get("counts").get("not_found").intValue());
        assertEquals(6, report.get("counts").get("findings_error").intValue());
        assertEquals("PIM-0110", report.get("findings").get(1).get("code").textValue());
        assertEquals("PIM-0110", report.at("/decisions/1/codes").fieldNames().next());
        assertEquals(
                "known since March", report.at("/decisions/1/examples/0/reason").textValue());
        List<ResultLine> lines = new ArrayList<>();
        try (ResultReader reader = ResultReader.open(directory.resolve("result.jsonl"))) {
            assertEquals(START, reader.start());
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        assertTrue(lines.contains(
                new ResultLine.VmResult(1, ResultLine.Outcome.RESOLVED, "a#1", ResultLine.State.PENDING)));
        assertEquals(
                6, lines.stream().filter(ResultLine.VmResult.class::isInstance).count());
        assertEquals(
                6, lines.stream().filter(ResultLine.Found.class::isInstance).count());
    }

    @Test
    void twentyThousandFindingsLeaveTheCauseOnTheScreen() {
        try (RunReport report = report()) {
            for (long id = 100; id < 20_100; id++) {
                report.finding(new Finding(FindingCode.BLOCKED, "vm:" + id, "endpoint:2 could not be read"));
            }
            List<String> lines = report.lines();
            assertEquals(35, lines.size(), () -> String.join("\n", lines));
            int cause = lines.indexOf("  error PIM-0100 × 1: the endpoint cannot be reached");
            int blocked = lines.indexOf("  error PIM-0113 × 20,001, 1 decided: the VM's endpoint could not be read");
            assertTrue(cause > 0 && cause < blocked, () -> String.join("\n", lines));
            assertEquals("      endpoint:2: connection refused", lines.get(cause + 1));
            assertEquals(blocked, lines.size() - 1, "what follows from the cause is one line");
        }
    }

    @Test
    void aDryRunShowsTheFirstTenNamesWithTheirProviderIds() {
        try (RunReport report = new RunReport(
                START, SampleKey.KEY, directory.resolve("result.jsonl"), directory.resolve("report.json"))) {
            for (int id = 1; id <= 12; id++) {
                report.vm(
                        vm(id, "web" + id, new Resolution.Resolved(new ProviderId("a#" + id), "web" + id)),
                        ResultLine.State.PENDING);
            }
            List<String> lines = report.lines();
            int from = lines.indexOf("for example, name → provider ID");
            assertEquals(11, lines.size() - from, () -> String.join("\n", lines));
            assertEquals("  web1 → a#1", lines.get(from + 1));
            assertEquals("  web10 → a#10", lines.get(from + 10));
        }
    }

    @Test
    void anUnfinishedReportLeavesNothing() throws IOException {
        try (RunReport report = report()) {
            report.finding(new Finding(FindingCode.LOCKED, "vm:1", ""));
        }
        try (var files = Files.list(directory)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private RunReport report() {
        RunReport report = new RunReport(
                START, SampleKey.KEY, directory.resolve("result.jsonl"), directory.resolve("report.json"));
        report.decided(new ResultLine.Decided(3, ResultLine.Decision.EXCLUDE, List.of(FindingCode.NOT_FOUND), "gone"));
        report.decided(
                new ResultLine.Decided(6, ResultLine.Decision.EXCLUDE, List.of(FindingCode.BLOCKED), "switched off"));
        report.decided(new ResultLine.Decided(
                5, ResultLine.Decision.ACCEPT, List.of(FindingCode.NOT_FOUND), "known since March"));
        report.endpoint(
                new PlanLine.Endpoint(1, ProviderKind.VCENTER_CLUSTER, "10.0.0.1", 443, null, new TreeMap<>()),
                new EndpointInventory.Read(1, Inventory.of(List.of(new InventoryVm(new ProviderId("a#1"), "web"))), 7));
        report.endpoint(
                new PlanLine.Endpoint(2, ProviderKind.KVM, "10.0.0.2", 16514, null, new TreeMap<>()),
                new EndpointInventory.Failed(2, UNREACHABLE, 1));
        report.finding(UNREACHABLE);
        report.vm(vm(1, "web", new Resolution.Resolved(new ProviderId("a#1"), "web")), ResultLine.State.PENDING);
        for (int id = 2; id <= 5; id++) {
            report.vm(vm(id, "gone" + id, new Resolution.NotFound()), null);
        }
        report.vm(vm(6, "x", new Resolution.Blocked(FindingCode.BLOCKED, "endpoint:2 could not be read")), null);
        return report;
    }

    private static VmResolution vm(long id, String name, Resolution resolution) {
        return new VmResolution(new PlanLine.Vm(id, "u" + id, name, 7, "ON", true, null), resolution);
    }
}
