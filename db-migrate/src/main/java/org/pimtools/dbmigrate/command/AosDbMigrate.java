package org.pimtools.dbmigrate.command;

import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.Tool;
import org.pimtools.common.cli.ToolException;
import picocli.CommandLine.Command;

/** Updates and rolls back the databases of the platform's modules. */
@Command(description = "Will update and roll back the databases of the platform's modules; cannot do it yet.")
public final class AosDbMigrate extends BaseCommand {
    public static void main(String... args) {
        System.exit(Tool.run("aos-db-migrate", new AosDbMigrate(), args));
    }

    @Override
    protected ExitCode run(Output output) {
        throw new ToolException(
                ExitCode.FAILED,
                "this command cannot update databases yet: nothing was done",
                "wait for a version that says in its help what it updates");
    }
}
