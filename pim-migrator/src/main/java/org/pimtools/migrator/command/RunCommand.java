package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Keyboard;
import org.pimtools.common.output.Output;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.migrator.migrate.MigratorRun;
import org.pimtools.migrator.migrate.RunRequest;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.report.Remedy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pim-migrator run}: a dry run or a migration. */
@Command(
        name = PimMigrator.RUN,
        description = {
            "Looks up every VM of the plan in its provider's inventory and in Redis; with --no-dry-run, migrates.",
            "Without --no-dry-run nothing is changed, and the platform may run.",
            "With --no-dry-run the subscriptions in Redis are re-keyed and the SQL files are written. An interrupted migration resumes"
                    + " when the same command is run again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-migrator run night.plan --identity night.identity",
            "  pim-migrator run night.plan --identity night.identity \\",
            "      --decisions decisions.yaml --no-dry-run",
            "  ssh controller cat night.identity |",
            "      pim-migrator run night.plan --identity -",
        })
final class RunCommand extends LoggedCommand {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PLAN", description = "the plan that pim-planner plan wrote")
    private Path plan;

    @Mixin
    private IdentityOption identity = new IdentityOption();

    @Option(names = "--no-dry-run", description = "migrate; the platform must be stopped")
    private boolean real;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "what was decided about errors; every dry run writes such a file to fill in")
    private Path decisions;

    @Option(
            names = "--steps",
            paramLabel = "STEP",
            split = ",",
            completionCandidates = Steps.Names.class,
            converter = Steps.Name.class,
            description = "only these steps change anything, of ${COMPLETION-CANDIDATES}; the others are looked at"
                    + " (default: all)")
    private Set<String> acting = new LinkedHashSet<>(Steps.NAMES);

    @Option(
            names = "--max-plan-age",
            paramLabel = "AGE",
            converter = Age.class,
            defaultValue = "24h",
            description =
                    "how old a plan may be for a migration to begin, for instance 36h or 2d (default: ${DEFAULT-VALUE})")
    private Duration maxPlanAge;

    @Option(
            names = "--min-subscribed",
            paramLabel = "PERCENT",
            converter = Percent.class,
            defaultValue = "50%",
            description =
                    "how many of the VMs must be subscribed in Redis; with fewer, each one that is not is an error to decide"
                            + " (default: ${DEFAULT-VALUE})")
    private int minSubscribed;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "the schema profile that pim-planner plan was given, if it was given one")
    private Path profile;

    @Option(
            names = "--retry-logins",
            description =
                    "try a login again that an endpoint refused before, although its password is the same; on a terminal it is asked")
    private boolean retryLogins;

    @Mixin
    private PlatformOption platform = new PlatformOption();

    @Mixin
    private StateOptions host = new StateOptions();

    @Mixin
    private RedisOptions redis = new RedisOptions();

    @Override
    protected ExitCode run(Output output) throws Exception {
        RunRequest request = new RunRequest(
                plan,
                host.stateDir(),
                host.datacenter(),
                identity.supplier(input(), host.stateDir(), output),
                identity.file(),
                Steps.of(redis.settings(host.settings(), output)).only(acting),
                real,
                Optional.ofNullable(decisions),
                maxPlanAge,
                minSubscribed,
                profile == null ? SchemaProfile.shipped() : SchemaProfile.load(profile),
                platform.directory(),
                question -> retryLogins || Keyboard.isThere() && isConfirmed(question),
                toolAndVersion());
        Ending ending;
        try (Interrupt interrupt = Interrupt.install();
                ScreenMonitor screen = new ScreenMonitor(output, interrupt)) {
            ending = new MigratorRun(request, output, screen).run();
        }
        Endings.print(ending, output);
        if (ending.remedy() != Remedy.NONE) {
            output.line("or decide what comes from it in " + ending.files().get("decisions"));
        } else if (ending.files().containsKey("decisions") && ending.exit() != ExitCode.DONE) {
            output.line("fill in " + ending.files().get("decisions") + " before the next command");
        }
        if (ending.files().containsKey("update")) {
            output.line("copy the update and the result to the controller");
            output.line("keep a copy of the state, without which nothing can be rolled back: "
                    + NextCommand.other(spec, "state", "export", stateFile(ending)));
        }
        output.verdict(ending.verdict());
        if (ending.refusal().isPresent()) {
            throw ending.refusal().get();
        }
        output.next(next(ending));
        return ending.exit();
    }

    private static boolean isConfirmed(String seen) {
        String answer = System.console().readLine("%s; try it once more? [y/N] ", seen);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    /** Named by datacenter and run, so that none is in the way of the next one. */
    private static String stateFile(Ending ending) {
        Path run = ending.files().get("result").getParent();
        return run.getParent().getParent().getFileName() + "-" + run.getFileName() + ".state";
    }

    private static String migration(List<String> given, Ending dryRun) {
        List<String> more = new ArrayList<>();
        if (dryRun.files().containsKey("decisions")) {
            more.addAll(List.of("--decisions", dryRun.files().get("decisions").toString()));
        }
        more.add("--no-dry-run");
        return NextCommand.of(given, more);
    }

    private String next(Ending ending) {
        List<String> given = NextCommand.arguments(spec);
        if (!real && ending.obstacle().isPresent()) {
            return "# before a migration: " + ending.obstacle().get().hint();
        }
        if (ending.remedy() == Remedy.PLAN_AGAIN) {
            return "pim-planner plan -o %s --endpoints endpoints.yaml    # on the controller, when endpoints.yaml is corrected"
                    .formatted(ShellWord.of(NextCommand.newer(plan)));
        }
        if (ending.remedy() == Remedy.RUN_AGAIN) {
            return NextCommand.of(given, List.of());
        }
        return switch (ending.exit()) {
            case DONE ->
                real
                        ? "pim-planner apply %s --plan %s    # on the controller"
                                .formatted(
                                        ShellWord.of(
                                                ending.files().get("update").getFileName()),
                                        ShellWord.of(plan.getFileName()))
                        : migration(given, ending);
            case PARTIAL -> real ? NextCommand.of(given, List.of()) : migration(given, ending);
            case FAILED, USAGE, INVALID_INPUT, UNREACHABLE, UNSAFE, BUG, HANGUP, INTERRUPTED, TERMINATED ->
                NextCommand.of(given, List.of());
        };
    }
}
