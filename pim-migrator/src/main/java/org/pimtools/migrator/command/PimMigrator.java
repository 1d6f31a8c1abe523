package org.pimtools.migrator.command;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.pimtools.common.cli.Tool;
import picocli.CommandLine.Command;

/** The command line of the migrator. */
@Command(
        name = "pim-migrator",
        description = "Migrates a datacenter's virtual machines to their provider IDs, on its Remote Services host.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator night.plan --identity night.identity",
            "      a dry run: looks everything up and changes nothing",
            "  pim-migrator night.plan --identity night.identity --no-dry-run",
            "      migrates; run again after an interruption, it goes on",
            "  pim-migrator status",
        },
        subcommands = {RunCommand.class, StatusCommand.class, VerifyCommand.class, SqlCommand.class})
public final class PimMigrator {
    private static final Set<String> OWN = Set.of("run", "status", "verify", "sql", "-h", "--help", "-V", "--version");

    public static void main(String[] args) {
        System.exit(Tool.run("pim-migrator", new PimMigrator(), withCommand(args)));
    }

    /** A command line that names no command runs a plan. */
    static String[] withCommand(String... args) {
        if (args.length == 0 || OWN.contains(args[0])) {
            return args;
        }
        return Stream.concat(Stream.of("run"), Arrays.stream(args)).toArray(String[]::new);
    }
}
