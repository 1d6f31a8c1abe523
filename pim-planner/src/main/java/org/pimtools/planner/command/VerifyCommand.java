package org.pimtools.planner.command;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.planner.apply.PlannedRows;
import org.pimtools.planner.apply.SqlFile;
import org.pimtools.planner.apply.SqlFiles;
import org.pimtools.planner.apply.Verification;
import org.pimtools.planner.results.HostResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Compares the database with the plan, the SQL files and the hosts' results; changes nothing.",
            "Every row of the files must hold its value, and every VM of the plan a provider ID or a reason why not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner verify --plan night.plan --sql *-update.sql --results *.jsonl",
            "",
            "Exit code 0 when all is as it should be and every VM without provider ID was",
            "left out by decision, else 5."
        })
final class VerifyCommand extends BaseCommand {
    private static final int SHOWN = 20;

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

    @Mixin
    private SnapshotOptions database = new SnapshotOptions();

    @Override
    protected ExitCode run(Output output) {
        PlannedRows plan = PlannedRows.read(planFile);
        HostResults results = new HostResults(resultPaths);
        List<SqlFile> files = sqlPaths.isEmpty() ? List.of() : updates(plan);
        Verification.Report report;
        try (SnapshotOptions.Source source = database.open(output, false)) {
            report = new Verification(source.snapshot(), source.schema().profile(), output)
                    .run(planFile, plan, files, results);
        }
        output.line(report.rows() + " rows of " + files.size() + " SQL files hold their value, "
                + report.differences().size() + " differ"
                + (report.differences().isEmpty() ? "" : ":"));
        DifferenceList.show(output, report.differences());
        output.line(report.migrated() + " VMs of the plan have a provider ID, "
                + report.unmigrated().size() + " have none"
                + (report.unmigrated().isEmpty() ? "" : ":"));
        unmigrated(output, report.unmigrated());
        output.result("rows", report.rows());
        output.result("migrated", report.migrated());
        List<UUID> without = plan.datacenters().keySet().stream()
                .filter(datacenter -> !sqlPaths.isEmpty()
                        && plan.datacenters().get(datacenter) > 0
                        && files.stream()
                                .noneMatch(file -> file.manifest().datacenter().equals(datacenter)))
                .toList();
        without.forEach(
                datacenter -> output.line("datacenter " + plan.describe(datacenter) + ": no SQL file was given"));
        output.next(next(report));
        return report.isDone() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private String next(Verification.Report report) {
        if (report.isDone()) {
            return "start the platform, then check VMs, firewalls and load balancers";
        }
        if (!report.differences().isEmpty()) {
            return "pim-planner apply FILES --plan " + planFile + "    after the differences are understood";
        }
        return resultPaths.isEmpty()
                ? "the same command with --results FILES of the hosts: they say why a VM has no provider ID"
                : "pim-migrator on the host of each VM without a provider ID, with a decision about it or with a new plan";
    }

    private List<SqlFile> updates(PlannedRows plan) {
        SqlFiles files = SqlFiles.read(sqlPaths, plan);
        if (files.direction() != SqlDirection.UPDATE) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, "rollback files are given", "give the update files that were applied");
        }
        return files.files();
    }

    private static void unmigrated(Output output, List<Verification.Unmigrated> vms) {
        vms.stream()
                .limit(SHOWN)
                .forEach(vm -> output.line("  vm:" + vm.idVm() + " '" + vm.name() + "': " + vm.reason()));
        if (vms.size() > SHOWN) {
            output.line("  … and " + (vms.size() - SHOWN) + " more: all of them with --format json");
        }
        output.result("withoutProviderId", vms);
    }
}
