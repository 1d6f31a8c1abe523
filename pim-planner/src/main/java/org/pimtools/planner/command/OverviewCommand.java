package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.cli.SuggestedCommand;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.jdbc.DatabaseSettings;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.text.Text;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.overview.AppliedRows;
import org.pimtools.planner.overview.DatacenterState;
import org.pimtools.planner.overview.FleetPage;
import org.pimtools.planner.overview.FleetState;
import org.pimtools.planner.overview.Overview;
import org.pimtools.planner.overview.RefusedFile;
import org.pimtools.planner.overview.Stage;
import org.pimtools.planner.plan.PlanView;
import org.pimtools.planner.results.DecisionCount;
import org.pimtools.planner.results.ResultFile;
import org.pimtools.planner.verify.RowCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "overview",
        description = {
            "Shows how far each datacenter is, from the result and SQL files that the hosts left; changes nothing.",
            "Reads the directory and those below it. The newest result of each datacenter counts.",
            "A provider ID that VMs of two datacenters claim is an error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pim-planner overview results/ --plan night.plan",
            "  pim-planner overview results/ --plan night.plan --database",
            "      tells also which SQL files were applied",
            "  pim-planner overview results/ --plan night.plan --page fleet.html",
            "  pim-planner overview results/ --plan night.plan --watch"
        },
        exitCodeList = {
            "0:all datacenters are equally far, and nothing is open; or --watch was ended by Ctrl-C",
            "5:something is open: see the list"
        })
final class OverviewCommand extends LoggedCommand {

    @Parameters(paramLabel = "DIR", description = "the directory into which the hosts' files were copied")
    private Path directory;

    @Option(
            names = "--plan",
            order = 1,
            paramLabel = "PLAN",
            description = "the newest plan: shows the datacenters that sent nothing too")
    private Path planFile;

    @Option(
            names = "--database",
            order = 2,
            description =
                    "look which rows of the SQL files the database holds: applied, and verified if the host verified too")
    private boolean asksDatabase;

    @Option(
            names = "--page",
            order = 3,
            paramLabel = "FILE",
            description = "write all of it as one page for a browser, in place of one that is there")
    private Path page;

    @Option(
            names = "--watch",
            order = 4,
            arity = "0..1",
            paramLabel = "SECONDS",
            parameterConsumer = OptionalSeconds.class,
            description = {
                "look again every so many seconds, 10 if none are given, until Ctrl-C:",
                "redraws a terminal, prints elsewhere when something changed, and writes the page anew"
            })
    private Integer watchSeconds;

    @Mixin
    private TrustedPlanners planners = new TrustedPlanners();

    @Mixin
    private TrustedHosts hosts = new TrustedHosts();

    @Mixin
    private SnapshotOptions database = new SnapshotOptions();

    @Spec
    private CommandSpec spec;

    @Override
    protected ExitCode run(Output output) throws Exception {
        requireDatabase();
        Optional<PlanView> plan = Optional.ofNullable(planFile).map(PlanView::verify);
        plan.ifPresent(view -> planners.require(planFile, view.header()));
        Optional<HostKeys> keys = plan.map(view -> hosts.of(view.header(), planners));
        Optional<DatabaseSettings> asked = asksDatabase ? Optional.of(database.settings(output)) : Optional.empty();
        return watchSeconds == null
                ? look(plan, keys, asked, output)
                : watch(Duration.ofSeconds(watchSeconds), screen -> look(plan, keys, asked, screen));
    }

