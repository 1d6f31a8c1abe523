package org.pimtools.migrator.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.json.JsonText;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

/**
 * Gathers what a run finds and does, one VM at a time, and leaves it in three forms: the result file (JSON Lines, every VM and
 * every finding), the report (JSON, counts and groups) and the lines for the screen. Both files appear under their names only
 * when they are complete. From the result file comes the page for a browser.
 */
public final class RunReport implements Closeable {
    private final ResultLine.Start start;
    private final Path resultFile;
    private final Path reportFile;
    private final ResultWriter results;
    private final RunCounts counts = new RunCounts();
    private final FindingGroups findings = new FindingGroups();
    private final DecisionGroups decisions = new DecisionGroups();
    private final List<EndpointReport> endpoints = new ArrayList<>();
    private Long forecastSeconds;

    /**
     * Begins the report of a run.
     *
     * @param resultFile where the result file goes; must not exist
     * @param reportFile where the JSON report goes; must not exist
     */
    public RunReport(ResultLine.Start start, Path resultFile, Path reportFile) {
        this.start = start;
        this.resultFile = resultFile;
        this.reportFile = reportFile;
        try {
            this.results = new ResultWriter(Files.newOutputStream(
                    part(resultFile), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
            results.write(start);
        } catch (IOException e) {
            throw cannotWrite(resultFile, e);
        }
    }

    /** What came of asking an endpoint; the finding of one that failed comes apart. */
    public void endpoint(PlanLine.Endpoint endpoint, EndpointInventory inventory) {
        endpoints.add(new EndpointReport(endpoint, inventory));
    }

    /**
     * One VM and its own finding, if it has one.
     *
     * @param subscription what Redis says, or null when Redis was not looked at for this VM
     */
    public void vm(VmResolution vm, State subscription) {
        vm(result(vm, subscription));
        vm.finding().ifPresent(this::finding);
    }

    /** One VM; its finding comes apart. */
    public void vm(ResultLine.VmResult vm) {
        counts.add(vm.outcome(), vm.redis());
        write(vm);
    }

    /** One change of a step that gates no rows; its finding comes apart. */
    public void change(ResultLine.ChangeResult change) {
        counts.add(change);
        write(change);
    }

    /** The line that says what became of a VM. */
    public static ResultLine.VmResult result(VmResolution vm, State subscription) {
        return new ResultLine.VmResult(
                vm.vm().idVm(),
                outcome(vm.resolution()),
                vm.providerId().map(Object::toString).orElse(null),
                subscription);
    }

    /** What the operator decided about a VM; comes before its findings. */
    public void decided(ResultLine.Decided decided) {
        decisions.add(decided);
        write(decided);
    }

    public void finding(Finding finding) {
        findings.add(finding, decisions.settles(finding));
        write(new ResultLine.Found(finding));
    }

    /** How many errors the operator has not decided; for a run that changes nothing. */
    public void undecided(long errors) {
        counts.undecided(errors);
    }

    /** How long the migration will take on this host. */
    public void forecast(Duration migration) {
        forecastSeconds = Math.max(1, migration.plusMillis(500).toSeconds());
    }

    public FindingGroups findings() {
        return findings;
    }

    /** Every count by name. */
    public Map<String, Long> counts() {
        return counts.byName(findings, decisions);
    }

    /** Completes both files. */
    public void finish(ExitCode exit) {
        write(new ResultLine.End(Instant.now(), exit.code(), counts(), forecastSeconds));
        try {
            results.close();
            Files.move(part(resultFile), resultFile, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(part(reportFile), JsonText.indented(json(exit)));
            Files.move(part(reportFile), reportFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw cannotWrite(reportFile, e);
        }
    }

    /** Writes the page that a person reads in a browser; comes after {@link #finish}. */
    public void page(Path file, Places places) {
        HtmlPage.write(file, resultFile, places, endpoints);
    }

    /** What a person reads at the end of the run. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s of datacenter %s%s, plan %s"
                .formatted(
                        title(),
                        start.datacenter(),
                        start.datacenterName() == null ? "" : " (" + start.datacenterName() + ")",
                        start.planId()));
        if (!endpoints.isEmpty()) {
            lines.add("endpoints");
            endpoints.forEach(endpoint -> lines.add(endpoint.line()));
        }
        lines.add("virtual machines");
        lines.add(row("planned", counts.vms()));
        for (Outcome outcome : Outcome.values()) {
            addIfAny(lines, label(outcome), counts.of(outcome));
        }
        for (Decision decision : Decision.values()) {
            addIfAny(lines, label(decision), decisions.count(decision));
        }
        if (counts.redisWasLookedAt()) {
            lines.add("subscriptions");
            for (State subscription : State.values()) {
                addIfAny(lines, label(subscription), counts.of(subscription));
            }
        }
        counts.steps().forEach((step, states) -> {
            lines.add(step);
            states.forEach((state, count) -> addIfAny(lines, stepLabel(state), count));
        });
        if (!decisions.isEmpty()) {
            lines.add("decisions");
            decisions.lines().forEach(line -> lines.add("  " + line));
        }
        if (!findings.groups().isEmpty()) {
            lines.add("findings");
            lines.addAll(findings.lines("  "));
        }
        if (forecastSeconds != null) {
            lines.add("forecast: the migration takes about " + forecastSeconds + " s on this host");
        }
        return lines;
    }

    @Override
    public void close() {
        try {
            results.close();
            Files.deleteIfExists(part(resultFile));
            Files.deleteIfExists(part(reportFile));
        } catch (IOException e) {
            throw cannotWrite(resultFile, e);
        }
    }

    private boolean isDryRun() {
        return start.kind() == ResultLine.Kind.DRY_RUN || start.kind() == ResultLine.Kind.ROLLBACK_DRY_RUN;
    }

    private boolean isRollback() {
        return start.kind() == ResultLine.Kind.ROLLBACK || start.kind() == ResultLine.Kind.ROLLBACK_DRY_RUN;
    }

    private String title() {
        if (isRollback()) {
            return isDryRun() ? "dry run of a rollback" : "rollback";
        }
        if (start.kind() == ResultLine.Kind.REFUSED) {
            return "refused migration";
        }
        return isDryRun() ? "dry run" : "migration";
    }

    private Map<String, Object> json(ExitCode exit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("datacenter", start.datacenter().toString());
        json.put("datacenterName", start.datacenterName());
        json.put("plan", start.planId().toString());
        json.put("run", start.run());
        json.put("dryRun", isDryRun());
        json.put("refused", start.kind() == ResultLine.Kind.REFUSED);
        json.put("rollback", isRollback());
        json.put("exit", exit.code());
        json.put("counts", counts());
        json.put("forecastSeconds", forecastSeconds);
        json.put("endpoints", endpoints.stream().map(EndpointReport::json).toList());
        json.put("decisions", decisions.json());
        json.put("findings", findings.groups().stream().map(RunReport::json).toList());
        json.put("result", resultFile.getFileName().toString());
        return json;
    }

    private static Map<String, Object> json(FindingGroups.Group group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", group.code().code());
        json.put("severity", group.code().severity().label());
        json.put("title", group.code().title());
        json.put("count", group.count());
        json.put("decided", group.decided());
        json.put("why", group.code().why());
        json.put("resolve", group.code().resolve());
        json.put(
                "examples",
                group.examples().stream()
                        .map(finding -> Map.of("entity", finding.entity(), "detail", finding.detail()))
                        .toList());
        return json;
    }

    private static Outcome outcome(Resolution resolution) {
        if (resolution instanceof Resolution.Resolved) {
            return Outcome.RESOLVED;
        } else if (resolution instanceof Resolution.Assigned || resolution instanceof Resolution.Settled) {
            return Outcome.RESOLVED;
        } else if (resolution instanceof Resolution.Refused refused) {
            Outcome before = outcome(refused.before());
            return before == Outcome.RESOLVED || before == Outcome.ALREADY_MIGRATED ? Outcome.BLOCKED : before;
        } else if (resolution instanceof Resolution.AlreadyMigrated || resolution instanceof Resolution.Unconfirmed) {
            return Outcome.ALREADY_MIGRATED;
        } else if (resolution instanceof Resolution.NotFound) {
            return Outcome.NOT_FOUND;
        } else if (resolution instanceof Resolution.Ambiguous) {
            return Outcome.AMBIGUOUS;
        } else if (resolution instanceof Resolution.Conflict) {
            return Outcome.CONFLICT;
        }
        return Outcome.BLOCKED;
    }

    static String label(Outcome outcome) {
        return switch (outcome) {
            case RESOLVED -> "resolved";
            case ALREADY_MIGRATED -> "already migrated";
            case NOT_FOUND -> "not found";
            case AMBIGUOUS -> "ambiguous";
            case CONFLICT -> "in conflict";
            case BLOCKED -> "blocked";
        };
    }

    static String label(State subscription) {
        return switch (subscription) {
            case PENDING -> "to re-key";
            case DONE -> "re-keyed";
            case ABSENT -> "nothing to re-key";
            case REFUSED -> "refused";
            case FAILED -> "failed";
            case BY_HAND -> "by hand";
            case UNKNOWN -> "unknown";
            case ROLLED_BACK -> "rolled back";
        };
    }

    /** Of steps that do not re-key. */
    static String stepLabel(State state) {
        return switch (state) {
            case PENDING -> "to change";
            case DONE -> "changed";
            case ABSENT -> "nothing to change";
            case REFUSED, FAILED, BY_HAND, UNKNOWN, ROLLED_BACK -> label(state);
        };
    }

    static String label(Decision decision) {
        return switch (decision) {
            case EXCLUDE -> "left out";
            case PROVIDER_ID -> "given an ID";
            case ACCEPT -> "accepted";
        };
    }

    private static void addIfAny(List<String> lines, String label, long count) {
        if (count > 0) {
            lines.add(row(label, count));
        }
    }

    private static String row(String label, long count) {
        return "  %-18s %,12d".formatted(label, count);
    }

    private void write(ResultLine line) {
        try {
            results.write(line);
        } catch (IOException e) {
            throw cannotWrite(resultFile, e);
        }
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static ToolException cannotWrite(Path file, IOException e) {
        return new ToolException(
                ExitCode.FAILED,
                "cannot write " + file + ": " + FileFailure.reason(e),
                "make room, or choose a directory that you may write with --state-dir",
                e);
    }
}
