package org.pimtools.dbmigrate.command;

import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.Output;
import org.pimtools.common.cli.Tool;
import picocli.CommandLine.Command;

/** Updates and rolls back the databases of the platform's modules. */
@Command(description = "Updates and rolls back the databases of the platform's modules.")
public final class AosDbMigrate extends BaseCommand {
    public static void main(String... args) {
        System.exit(Tool.run("aos-db-migrate", new AosDbMigrate(), args));
    }

    @Override
    protected ExitCode run(Output output) {
        return ExitCode.DONE;
    }
}
