package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.SuggestedCommand;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.text.Text;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.overview.NewestFiles;
import org.pimtools.planner.results.DryRunKeys;
import org.pimtools.planner.results.HostResults;
import org.pimtools.planner.results.ResultFile;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.planner.verify.DatabaseVerification;
import org.pimtools.planner.verify.Differences;
import org.pimtools.planner.verify.EntityVerification;
import org.pimtools.planner.verify.Unmigrated;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Compares the database with the plan, the SQL files and the hosts' results; changes nothing.",
            "Every row of the files must hold its value, and every VM of the plan a provider ID or a reason why not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner verify results/ --plan night.plan",
            "  pim-planner verify --plan night.plan --sql *-update.sql --results *.jsonl"
        },
        exitCodeList = {
            "0:all is as it should be, and every VM without provider ID was left out by decision",
            "5:something differs: see the list"
        })
final class VerifyCommand extends LoggedCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "the folder of what was gathered: the newest update file and result of each datacenter count")
    private Path folder;

    @Option(names = "--plan", order = 1, required = true, paramLabel = "PLAN", description = "the plan of the files")
    private Path planFile;

    @Option(
            names = "--sql",
            order = 2,
            arity = "1..*",
            paramLabel = "FILE",
            description = "the SQL update files that were applied, one per datacenter")
    private List<Path> sqlPaths = List.of();

    @Option(
            names = "--results",
            order = 3,
            arity = "1..*",
            paramLabel = "FILE",
            description = "the result files of the hosts, one per datacenter")
    private List<Path> resultPaths = List.of();

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrustedPlanners planners = new TrustedPlanners();

    @Mixin
    private TrustedHosts hosts = new TrustedHosts();

    @Mixin
    private SnapshotOptions database = new SnapshotOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        PlannedRows plan = PlannedRows.read(planFile);
        planners.require(planFile, plan.header());
        Path scratch = Scratch.beside(planFile);
        HostKeys keys = hosts.of(plan.header(), planners);
        if (folder != null) {
            requireOneSource();
            NewestFiles.learn(keys, plan, folder);
            sqlPaths = ChosenFiles.of(List.of(folder), from -> NewestFiles.sql(from, SqlDirection.UPDATE), output);
            resultPaths = ChosenFiles.of(List.of(folder), NewestFiles::results, output);
        }
        List<ResultFile> given = resultPaths.stream().map(ResultFile::read).toList();
        DryRunKeys.learn(keys, plan.header().planId(), plan.datacenters().keySet(), given);
        HostResults results = new HostResults(given, keys, scratch);
        List<SqlFile> files = sqlPaths.isEmpty() ? List.of() : updates(plan, keys);
        SignedFiles.show(output, files, plan);
        try (SnapshotOptions.Source source = database.open(output, false);
                DatabaseVerification verification =
                        new DatabaseVerification(source.schema().profile(), scratch, output)) {
            verification.run(source.snapshot(), planFile, plan, files, results);
            show(output, verification, files.size());
            plan.datacenters().keySet().stream()
                    .filter(datacenter -> !files.isEmpty()
                            && plan.datacenters().get(datacenter) > 0
                            && files.stream()
                                    .noneMatch(
                                            file -> file.manifest().datacenter().equals(datacenter)))
                    .forEach(datacenter ->
                            output.line("datacenter " + plan.describe(datacenter) + ": no SQL file was given"));
            output.verdict(verdict(verification, files.size()));
            output.next(next(verification));
            return verification.isDone() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private void requireOneSource() {
        if (!sqlPaths.isEmpty() || !resultPaths.isEmpty()) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "a folder is given, and files too",
                    "give the folder, or --sql and --results: see pim-planner verify --help");
        }
    }

    private static void show(Output output, DatabaseVerification verification, int files) {
        Differences differences = verification.differences();
        output.line(Text.grouped(verification.rows()) + " rows of " + Text.counted(files, "SQL file")
                + " hold their value, " + Text.grouped(differences.count()) + " differ"
                + (differences.isEmpty() ? "" : ":"));
        DifferenceList.show(output, differences);
        DifferenceList.show(output, verification.conflicts());
        long without = verification.withoutProviderId();
        output.line(Text.grouped(verification.migrated()) + " VMs of the plan have a provider ID, "
                + Text.grouped(without) + " have none" + (without == 0 ? "" : ":"));
        List<Unmigrated> first = verification.firstUnmigrated();
        first.forEach(vm -> output.line("  " + vm.text()));
        DifferenceList.more(output, "  ", without - first.size());
        FindingReport.show(verification.copies(), output);
        entities(output, verification.entities());
        output.result("withoutProviderId", verification.unmigrated());
        output.result("rows", verification.rows());
        output.result("migrated", verification.migrated());
    }

    private static String verdict(DatabaseVerification verification, int files) {
        long differ = verification.differences().count();
        long conflicts = verification.conflicts().count();
        long without = verification.withoutProviderId();
        return (verification.isDone() ? "VERIFIED: " : "NOT VERIFIED: ")
                + Text.counted(verification.migrated(), "VM") + " with a provider ID"
                + (without == 0 ? "" : ", " + Text.grouped(without) + " without")
                + (files == 0 ? "" : ", " + Text.counted(verification.rows(), "row") + " as in the SQL files")
                + (differ == 0 ? "" : ", " + Text.counted(differ, "difference"))
                + (conflicts == 0 ? "" : ", " + Text.counted(conflicts, "provider ID") + " of two entities");
    }

    private static void entities(Output output, EntityVerification entities) {
        Map<String, Map<String, Long>> json = new TreeMap<>();
        for (EntityKind kind : EntityKind.others()) {
            long planned = entities.planned(kind);
            if (planned > 0) {
                output.line(Text.grouped(entities.migrated(kind)) + " of " + Text.counted(planned, kind.noun())
                        + " of the plan have a provider ID");
                json.put(kind.word(), Map.of("planned", planned, "migrated", entities.migrated(kind)));
            }
        }
        output.result("entities", json);
    }

    private String next(DatabaseVerification verification) {
        if (verification.isDone()) {
            return folder == null
                    ? "# pim-migrator verify on every host; when all say that nothing differs, start the platform"
                    : SuggestedCommand.of(spec, "overview", List.of(folder.toString()), Set.of())
                            + " --database    # start the platform when it says verified of every datacenter";
        }
        if (verification.conflicts().count() > 0) {
            return "# decide on its host which one it is not (exclude), and apply its newest file";
        }
        if (!verification.differences().isEmpty()) {
            return sqlPaths.isEmpty()
                    ? "# find out why the database differs, then give the files of the hosts to pim-planner apply"
                    : SuggestedCommand.of(spec, "apply", List.of(), Set.of())
                                    .replaceFirst(
                                            " apply", " apply " + Matcher.quoteReplacement(GivenFiles.words(sqlPaths)))
                            + "    # after the differences are understood";
        }
        return resultPaths.isEmpty()
                ? "# the same command with --results and the result files of the hosts: they say why a VM has no provider ID"
                : "# pim-migrator on the host of each VM without a provider ID, with a decision about it or with a new plan";
    }

    private List<SqlFile> updates(PlannedRows plan, HostKeys keys) {
        SqlFiles files = SqlFiles.read(sqlPaths, plan, database.names(), keys);
        if (files.direction() != SqlDirection.UPDATE) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, "rollback files are given", "give the update files that were applied");
        }
        return files.files();
    }
}
