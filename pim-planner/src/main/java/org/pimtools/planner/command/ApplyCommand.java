package org.pimtools.planner.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Interrupt;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.jdbc.Database;
import org.pimtools.common.jdbc.DatabaseOptions;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.planner.apply.Application;
import org.pimtools.planner.apply.PlannedRows;
import org.pimtools.planner.apply.RunningPlatform;
import org.pimtools.planner.apply.SqlFile;
import org.pimtools.planner.apply.SqlFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "  pim-planner apply *-rollback.sql --plan night.plan --no-dry-run",
            "      takes the provider IDs out again",
            "  pim-planner apply paris-update.sql --plan paris.plan --platform-running",
            "      a datacenter that follows later, while the platform runs",
            "",
            "Exit code 0 when all rows can be set or are set, 5 when rows differ or",
            "datacenters are missing, 6 when --no-dry-run was refused."
        })
final class ApplyCommand extends BaseCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "SQL files, one per datacenter")
    private List<Path> paths;

    @Option(names = "--plan", order = 1, required = true, paramLabel = "PLAN", description = "the plan of the files")
    private Path planFile;

    @Option(names = "--no-dry-run", order = 2, description = "change the database")
    private boolean change;

    @Option(
            names = "--partial",
            order = 3,
            description = "go on although datacenters of the plan have no file; they can follow later")
    private boolean partial;

    @Option(
            names = "--platform-running",
            order = 4,
            description =
                    "other sessions may use the database meanwhile: only for datacenters that follow when the platform"
                            + " runs with provider IDs already, while their Remote Services are stopped")
    private boolean platformRunning;

    @Option(
            names = "--profile",
            order = 49,
            paramLabel = "FILE",
            description =
                    "with --platform-running: the schema profile that the plan was made with, if it was made with one")
    private Path profile;

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Override
    protected ExitCode run(Output output) {
        PlannedRows plan = PlannedRows.read(planFile);
        if (change && plan.header().rehearsal()) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the plan is a rehearsal's",
                    "make a plan of the platform's own database, and files with it");
        }
        SqlFiles files = SqlFiles.read(paths, plan);
        for (SqlFile file : files.files()) {
            output.line("datacenter " + plan.describe(file.manifest().datacenter()) + ": " + file.rows() + " rows; VMs "
                    + file.manifest().included() + " included, "
                    + file.manifest().excluded() + " left out");
        }
        List<UUID> missing = files.missing(plan);
        missing.forEach(datacenter -> output.line("datacenter " + plan.describe(datacenter) + ": no file"));
        output.result("missingDatacenters", missing);
        if (!missing.isEmpty() && !partial) {
            output.warn(
                    missing.size() + " datacenters of the plan have no file, nothing was changed; give their files, or"
                            + " --partial to go on without them");
            output.next(again(" FILES-OF-THE-OTHERS" + (change ? " --no-dry-run" : "")));
            return ExitCode.PARTIAL;
        }
        try (Database database = Database.open(options.settings(output))) {
            Application application = new Application(database, files, running(plan), output);
            return change ? apply(output, files, application) : check(output, files, application);
        }
    }

    private Optional<RunningPlatform> running(PlannedRows plan) {
        if (!platformRunning) {
            return Optional.empty();
        }
        SchemaProfile names = profile == null ? SchemaProfile.shipped() : SchemaProfile.load(profile);
        if (!names.name().equals(plan.header().profile())) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the plan was made with the schema profile " + plan.header().profile() + ", not with "
                            + names.name(),
                    "give the file that pim-planner plan was given, with --profile");
        }
        return Optional.of(new RunningPlatform(names));
    }

    private ExitCode check(Output output, SqlFiles files, Application application) {
        Application.Summary summary = application.check();
        boolean fine = summary.differences().isEmpty();
        output.line(summary.changed() + " rows to set, " + summary.already() + " are set already, "
                + summary.differences().size() + " differ" + (fine ? "" : ":"));
        result(output, summary, false);
        if (!fine && files.direction() == SqlDirection.UPDATE) {
            output.warn(
                    "nothing was changed; find out who changed these rows: when the new values are right, plan again");
            output.next(again(""));
            return ExitCode.PARTIAL;
        }
        output.line("dry run: nothing was changed");
        output.next(again(" --no-dry-run"));
        return fine ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private ExitCode apply(Output output, SqlFiles files, Application application) {
        Application.Summary summary;
        try (Interrupt interrupt = Interrupt.install()) {
            summary = application.apply(interrupt::stopIfRequested);
        }
        boolean fine = summary.differences().isEmpty();
        boolean refused = !summary.wasApplied();
        output.line(
                refused
                        ? summary.differences().size() + " rows differ:"
                        : summary.changed() + " rows set, " + summary.already() + " were set already, "
                                + summary.differences().size() + " left because they differ" + (fine ? "" : ":"));
        result(output, summary, !refused);
        if (refused) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    summary.differences().size() + " of " + files.rows()
                            + " rows are not as planned; nothing was changed",
                    "find out who changed them: when the new values are right, plan again");
        }
        output.next(
                files.direction() == SqlDirection.UPDATE
                        ? "pim-planner verify --plan " + planFile
                                + paths.stream().map(path -> " --sql " + path).collect(Collectors.joining())
                        : "pim-planner check " + planFile);
        return fine ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private void result(Output output, Application.Summary summary, boolean applied) {
        output.result("changed", applied ? summary.changed() : 0);
        output.result("pending", applied ? 0 : summary.changed());
        output.result("already", summary.already());
        DifferenceList.show(output, summary.differences());
    }

    private String again(String more) {
        return "pim-planner apply " + paths.stream().map(Path::toString).collect(Collectors.joining(" ")) + " --plan "
                + planFile + more + (partial ? " --partial" : "") + (platformRunning ? " --platform-running" : "")
                + (profile == null ? "" : " --profile " + profile);
    }
}
