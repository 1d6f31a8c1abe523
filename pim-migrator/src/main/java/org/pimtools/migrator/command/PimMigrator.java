package org.pimtools.migrator.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pimtools.common.cli.FilesAndEnvironment;
import org.pimtools.common.cli.LeadingOptions;
import org.pimtools.common.cli.Tool;
import picocli.CommandLine.Command;

/** The command line of the migrator. */
@Command(
        name = "pim-migrator",
        description = {
            "Migrates a datacenter's virtual machines to their provider IDs, on its Remote Services host.",
            "A command line that begins with a plan runs it: pim-migrator PLAN is pim-migrator run PLAN."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator night.plan --identity night.identity",
            "      a dry run: looks everything up and changes nothing",
            "  pim-migrator night.plan --identity night.identity --no-dry-run",
            "      migrates; run again after an interruption, it resumes",
            "  pim-migrator status",
        },
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            VerifyCommand.class,
            RollbackCommand.class,
            SqlCommand.class,
            StateCommand.class,
            KeygenCommand.class,
            CheckEndpointsCommand.class,
            DecideCommand.class
        })
@FilesAndEnvironment(
        environment = {
            "PIM_REDIS_PASSWORD:the password of Redis, where --redis-password-file is not given",
            "NO_COLOR:when it is not empty, labels are not coloured"
        },
        files = {
            "/opt/abiquo/config/abiquo.properties:names the datacenter and its Redis",
            "/opt/abiquo/tomcat:the platform, which must not run while anything is changed",
            "/var/lib/pim-tools/DATACENTER:the state of a datacenter: plan, work, journal, results, SQL files",
            "/var/log/pim-tools/pim-migrator.log:what ran when, with the stack traces of errors"
        },
        defaultCommand = PimMigrator.RUN)
public final class PimMigrator {
    static final String RUN = "run";

    private static final Set<String> OWN = Set.of(
            RUN,
            "status",
            "verify",
            "rollback",
            "sql",
            "state",
            "keygen",
            CheckEndpointsCommand.NAME,
            "decide",
            "-h",
            "--help",
            "-V",
            "--version");

    private static final Pattern WORD = Pattern.compile("[a-z]+(?:-[a-z]+)*");

    public static void main(String[] args) {
        System.exit(Tool.run("pim-migrator", new PimMigrator(), withCommand(args)));
    }

    /** A command line that names no command runs a plan. */
    static String[] withCommand(String... args) {
        String[] line = LeadingOptions.behindCommand(args);
        if (line.length == 0) {
            return args;
        }
        if (OWN.contains(line[0]) || isCommandNotKnown(line[0])) {
            return line;
        }
        return Stream.concat(Stream.of(RUN), Arrays.stream(line)).toArray(String[]::new);
    }

    /** A bare word that is no file is taken for a mistyped command, so that the nearest one can be named. */
    private static boolean isCommandNotKnown(String first) {
        return WORD.matcher(first).matches() && !Files.exists(Path.of(first));
    }
}
