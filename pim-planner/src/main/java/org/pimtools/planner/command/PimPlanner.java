package org.pimtools.planner.command;

import org.pimtools.common.cli.Tool;
import picocli.CommandLine.Command;

/** The tool of the controller: plans the migration of a platform's VMs to provider IDs. */
@Command(
        name = "pim-planner",
        description =
                "Plans the migration of a platform's virtual machines to provider IDs, and changes the database at its end.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nThe night, in this order:%n",
        footer = {
            "  pim-planner endpoints -o endpoints.yaml      which endpoints there are",
            "  pim-planner plan -o night.plan               on the controller",
            "  pim-migrator night.plan --identity FILE      on every Remote Services host",
            "  pim-planner apply *-update.sql --plan night.plan",
            "  pim-planner verify --plan night.plan --sql FILE --results FILE",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 invalid input, 4 cannot connect,",
            "5 see the list, 6 not safe now, 70 a bug."
        },
        subcommands = {
            PlanCommand.class,
            EndpointsCommand.class,
            ShowCommand.class,
            CheckCommand.class,
            ApplyCommand.class,
            OverviewCommand.class,
            VerifyCommand.class
        })
public final class PimPlanner {
    PimPlanner() {}

    public static void main(String... args) {
        System.exit(Tool.run("pim-planner", new PimPlanner(), args));
    }
}
