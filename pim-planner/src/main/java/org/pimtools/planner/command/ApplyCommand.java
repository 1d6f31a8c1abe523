package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.pimtools.common.cli.DatabaseOptions;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.SuggestedCommand;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.jdbc.Database;
import org.pimtools.common.output.Output;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.text.Text;
import org.pimtools.planner.apply.Application;
import org.pimtools.planner.apply.Skipped;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.overview.NewestFiles;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.planner.verify.Differences;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        description = {
            "Checks the SQL files of the hosts against the plan and the database; with --no-dry-run, changes the database.",
            "The files are not executed: rows are taken from them, and a file that the migrator did not write is refused.",
            "Can be stopped at any moment and run again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner apply *-update.sql --plan night.plan",
            "      checks everything, changes nothing",
            "  pim-planner apply *-update.sql --plan night.plan --no-dry-run",
            "      checks everything, then changes",
            "  pim-planner apply results/ --plan night.plan --no-dry-run",
            "      the newest update file of each datacenter, of all that were gathered",
            "  pim-planner apply *-update.sql --plan night.plan --no-dry-run \\",
            "      --skip-changed left-out.jsonl",
            "      leaves out the VMs that somebody changed since the plan, and lists them",
            "  pim-planner apply *-rollback.sql --plan night.plan --no-dry-run",
            "      takes the provider IDs out again",
            "  pim-planner apply paris-update.sql --plan paris.plan --platform-running",
            "      a datacenter that follows later, while the platform runs"
        },
        exitCodeList = {
            "0:all rows can be set, or are set",
            "5:rows differ, or datacenters are missing: see the list",
            "6:--no-dry-run was refused"
        })
