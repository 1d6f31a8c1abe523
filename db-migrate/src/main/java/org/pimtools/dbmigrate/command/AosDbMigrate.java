package org.pimtools.dbmigrate.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.FilesAndEnvironment;
import org.pimtools.common.cli.Tool;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Keyboard;
import org.pimtools.common.output.Output;
import org.pimtools.common.secret.SecretReader;
import org.pimtools.dbmigrate.execute.Answer;
import org.pimtools.dbmigrate.migrate.Request;
import org.pimtools.dbmigrate.migrate.RunSettings;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.module.ModuleFile;
import org.pimtools.dbmigrate.module.ModuleRegistry;
import org.pimtools.dbmigrate.script.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Updates and rolls back the databases of the platform's modules. */
@Command(
        name = "aos-db-migrate",
        description = {
            "Brings the databases of the platform's modules to a version, up or down.",
            "Without options: every module to its newest version. One that fails does not stop the others, and a run that was"
                    + " cut off anywhere resumes where it stopped when it is started again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  aos-db-migrate --status                   where every module is",
            "  aos-db-migrate --versions > versions.txt  the current versions, to go back to",
            "  aos-db-migrate --dry-run                  the statements that would run",
            "  aos-db-migrate                            all modules to their newest version",
            "  aos-db-migrate -n dashboard cloud_manager",
            "  aos-db-migrate -n cloud_manager --migration 26",
            "                                            up or down to version 26",
            "  aos-db-migrate -n monitor --baseline 12   adopts a database without history"
        },
        exitCodeList = {
            "0:every module is where it should be",
            "1:a module failed, or cannot be reached",
            "2:the command line is wrong",
            "3:an input is invalid, and nothing was touched in any module",
            "6:another run works on every module that was asked for",
            "70:a bug of the tool",
            "129, 130, 143:stopped by a signal after the running statement; run again, it resumes"
        })
@FilesAndEnvironment(
        environment = {
            "AOS_DB_PASSWORD:the password of every module's database whose file names none",
            "NO_COLOR:when it is not empty, labels are not coloured"
        },
        files = {
            "/etc/aos/db-migrate/modules.d/NAME.yaml:a module: its database, and the folders of its scripts",
            "/var/log/aos/db-migrate.log:what ran when, with the stack traces of errors",
            "~/.local/state/aos/db-migrate.log:the same, for a user who cannot write there"
        })
public final class AosDbMigrate extends BaseCommand {
    private static final Path MODULES = Path.of("/etc/aos/db-migrate/modules.d");
    private static final int LONGEST_WAIT = 86_400;
    private static final int MOST_PARALLEL = 64;

    @Option(
            names = {"-l", "--list"},
            order = 1,
            description = "list the modules")
    private boolean list;

    @Option(
            names = {"-n", "--names"},
            order = 2,
            arity = "1..*",
            paramLabel = "NAME",
            description = "these modules only, in this order")
    private List<String> names = List.of();

    @Option(
            names = "--migration",
            order = 3,
            paramLabel = "VERSION",
            converter = VersionConverter.class,
            description = "up or down to this version, 0 for none; of one module")
    private Version migration;

    @Option(
            names = {"-v", "--verbose"},
            order = 4,
            description = "show the database's own error in the table")
    private boolean verbose;

    @Option(
            names = "--status",
            order = 5,
            description = "show where each module is and what is pending; changes nothing")
    private boolean status;

    @Option(
            names = "--versions",
            order = 5,
            description = "show the current version of each module, to be kept for the way back; changes nothing")
    private boolean versions;

    @Option(
            names = "--dry-run",
            order = 6,
            description = "show every statement that would run, in order; changes nothing")
    private boolean dryRun;

    @Option(
            names = "--baseline",
            order = 7,
            paramLabel = "VERSION",
            converter = VersionConverter.class,
            description = "take the database of one module, which has no history, as being at this version")
    private Version baseline;

    @Option(
            names = "--resolve",
            order = 8,
            paramLabel = "ANSWER",
            description = {
                "the operator's word on the one statement that a stop named, of one module:",
                "done when it took effect, repeat when it did not"
            })
    private Answer resolve;

