package org.pimtools.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.pimtools.testkit.server.Tools;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code packaging/lab/chaos.sh}. */
@Command(
        name = "chaos.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Breaks a migration, its SQL files on the database, the way back, and an update and a rollback of modules' databases,"
                    + " each at chosen and random places, runs what was broken again until it is done, and compares everything with"
                    + " the undisturbed run: every key of Redis, every table, the names of the backup jobs, the SQL files, the"
                    + " journals. It builds the platform itself.",
            "",
            "Kills are SIGKILL at the entry of a system call (by strace), at a place in the journal, or after some time. Faults are"
                    + " those of Redis, of the database, of the disk and of the host; see --fault."
        },
        footer = {
            "",
            "Examples:",
            "  packaging/lab/chaos.sh",
            "  packaging/lab/chaos.sh --kills 500 --faults 20 --seed 2",
            "  packaging/lab/chaos.sh --seed 2 --pass 17       repeats one pass of kills",
            "  packaging/lab/chaos.sh --kills 0 --faults 0 --defect all",
            "",
            "Exit codes: 0 no difference, 1 there is one, 2 usage, 3 no Java, Maven, strace or faketime."
        })
public final class Chaos implements Callable<Integer> {
    private static final int NO_PROGRAM = 3;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "How many runs are killed, 0 to 100000 (default: ${DEFAULT-VALUE}).")
    private int kills = 60;

    @Option(
            names = "--faults",
            arity = "0..1",
            fallbackValue = "20",
            paramLabel = "N",
            description =
                    "How often each fault is tried, 0 to 1000 (default: ${DEFAULT-VALUE}; 20 when no number is given).")
    private int faults = 1;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "The same seed makes the same platform and chooses the same places (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--vms",
            paramLabel = "N",
            description = "Virtual machines, 10 to 200000 (default: ${DEFAULT-VALUE}).")
    private int vms = 2_000;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "LIST",
            description =
                    "What is broken: migrate, apply, roll-back, apply-back, module-update, module-roll-back (default: all).")
    private List<String> words =
            Arrays.stream(ChaosPart.values()).map(ChaosPart::word).toList();

    @Option(
            names = "--fault",
            split = ",",
            paramLabel = "NAME",
            description = "Only these faults: ${COMPLETION-CANDIDATES}.",
            completionCandidates = FaultNames.class)
    private List<String> onlyFaults = List.of();

    @Option(
            names = "--defect",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Puts this defect into the tools, and proves that it is reported, and that without it the same seed reports nothing:"
                        + " ${COMPLETION-CANDIDATES}, or all. It stays in the lab: the tools have no such switch."
            },
            completionCandidates = DefectNames.class)
    private List<String> defects = List.of();

    @Option(names = "--pass", paramLabel = "K", description = "Only this pass, of kills or of --fault.")
    private Integer pass;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where all files go; must not exist (default: a new directory under packaging/lab/out).")
    private Path out;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    private final Stage stage = new Stage("chaos");

    private Chaos() {}

    /** For the help. */
    static final class FaultNames extends ArrayList<String> {
        FaultNames() {
            super(ChaosFault.all().stream().map(ChaosFault::word).toList());
        }
    }

    /** For the help. */
    static final class DefectNames extends ArrayList<String> {
        DefectNames() {
            super(ChaosDefect.words());
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Chaos()).execute(args));
    }

    @Override
    public Integer call() {
        List<ChaosPart> parts = words.stream()
                .map(ChaosPart::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        List<ChaosFault> chosen = ChaosFault.all().stream()
                .filter(one -> onlyFaults.isEmpty() || onlyFaults.contains(one.word()))
                .toList();
        if (kills < 0 || kills > 100_000 || faults < 0 || faults > 1_000 || vms < 10 || vms > 200_000) {
            return usage("--kills is 0 to 100000, --faults 0 to 1000, --vms 10 to 200000");
        }
        if (parts.size() < words.size() || parts.isEmpty()) {
            return usage("--parts takes " + ChaosPart.words());
        }
        if (!onlyFaults.isEmpty() && chosen.size() < onlyFaults.size()) {
            return usage("--fault takes " + String.join(", ", new FaultNames()));
        }
        List<ChaosDefect> wrong = Arrays.stream(ChaosDefect.values())
                .filter(one -> defects.contains("all") || defects.contains(one.word()))
                .toList();
        if (!defects.isEmpty() && !defects.equals(List.of("all")) && wrong.size() < defects.size()) {
            return usage("--defect takes all, " + String.join(", ", new DefectNames()));
        }
        if (!wrong.isEmpty() && !parts.containsAll(ChaosPart.ofThePlatform())) {
            return usage("--defect needs all parts of the platform");
        }
        if (pass != null && pass < 0) {
            return usage("--pass is 0 or more");
        }
        for (String program : List.of("strace", "faketime")) {
            if (Tools.find(program).isEmpty()) {
                System.err.println("chaos: error: there is no " + program);
                System.err.println("hint: install it, for instance with: apt-get install " + program);
                return NO_PROGRAM;
            }
        }
        return stage.play(
                out,
                debug,
                "",
                (checkout, directory, stream) -> play(checkout, directory, stream, parts, chosen, wrong));
    }

    private void play(
            Path checkout,
            Path directory,
            PrintStream stream,
            List<ChaosPart> parts,
            List<ChaosFault> chosen,
            List<ChaosDefect> wrong) {
        Screen screen = new Screen(stream);
        screen.chapter("%,d virtual machines, seed %d: %s, each undisturbed and then broken; files in %s"
                .formatted(
                        vms, seed, parts.stream().map(ChaosPart::word).collect(Collectors.joining(", ")), directory));
        ChaosPasses passes =
                new ChaosPasses(parts, onlyFaults.isEmpty() ? kills : 0, chosen, faults, pass, !onlyFaults.isEmpty());
        ChaosReport ofThePlatform = new ChaosReport(seed, directory, screen);
        ChaosReport ofTheModules = new ChaosReport(seed, directory.resolve("modules"), screen);
        List<String> unreported = new ArrayList<>();
        List<ChaosLanes.Lane> lanes = new ArrayList<>();
        if (!parts.stream().allMatch(ChaosPart::isOfModules)) {
            lanes.add(() -> unreported.addAll(platform(checkout, directory, passes, wrong, ofThePlatform)));
        }
        if (parts.stream().anyMatch(ChaosPart::isOfModules)) {
            lanes.add(() -> modules(checkout, directory.resolve("modules"), passes, ofTheModules));
        }
        ChaosLanes.run(lanes);
        ChaosTally tally = ofThePlatform.tally();
        tally.add(ofTheModules.tally());
        screen.chapter("What came of it");
        tally.lines().forEach(screen::note);
        if (!unreported.isEmpty()) {
            throw new RehearsalException("a defect was not reported: " + String.join(", ", unreported));
        }
        int differences = tally.differences().size();
        if (differences > 0) {
            throw new RehearsalException(
                    differences == 1
                            ? "1 difference from the undisturbed run"
                            : differences + " differences from the undisturbed run");
        }
    }

    /** The defects that were not reported. */
    private List<String> platform(
            Path checkout, Path directory, ChaosPasses passes, List<ChaosDefect> wrong, ChaosReport report)
            throws InterruptedException {
        List<String> unreported = new ArrayList<>();
        try (ChaosSite site = ChaosSite.start(seed, vms, checkout, directory)) {
            ChaosPlatformRun run = new ChaosPlatformRun(site, seed, directory, report);
            run.measure();
            passes.through(run, report);
            for (ChaosDefect one : wrong) {
                if (!isReported(one, site, run, report)) {
                    unreported.add(one.word());
                }
            }
        }
        return unreported;
    }

    private void modules(Path checkout, Path directory, ChaosPasses passes, ChaosReport report)
            throws InterruptedException {
        try (ChaosModules modules = new ChaosModules(checkout, directory, seed)) {
            ChaosRun run = new ChaosModuleRun(modules, seed, directory, report);
            run.measure();
            passes.through(run, report);
            report.note("modules: " + modules.stops());
        }
    }

    /** The same passes with and without the defect; a difference without it counts with all others. */
    private static boolean isReported(ChaosDefect defect, ChaosSite site, ChaosPlatformRun run, ChaosReport report)
            throws InterruptedException {
        int[] passes = {0};
        site.put(Optional.of(defect));
        ChaosTally with = report.apart(tally -> {
            while (tally.differences().isEmpty() && passes[0] < defect.passes()) {
                defect.attempt(run, passes[0]++);
            }
        });
        site.put(Optional.empty());
        int before = report.tally().differences().size();
        for (int pass = 0; pass < passes[0]; pass++) {
            defect.attempt(run, pass);
        }
        report.note("%s: %s in %d passes; without it the same passes report %d differences"
                .formatted(
                        defect.word(),
                        with.differences().isEmpty() ? "NOT reported" : "reported",
                        passes[0],
                        report.tally().differences().size() - before));
        return !with.differences().isEmpty();
    }

    private static int usage(String message) {
        System.err.println("chaos: error: " + message);
        System.err.println("hint: see --help");
        return CommandLine.ExitCode.USAGE;
    }
}