final class ApplyCommand extends LoggedCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "SQL files, one per datacenter; or a folder, of which the newest update file of each datacenter counts")
    private List<Path> paths;

    @Option(names = "--plan", order = 1, required = true, paramLabel = "PLAN", description = "the plan of the files")
    private Path planFile;

    @Option(names = "--no-dry-run", order = 2, description = "change the database")
    private boolean change;

    @Option(names = "--rollback", order = 2, description = "of a folder, take the rollback files")
    private boolean rollback;

    @Option(
            names = "--partial",
            order = 3,
            description = "go on although datacenters of the plan have no file; they can follow later")
    private boolean partial;

    @Option(
            names = "--skip-changed",
            order = 4,
            paramLabel = "FILE",
            description =
                    "go on although rows differ: all rows of their VMs are left out, and with --no-dry-run what was left out is"
                            + " written to FILE (JSON Lines)")
    private Path skipped;

    @Option(
            names = "--platform-running",
            order = 5,
            description =
                    "other sessions may use the database meanwhile: only for datacenters that follow when the platform"
                            + " runs with provider IDs already, while their Remote Services are stopped")
    private boolean platformRunning;

    @Option(
            names = "--profile",
            order = 49,
            paramLabel = "FILE",
            description =
                    "the schema profile that the plan was made with, if it was made with one: files write what it names")
    private Path profile;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrustedPlanners planners = new TrustedPlanners();

    @Mixin
    private TrustedHosts hosts = new TrustedHosts();

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        PlannedRows plan = PlannedRows.read(planFile);
        planners.require(planFile, plan.header());
        if (change && plan.header().rehearsal()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the plan is a rehearsal's",
                    "make a plan of the platform's own database, and files with it");
        }
        SchemaProfile names = profile == null ? SchemaProfile.shipped() : SchemaProfile.load(profile);
        HostKeys keys = hosts.of(plan.header(), planners);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                NewestFiles.learn(keys, plan, path);
            }
        }
        SqlFiles files = SqlFiles.read(
                ChosenFiles.of(
                        paths,
                        folder -> NewestFiles.sql(folder, rollback ? SqlDirection.ROLLBACK : SqlDirection.UPDATE),
                        output),
                plan,
                names,
                keys);
        Optional<Skipped> list = skipped(files, plan);
        List<DatacenterId> missing = files.missing(plan);
        coverage(output, files, plan, missing);
        if (!missing.isEmpty() && !partial && change) {
            output.warn("no file for " + Text.counted(missing.size(), "datacenter")
                    + " of the plan, nothing was changed; give what is missing, or --partial to go on without them");
            output.verdict("NOTHING APPLIED: no file for " + Text.counted(missing.size(), "datacenter"));
            output.next("# " + again(" --no-dry-run") + " with the files of " + titles(plan, missing) + " too");
            return ExitCode.PARTIAL;
        }
        try (Database database = Database.open(options.settings(output))) {
            Application application = new Application(
                    database,
                    names,
                    plan,
                    files,
                    new Application.Mode(platformRunning, list.isPresent()),
                    Scratch.beside(planFile),
                    output);
            return change
                    ? apply(output, files, application, list)
                    : check(output, files, application, partial ? "" : titles(plan, missing));
        }
    }

    private Optional<Skipped> skipped(SqlFiles files, PlannedRows plan) throws IOException {
        if (skipped == null) {
            return Optional.empty();
        }
        if (files.direction() == SqlDirection.ROLLBACK) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "--skip-changed is given with rollback files",
                    "leave it out: a rollback leaves alone what was changed since");
        }
        return Optional.of(new Skipped(skipped, plan.header().planId()));
    }

    /** How one datacenter of the plan is covered, in JSON. */
    record Covered(
            String datacenter,
            String file,
            String hostKey,
            long planned,
            Long included,
            Long already,
            Long leftOut,
            Long decided) {}

    private static void coverage(Output output, SqlFiles files, PlannedRows plan, List<DatacenterId> missing) {
        List<Covered> covered = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (SqlFile file : files.files()) {
            SqlManifest manifest = file.manifest();
            long planned = plan.datacenters().get(manifest.datacenter());
            long decided = manifest.decided().excluded();
            rows.add(List.of(
                    plan.title(manifest.datacenter()),
                    Text.grouped(planned),
                    Text.grouped(manifest.included()),
                    Text.grouped(manifest.excluded()),
                    Text.grouped(decided),
                    Text.grouped(file.rows())));
            covered.add(new Covered(
                    manifest.datacenter().toString(),
                    file.path().toString(),
                    file.hostFingerprint(),
                    planned,
                    manifest.included(),
                    manifest.already(),
                    manifest.excluded(),
                    decided));
        }
        for (DatacenterId datacenter : missing) {
            long planned = plan.datacenters().get(datacenter);
            rows.add(List.of(plan.title(datacenter), Text.grouped(planned), "no file", "", "", ""));
            covered.add(new Covered(datacenter.toString(), null, null, planned, null, null, null, null));
        }
        output.table(List.of("DATACENTER", "VMS", "INCLUDED", "LEFT OUT", "BY DECISION", "ROWS"), rows);
        entities(output, files, plan);
        SignedFiles.show(output, files.files(), plan);
        output.result("coverage", covered);
        output.result("missingDatacenters", missing);
    }

    /** How the files cover the firewalls and load balancers, where the plan has some. */
    private static void entities(Output output, SqlFiles files, PlannedRows plan) {
        for (SqlFile file : files.files()) {
            DatacenterId datacenter = file.manifest().datacenter();
            file.manifest()
                    .entities()
                    .forEach((kind, counts) -> output.line("%s: %s planned, %s included, %s left out"
                            .formatted(
                                    plan.title(datacenter),
                                    Text.counted(plan.entities(datacenter).getOrDefault(kind, 0L), kind.noun()),
                                    Text.grouped(counts.included()),
                                    Text.grouped(counts.excluded()))));
        }
    }

    private static String titles(PlannedRows plan, List<DatacenterId> missing) {
        return missing.stream().map(plan::title).collect(Collectors.joining(", "));
    }

    /** @param missing the datacenters whose files are not given, for people; empty when nothing is missing */
    private ExitCode check(Output output, SqlFiles files, Application application, String missing) throws IOException {
        try (Application.Summary summary = application.check()) {
            Differences differences = summary.differences();
            output.line(Text.counted(summary.changed(), "row") + " to set, " + Text.grouped(summary.already())
                    + " are set already, " + Text.grouped(differences.count()) + " differ"
                    + (differences.isEmpty() ? "" : ":"));
            result(output, summary);
            boolean conflicts = summary.conflicts().count() > 0;
            boolean incomplete = !missing.isEmpty();
            boolean stops = !differences.isEmpty() && files.direction() == SqlDirection.UPDATE && skipped == null;
            output.line("dry run: nothing was changed"
                    + (skipped == null || differences.isEmpty()
                            ? ""
                            : "; all rows of " + Text.counted(differences.vms(), "VM") + " would be left out"));
            output.verdict(verdict(summary, conflicts || stops || incomplete));
            if (conflicts) {
                output.warn(
                        "a provider ID belongs to one entity only: nothing can be changed until it is decided whose it is");
                output.next("# decide the other one on its host (exclude), and take its newest file");
                return ExitCode.PARTIAL;
            }
            if (stops) {
                output.warn("find out who changed these rows: when the new values are right, plan again; --skip-changed"
                        + " leaves their VMs out");
                output.next(again(""));
                return ExitCode.PARTIAL;
            }
            if (incomplete) {
                output.warn(
                        "datacenters of the plan have no file: give their files, or --partial to go on without them");
            }
            output.next(
                    incomplete
                            ? "# " + again(" --no-dry-run") + " with the files of " + missing + " too"
                            : again(" --no-dry-run"));
            return differences.isEmpty() && !incomplete ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private ExitCode apply(Output output, SqlFiles files, Application application, Optional<Skipped> list)
            throws IOException {
        try (Interrupt interrupt = Interrupt.install();
                Application.Summary summary = application.apply(interrupt::stopIfRequested)) {
            Differences differences = summary.differences();
            output.line(
                    summary.wasApplied()
                            ? Text.counted(summary.changed(), "row") + " set, " + Text.grouped(summary.already())
                                    + " were set already, "
                                    + Text.grouped(differences.count()) + " left because they differ"
                                    + (differences.isEmpty() ? "" : ":")
                            : Text.counted(differences.count(), "row")
                                    + (differences.count() == 1 ? " differs" : " differ")
                                    + (differences.isEmpty() ? "" : ":"));
            result(output, summary);
            if (!summary.wasApplied()) {
                throw refusal(summary, files);
            }
            if (list.isPresent()) {
                list.get().write(differences.all());
                output.line("left out: " + Text.counted(differences.count(), "row") + " of "
                        + Text.counted(differences.vms(), "VM") + ", listed in " + skipped);
            }
            output.verdict((files.direction() == SqlDirection.UPDATE ? "APPLIED " : "ROLLED BACK ")
                    + Text.counted(summary.changed(), "row")
                    + (summary.already() == 0 ? "" : ", " + Text.grouped(summary.already()) + " were so already")
                    + (differences.isEmpty()
                            ? ""
                            : ", " + Text.grouped(differences.count()) + " left because they differ"));
            output.next(
                    files.direction() == SqlDirection.UPDATE
                            ? SuggestedCommand.of(spec, "verify", List.of(), Set.of()) + verified()
                            : SuggestedCommand.of(spec, "check", List.of(planFile.toString()), Set.of()));
            return differences.isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static String verdict(Application.Summary summary, boolean stopped) {
        long conflicts = summary.conflicts().count();
        long differ = summary.differences().count();
        return (stopped ? "NOT READY TO APPLY: " : "READY TO APPLY: ")
                + Text.counted(summary.changed(), "row") + " to set"
                + (summary.already() == 0 ? "" : ", " + Text.grouped(summary.already()) + " are so already")
                + (differ == 0 ? "" : ", " + Text.grouped(differ) + " differ")
                + (conflicts == 0 ? "" : ", " + Text.counted(conflicts, "provider ID") + " of two entities");
    }

    private static ToolException refusal(Application.Summary summary, SqlFiles files) {
        if (summary.conflicts().count() > 0) {
            return new ToolException(
                    ExitCode.UNSAFE,
                    Text.counted(summary.conflicts().count(), "provider ID")
                            + " would belong to two entities; nothing was changed",
                    "find out which one is meant, decide the other on its host (exclude), and take its newest file");
        }
        return new ToolException(
                ExitCode.UNSAFE,
                Text.grouped(summary.differences().count()) + " of " + Text.grouped(files.rows())
                        + " rows are not as planned; nothing was changed",
                "find out who changed them: when the new values are right, plan again; --skip-changed leaves their VMs out");
    }

    private static void result(Output output, Application.Summary summary) {
        boolean applied = summary.wasApplied();
        output.result("changed", applied ? summary.changed() : 0);
        output.result("pending", applied ? 0 : summary.changed());
        output.result("already", summary.already());
        DifferenceList.show(output, summary.differences());
        DifferenceList.show(output, summary.conflicts());
        FindingReport.show(summary.copies(), output);
    }

    /** What was applied, for the command that verifies it. */
    private String verified() {
        return paths.size() == 1 && Files.isDirectory(paths.get(0)) ? " " + given() : " --sql " + given();
    }

    private String given() {
        return GivenFiles.words(paths);
    }

    private String again(String more) {
        return SuggestedCommand.of(spec, "apply", List.of(), Set.of("--no-dry-run"))
                        .replaceFirst(" apply", " apply " + Matcher.quoteReplacement(given()))
                + more;
    }
}