    private ExitCode look(
            Optional<PlanView> plan, Optional<HostKeys> keys, Optional<DatabaseSettings> asked, Output output)
            throws IOException {
        try (Claims claims = new Claims(Path.of(System.getProperty("java.io.tmpdir")))) {
            Overview.Report report = read(plan, keys, asked, claims, output);
            datacenters(output, report.datacenters());
            notes(output, report.datacenters());
            hostKeys(output, report.datacenters(), keys);
            DifferenceList.show(output, claims);
            files(output, report);
            List<DatacenterState> counted = FleetState.counted(report);
            forecast(output, counted);
            if (page != null) {
                new FleetPage(report, claims, Optional.ofNullable(planFile), Instant.now()).write(page);
                output.line("page: " + page);
            }
            if (plan.isEmpty()) {
                output.line("without --plan, a datacenter that sent nothing is not shown, and nobody asks who signed");
            }
            if (!asksDatabase && counted.stream().anyMatch(state -> state.stage() == Stage.SQL_HERE)) {
                output.line("without --database, whether SQL files were applied is not known");
            }
            output.next(next(counted, claims.count()));
            return FleetState.of(report, claims) == FleetState.EVEN ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private Overview.Report read(
            Optional<PlanView> plan,
            Optional<HostKeys> keys,
            Optional<DatabaseSettings> asked,
            Claims claims,
            Output output)
            throws IOException {
        if (asked.isEmpty()) {
            return new Overview(plan, keys, claims, AppliedRows.UNKNOWN, output).read(directory);
        }
        try (SnapshotOptions.Source source = database.open(asked.get(), false)) {
            AppliedRows rows = file -> {
                try (Progress progress = output.progress("checking rows", file.rows())) {
                    return Optional.of(new RowCheck(source.snapshot(), true, progress, row -> {}).check(file));
                }
            };
            return new Overview(plan, keys, claims, rows, output).read(directory);
        }
    }

    /** An operator who names a database wants it to be asked. */
    private void requireDatabase() {
        spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !asksDatabase
                        && (name.startsWith("--db-") || name.equals("--api-xml") || name.equals("--profile")))
                .findFirst()
                .ifPresent(name -> {
                    throw new ToolException(
                            ExitCode.USAGE,
                            name + " is given without --database",
                            "add --database, or leave it out: see pim-planner overview --help");
                });
    }

    /** One datacenter in JSON. */
    record Row(
            String datacenter,
            String name,
            boolean inPlan,
            String stage,
            long vms,
            long found,
            long open,
            Map<String, Long> counts,
            List<DecisionCount> decisions,
            Long forecastSeconds,
            String plan,
            String run,
            Path result,
            Path sql,
            RowCheck.Counts database,
            boolean verifiedByHost,
            String hostKey,
            List<String> otherKeys,
            List<String> notes) {
        static Row of(DatacenterState state) {
            boolean none = state.result() == null;
            return new Row(
                    state.datacenter().toString(),
                    state.name(),
                    state.counts(),
                    state.stage().name(),
                    state.vms(),
                    state.found(),
                    state.open(),
                    none ? Map.of() : new TreeMap<>(state.result().end().counts()),
                    none ? List.of() : state.result().decisions(),
                    state.forecastSeconds(),
                    none ? null : state.result().file().start().planId().toString(),
                    none ? null : state.result().file().start().run(),
                    none ? null : state.result().file().path(),
                    state.sql(),
                    state.database(),
                    state.verifiedByHost(),
                    state.hostKey().orElse(null),
                    state.otherKeys(),
                    state.notes());
        }
    }

    private static void datacenters(Output output, List<DatacenterState> states) {
        List<List<String>> rows = new ArrayList<>();
        for (DatacenterState state : states) {
            rows.add(List.of(
                    state.title(),
                    Text.grouped(state.vms()),
                    state.stage().text(),
                    Text.grouped(state.found()),
                    Text.grouped(state.leftOut()),
                    Text.grouped(state.open()),
                    state.forecastSeconds() == null ? "" : state.forecastSeconds() + " s",
                    state.verifiedByHost() ? "yes" : ""));
        }
        if (states.size() > 1) {
            rows.add(List.of(
                    "all " + Text.grouped(states.size()),
                    total(states, DatacenterState::vms),
                    "",
                    total(states, DatacenterState::found),
                    total(states, DatacenterState::leftOut),
                    total(states, DatacenterState::open),
                    "",
                    ""));
        }
        output.table(
                List.of("DATACENTER", "VMS", "STAGE", "FOUND", "LEFT OUT", "OPEN", "FORECAST", "VERIFIED BY HOST"),
                rows);
        output.result("datacenters", states.stream().map(Row::of).toList());
    }

    private static String total(List<DatacenterState> states, ToLongFunction<DatacenterState> number) {
        return Text.grouped(states.stream().mapToLong(number).sum());
    }

    private static void notes(Output output, List<DatacenterState> states) {
        for (DatacenterState state : states) {
            state.notes().forEach(note -> output.line(state.title() + ": " + note));
            for (EntityKind kind : EntityKind.others()) {
                if (state.planned(kind) > 0) {
                    output.line("%s: %s, %s found"
                            .formatted(
                                    state.title(),
                                    Text.counted(state.planned(kind), kind.noun()),
                                    Text.grouped(state.found(kind))));
                }
            }
            if (state.result() != null) {
                state.result()
                        .decisions()
                        .forEach(decided -> output.line(state.title() + ": decided "
                                + decided.decision()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-') + " × "
                                + Text.grouped(decided.count()) + ": " + decided.reason()));
            }
        }
    }

    private static void hostKeys(Output output, List<DatacenterState> states, Optional<HostKeys> keys) {
        for (DatacenterState state : states) {
            boolean isNew =
                    keys.filter(known -> known.isNew(state.datacenter())).isPresent();
            state.hostKey()
                    .ifPresent(fingerprint -> output.line(state.title() + ": signed by its host, " + fingerprint
                            + (isNew
                                    ? "; from now on only this key is believed: compare it with pim-migrator status on the host"
                                    : "")));
            if (!state.otherKeys().isEmpty()) {
                output.line(
                        state.title() + ": other files of it are signed with " + String.join(", ", state.otherKeys()));
            }
        }
    }

    private static void files(Output output, Overview.Report report) {
        report.refused().forEach(file -> output.line("refused: " + file.file() + ": " + file.why()));
        counted(
                output,
                report.superseded().size(),
                "result",
                " of older plans, superseded",
                report.superseded().stream().map(file -> file.path().toString()));
        counted(
                output,
                report.foreign().size(),
                "file",
                " not of the hosts, ignored",
                report.foreign().stream().map(String::valueOf));
        output.result(
                "refused", report.refused().stream().map(RefusedFile::toString).toList());
        output.result(
                "superseded",
                report.superseded().stream()
                        .map(ResultFile::path)
                        .map(Path::toString)
                        .toList());
        output.result("ignored", report.foreign().size());
    }

    /** One line, however many there are; the first one is named. */
    private static void counted(Output output, int count, String one, String what, Stream<String> files) {
        files.findFirst()
                .ifPresent(first -> output.line(Text.counted(count, one) + what + ": " + first
                        + (count == 1 ? "" : " and " + Text.grouped(count - 1L) + " more")));
    }

    private static void forecast(Output output, List<DatacenterState> states) {
        states.stream()
                .map(DatacenterState::forecastSeconds)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .ifPresent(seconds -> {
                    output.line("forecast: the hosts work side by side, the slowest for about " + seconds
                            + " s; applying the SQL files comes on top");
                    output.result("forecastSeconds", seconds);
                });
    }

    private String next(List<DatacenterState> states, long conflicts) {
        if (conflicts > 0) {
            return "# find out which VM is meant, decide the other on its host, then run overview again";
        }
        Optional<Stage> least = states.stream().map(DatacenterState::stage).min(Stage::compareTo);
        String who = least.map(stage -> states.stream()
                        .filter(state -> state.stage() == stage)
                        .map(DatacenterState::title)
                        .collect(Collectors.joining(", ")))
                .orElse("every datacenter");
        Stage stage = least.orElse(Stage.NO_DRY_RUN);
        if (planFile == null && stage != Stage.APPLIED && stage != Stage.MIGRATED) {
            return SuggestedCommand.of(spec, "overview", List.of(directory.toString()), Set.of("--watch"))
                    + " --plan    # and the newest plan";
        }
        return next(stage, states, who);
    }

    private String next(Stage stage, List<DatacenterState> states, String who) {
        List<DatacenterState> there =
                states.stream().filter(state -> state.stage() == stage).toList();
        return switch (stage) {
            case NOTHING_TO_DO, NO_DRY_RUN -> onHosts("", "a dry run on the hosts of: " + who);
            case ERRORS -> onHosts("", "with --decisions and what was decided, once all is, on the hosts of: " + who);
            case READY ->
                onHosts(
                        " --no-dry-run",
                        (there.stream()
                                                .allMatch(state -> state.result()
                                                        .decisions()
                                                        .isEmpty())
                                        ? ""
                                        : "with --decisions where something was decided; ")
                                + "on the hosts of: " + who);
            case ROLLED_BACK ->
                "# if the update files were applied, give pim-planner apply the rollback files of: " + who;
            case MIGRATED -> "# copy the newest SQL files of: " + who;
            case SQL_HERE -> suggested("apply " + GivenFiles.words(sql(there)));
            case APPLIED -> "pim-migrator verify    # on the hosts of: " + who + "; copy what it leaves";
            case VERIFIED ->
                suggested("verify") + " --sql " + GivenFiles.words(sql(states)) + " --results "
                        + GivenFiles.words(states.stream()
                                .map(state -> state.result().file().path())
                                .toList())
                        + "    # then start the platform";
        };
    }

    private String onHosts(String options, String comment) {
        return "pim-migrator " + ShellWord.of(planFile.getFileName()) + options + "    # " + comment;
    }

    /** A command of this tool, with the plan and with who made it. */
    private String suggested(String command) {
        return "pim-planner " + command + " --plan " + ShellWord.of(planFile) + planners.given();
    }

    private static List<Path> sql(List<DatacenterState> states) {
        return states.stream()
                .map(DatacenterState::sql)
                .filter(Objects::nonNull)
                .toList();
    }
}
