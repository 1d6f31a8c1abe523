package org.pimtools.planner.command;

import org.pimtools.common.cli.FilesAndEnvironment;
import org.pimtools.common.cli.Tool;
import picocli.CommandLine.Command;

/** The tool of the controller: plans the migration of a platform's VMs to provider IDs. */
@Command(
        name = "pim-planner",
        description =
                "Plans the migration of a platform's virtual machines to provider IDs, and changes the database at its end.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples: the night, in this order%n",
        footer = {
            "  pim-planner endpoints -o endpoints.yaml      which endpoints there are",
            "  pim-planner plan -o night.plan               on the controller",
            "  pim-migrator night.plan --identity FILE      on every Remote Services host",
            "  pim-planner apply *-update.sql --plan night.plan",
            "  pim-planner verify --plan night.plan --sql FILE --results FILE"
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
@FilesAndEnvironment(
        environment = {
            "PIM_DB_PASSWORD:the password of the database, where --db-password-file is not given",
            "NO_COLOR:when it is not empty, labels are not coloured"
        },
        files = {
            "/opt/abiquo/tomcat/conf/Catalina/localhost/api.xml:names the platform's database, user and password",
            "/var/lib/pim-tools/planner:the planner's key and the plans' identities",
            "~/.pim-tools/planner:the same, for a user who cannot write there",
            "/var/log/pim-tools/pim-planner.log:what ran when, with the stack traces of errors"
        })
public final class PimPlanner {
    PimPlanner() {}

    public static void main(String... args) {
        System.exit(Tool.run("pim-planner", new PimPlanner(), args));
    }
}
