package org.pimtools.migrator.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Kind;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;

/** A dry run on two endpoints of which one is dead, with data of any kind in it. */
final class PageSample {
    private static final String PREFIX = "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-";

    private static final List<PlanLine.Endpoint> ENDPOINTS = List.of(
            new PlanLine.Endpoint(1, ProviderKind.VCENTER_CLUSTER, "10.0.0.1", 443, null, new TreeMap<>()),
            new PlanLine.Endpoint(2, ProviderKind.KVM, "10.0.0.2", 16514, null, new TreeMap<>()));

    private final Path directory;
    private final List<String> words;
    private final List<String> names = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    /** @param words what names, reasons and details are made of */
    PageSample(Path directory, List<String> words) {
        this.directory = directory;
        this.words = words;
    }

    /** Every VM's. */
    List<String> names() {
        return names;
    }

    /** Every decision's. */
    List<String> reasons() {
        return reasons;
    }

    String datacenter() {
        return words.get(1 % words.size());
    }

    Path write(int vms) {
        ResultLine.Start start = new ResultLine.Start(
                DatacenterId.of("11111111-1111-1111-1111-111111111111").orElseThrow(),
                datacenter(),
                UUID.fromString("33333333-3333-3333-3333-333333333333"),
                Instant.now().minusSeconds(7_200),
                "20260101T000000Z",
                Instant.now().minusSeconds(75),
                Kind.DRY_RUN,
                "pim-migrator 1");
        Path page = directory.resolve("report.html");
        try (RunReport report = new RunReport(
                start, SampleKey.KEY, directory.resolve("result.jsonl"), directory.resolve("report.json"))) {
            for (long i = 50; i <= vms && i <= 1000; i += 100) {
                reasons.add(words.size() == 1 ? "gone since March" : word(i));
                report.decided(new ResultLine.Decided(
                        i, Decision.EXCLUDE, List.of(FindingCode.NOT_FOUND), reasons.get(reasons.size() - 1)));
            }
            report.endpoint(
                    ENDPOINTS.get(0),
                    new EndpointInventory.Read(
                            1, Inventory.of(List.of(new InventoryVm(new ProviderId("a#1"), "web"))), 7));
            Finding dead = new Finding(FindingCode.UNREACHABLE, "endpoint:2", "connection refused " + word(0));
            report.endpoint(ENDPOINTS.get(1), new EndpointInventory.Failed(2, dead, 1));
            report.finding(dead);
            List<PlanLine.Vm> all = new ArrayList<>();
            for (long i = 1; i <= vms; i++) {
                all.add(vm(report, i));
            }
            report.undecided(report.findings().groups().stream()
                    .mapToLong(group ->
                            group.code() == FindingCode.BACKUP_JOB_BY_HAND ? 0 : group.count() - group.decided())
                    .sum());
            report.forecast(Duration.ofSeconds(431));
            report.finish(ExitCode.PARTIAL);
            report.page(page, new Places(ENDPOINTS, Map.of(1L, machine(1), 2L, machine(2)), all));
        }
        return page;
    }

    private PlanLine.Vm vm(RunReport report, long id) {
        long machine = id % 20 == 3 ? 2 : 1;
        names.add(word(id) + "-" + id);
        Outcome outcome = outcome(id, machine);
        boolean known = outcome == Outcome.RESOLVED || outcome == Outcome.ALREADY_MIGRATED;
        report.vm(new ResultLine.VmResult(
                id, outcome, known ? PREFIX + id : null, known ? id % 7 == 0 ? State.ABSENT : State.PENDING : null));
        String entity = "vm:" + id;
        switch (outcome) {
            case NOT_FOUND ->
                report.finding(new Finding(
                        FindingCode.NOT_FOUND,
                        entity,
                        "nothing there is called \"%s\"".formatted(names.get(names.size() - 1))));
            case BLOCKED -> report.finding(new Finding(FindingCode.BLOCKED, entity, "endpoint:2 could not be read"));
            case AMBIGUOUS ->
                report.finding(new Finding(FindingCode.AMBIGUOUS, entity, "2 candidates: a#vm-1, a#vm-2" + word(id)));
            case RESOLVED, ALREADY_MIGRATED, CONFLICT -> {}
        }
        if (id % 9_000 == 1) {
            report.finding(new Finding(
                    FindingCode.BACKUP_JOB_BY_HAND,
                    "backup-job:" + id,
                    "Veeam job \"Backup %s\" of vm:%d: call it \"Backup %s\""
                            .formatted(names.get(names.size() - 1), id, PREFIX + id)));
        }
        return new PlanLine.Vm(id, new UUID(1, id).toString(), names.get(names.size() - 1), machine, "ON", true, null);
    }

    private static Outcome outcome(long id, long machine) {
        if (machine == 2) {
            return Outcome.BLOCKED;
        } else if (id % 50 == 0) {
            return Outcome.NOT_FOUND;
        } else if (id % 333 == 0) {
            return Outcome.AMBIGUOUS;
        }
        return id % 9 == 0 ? Outcome.ALREADY_MIGRATED : Outcome.RESOLVED;
    }

    private static PlanLine.Machine machine(long id) {
        return new PlanLine.Machine(
                id, (int) id, id == 1 ? "VMX_04" : "KVM", "10.0.0." + id, 443, null, null, null, null);
    }

    private String word(long i) {
        return words.get((int) (i % words.size()));
    }
}