    @Option(
            names = "--lock-timeout",
            order = 9,
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long to wait for another run and for locks on tables; default: ${DEFAULT-VALUE}")
    private int lockTimeout;

    @Option(
            names = "--parallel",
            order = 9,
            paramLabel = "N",
            defaultValue = "1",
            description = "how many modules are brought to their version side by side; default: ${DEFAULT-VALUE}")
    private int parallel;

    @Option(
            names = "--yes",
            order = 9,
            description = {
                "do not ask on a terminal before a way down;",
                "with --baseline: adopt the database although it differs from what the scripts would have made"
            })
    private boolean yes;

    @Option(
            names = "--modules-dir",
            order = 10,
            paramLabel = "DIR",
            description = {"where the modules' files are;", "default: /etc/aos/db-migrate/modules.d"})
    private Path modulesDir = MODULES;

    @Mixin
    private LogOption log = new LogOption();

    public static void main(String... args) {
        System.exit(Tool.run("aos-db-migrate", new AosDbMigrate(), args));
    }

    @Override
    protected ExitCode run(Output output) {
        requireOneTask();
        requireRanges();
        ModuleRegistry registry = ModuleRegistry.read(modulesDir, output);
        if (list) {
            return list(registry, output);
        }
        List<ModuleFile> files = names.isEmpty() ? registry.byName() : registry.named(names);
        requireOneModule(files);
        SecretReader secrets = new SecretReader(output);
        List<Module> modules = files.stream().map(file -> file.module(secrets)).toList();
        if (status) {
            return new StatusReport(output).show(modules);
        }
        if (versions) {
            return new VersionsReport(output).show(modules);
        }
        if (dryRun) {
            return new DryRun(output).show(modules, request());
        }
        if (migration != null && !yes && Keyboard.isThere()) {
            new DownConfirmation(output, AosDbMigrate::isConfirmed).require(modules.get(0), request());
        }
        RunSettings settings = new RunSettings(Duration.ofSeconds(lockTimeout), Optional.ofNullable(resolve), verbose);
        return new Update(output, log.open(output), verbose, parallel).run(modules, request(), settings);
    }

    private static boolean isConfirmed(String question) {
        String answer = System.console().readLine("%s", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private Request request() {
        if (baseline != null) {
            return new Request.Baseline(baseline, yes);
        }
        return migration == null ? new Request.Newest() : new Request.To(migration);
    }

    private static ExitCode list(ModuleRegistry registry, Output output) {
        output.line("Available modules:");
        registry.inOrder().forEach(module -> output.line(module.name()));
        output.result(
                "modules",
                registry.inOrder().stream()
                        .map(module -> new Listed(module.name(), module.displayName()))
                        .toList());
        return ExitCode.DONE;
    }

    private record Listed(String name, String displayName) {}

    private void requireOneTask() {
        exclude("--list", list, "--names", !names.isEmpty());
        exclude("--list", list, "--status", status);
        exclude("--list", list, "--versions", versions);
        exclude("--status", status, "--versions", versions);
        Map<String, Boolean> showing = Map.of("--list", list, "--status", status, "--versions", versions);
        for (String option : List.of("--list", "--status", "--versions")) {
            boolean given = showing.get(option);
            exclude(option, given, "--dry-run", dryRun);
            exclude(option, given, "--migration", migration != null);
            exclude(option, given, "--baseline", baseline != null);
            exclude(option, given, "--resolve", resolve != null);
        }
        exclude("--dry-run", dryRun, "--baseline", baseline != null);
        exclude("--dry-run", dryRun, "--resolve", resolve != null);
        exclude("--migration", migration != null, "--baseline", baseline != null);
        exclude("--baseline", baseline != null, "--resolve", resolve != null);
    }

    private static void exclude(String one, boolean oneGiven, String other, boolean otherGiven) {
        if (oneGiven && otherGiven) {
            throw usage(one + " and " + other + " do not go together", "give one of them; see aos-db-migrate --help");
        }
    }

    private void requireRanges() {
        if (baseline != null && baseline.isNone()) {
            throw usage("--baseline 0 is no version", "give the version that the tables are of; see --status");
        }
        range("--lock-timeout", lockTimeout, 1, LONGEST_WAIT);
        range("--parallel", parallel, 1, MOST_PARALLEL);
    }

    private static void range(String option, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw usage(option + " is not from " + least + " to " + most, "see aos-db-migrate --help");
        }
    }

    private void requireOneModule(List<ModuleFile> chosen) {
        String option = migration != null
                ? "--migration"
                : baseline != null ? "--baseline" : resolve != null ? "--resolve" : "";
        if (!option.isEmpty() && (names.isEmpty() || chosen.size() != 1)) {
            throw usage(
                    option + " is for one module, and " + (names.isEmpty() ? "none is" : chosen.size() + " are")
                            + " named",
                    "name the one with --names");
        }
    }

    private static ToolException usage(String message, String hint) {
        return new ToolException(ExitCode.USAGE, message, hint);
    }
}
