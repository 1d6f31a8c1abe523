package org.pimtools.migrator.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityResolution;
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
    private final Renamings renamings = new Renamings();
    private Long forecastSeconds;

    /**
     * Begins the report of a run.
     *
     * @param key the host's, which signs the result
     * @param resultFile where the result file goes; must not exist
     * @param reportFile where the JSON report goes; must not exist
     */
    public RunReport(ResultLine.Start start, SigningKey key, Path resultFile, Path reportFile) {
        this.start = start;
        this.resultFile = resultFile;
        this.reportFile = reportFile;
        try {
            this.results = new ResultWriter(
                    Files.newOutputStream(
                            part(resultFile), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                    key);
            results.write(start);
        } catch (IOException e) {
            throw cannotWrite(resultFile, e);
        }
    }

    /** What the run works with; comes before everything else. */
    public void target(ResultLine.Target target) {
        write(target);
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
        renamings.add(vm);
        vm(result(vm, subscription));
        vm.finding().ifPresent(this::finding);
    }

    /** One VM; its finding comes apart. */
    public void vm(ResultLine.VmResult vm) {
        counts.add(vm.outcome(), vm.redis());
        write(vm);
    }

    /** One firewall or load balancer and its own finding, if it has one. */
    public void entity(EntityResolution entity) {
        entity(result(entity));
        entity.finding().ifPresent(this::finding);
    }

    /** One firewall or load balancer; its finding comes apart. */
    public void entity(ResultLine.EntityResult entity) {
        counts.add(entity);
        write(entity);
    }

    /** The line that says what became of a firewall or a load balancer. */
    public static ResultLine.EntityResult result(EntityResolution entity) {
        return new ResultLine.EntityResult(
                entity.entity().key(),
                entity.resolution().outcome(),
                entity.providerId().map(Object::toString).orElse(null));
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
                vm.resolution().outcome(),
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
        return totals().byName();
    }

    /** Completes both files; they are on the disk when the call returns. */
    public void finish(ExitCode exit) {
        write(new ResultLine.End(Instant.now(), exit.code(), counts(), forecastSeconds));
        try {
            results.close();
            publish(resultFile);
            Files.writeString(part(reportFile), JsonReport.text(totals(), exit, resultFile));
            publish(reportFile);
            AtomicFile.syncFolder(reportFile);
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
        RunTotals totals = totals();
        List<String> lines = new ArrayList<>(new RunScreen(totals).lines());
        // behind a cause that blocks VMs nobody looks at examples
        boolean shown =
                totals.rootCauses().causes().isEmpty() && !renamings.lines().isEmpty();
        if (start.kind() == ResultLine.Kind.DRY_RUN && shown) {
            lines.add("for example, name → provider ID");
            renamings.lines().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    /** The run in one line; comes last. */
    public String verdict(ExitCode exit) {
        return new RunVerdict(totals(), exit).line(Duration.between(start.started(), Instant.now()));
    }

    /** What is done first about the endpoints that could not be read. */
    public Remedy remedy() {
        return totals().rootCauses().remedy();
    }

    private RunTotals totals() {
        return new RunTotals(start, counts, findings, decisions, endpoints, forecastSeconds);
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

    private void write(ResultLine line) {
        try {
            results.write(line);
        } catch (IOException e) {
            throw cannotWrite(resultFile, e);
        }
    }

    private static void publish(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(part(file), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part(file), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static ToolException cannotWrite(Path file, IOException e) {
        return new ToolException(
                ExitCode.FAILED,
                "cannot write " + file + ": " + FileFailure.reason(e),
                "make room or fix the directory's rights, then run the same command again; keep this state directory: what was"
                        + " migrated can only be resumed and rolled back with it",
                e);
    }
}
