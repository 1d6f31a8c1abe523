package org.pimtools.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code packaging/lab/benchmark.sh}. */
@Command(
        name = "benchmark.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures the tools as whole processes, each against something that does the same work without them, and prints both and their"
                    + " ratio: of pairs that ran one behind the other, so that what else the machine does weighs on both."
        },
        footer = {
            "",
            "Benchmarks:",
            "  modules-current   aos-db-migrate over seven modules with nothing to do, against seven runs of a bare Flyway main",
            "  modules-update    aos-db-migrate bringing databases from nothing to their newest versions, against plain Flyway, the mariadb"
                    + " client, and itself",
            "  plan              a plan of 1,000,000 VMs, of which 800,000 are deployed, in 256 MiB of heap, against the mariadb client"
                    + " writing the same join to a file",
            "  inventory         what a dry run reads of a vcsim of 10,000 VMs, against a bare bulk retrieval",
            "  clouds            what a dry run reads of each cloud's double with 100,000 machines, against a bare paged read of it",
            "  rekey             re-keying 1,000,000 subscriptions, journal included, against redis-benchmark -P 100 with as many commands as"
                    + " that consists of",
            "  sql               an SQL update file of 100,000 rows in the mariadb client, against a staging table and an update by join"
                    + " written by hand with the same guards",
            "  heap              a dry run and a migration of 200,000 VMs of one datacenter in 512 MiB of heap",
            "  help              --help of each command as it is installed, against picocli alone with the same commands and options,"
                    + " and against a main that does nothing",
            "",
            "Exit codes: 0 all ratios are within their targets, 1 one is not or something failed, 2 usage, 3 no Java or Maven."
        })
public final class Benchmark implements Callable<Integer> {
    /**
     * One benchmark.
     *
     * @param size how many VMs or whatever it has many of, unless the operator says otherwise; 0 when its size is fixed
     * @param runs how often each is measured, unless the operator says otherwise
     */
    private record Entry(String name, int size, int runs, Trial trial) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "modules-current",
                    0,
                    9,
                    new Race(
                            "aos-db-migrate, 7 modules, nothing to do",
                            "7 runs of a bare Flyway main",
                            0.25,
                            ModulesContest::start)),
            new Entry("modules-update", 0, 5, new UpdateTrial()),
            new Entry(
                    "plan",
                    1_000_000,
                    5,
                    new Race("pim-planner plan, -Xmx256m", "mariadb --quick, the same join", 1.2, PlanContest::start)),
            new Entry(
                    "inventory",
                    10_000,
                    9,
                    new Race(
                            "the inventory of a dry run, of vcsim",
                            "a bare bulk retrieval",
                            1.25,
                            InventoryContest::start)),
            new Entry("clouds", 100_000, 3, new CloudsTrial(1.25)),
            new Entry(
                    "rekey",
                    1_000_000,
                    3,
                    new GrowthTrial(
                            new Race("re-keying with its journal", "redis-benchmark -P 100", 2.0, RekeyContest::start),
                            10_000)),
            new Entry(
                    "sql",
                    100_000,
                    5,
                    new Race("the SQL update file", "a join by hand, same guards", 1.3, SqlContest::start)),
            new Entry("heap", 200_000, 1, new HeapTrial(512)),
            new Entry("help", 0, 15, new HelpTrial()));

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Benchmarks; all when none is named.")
    private List<String> names = List.of();

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "How many it has many of, 100 to 1000000 (default: each benchmark's own, as below).")
    private Integer size;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Pairs, 1 to 100, behind one that is not counted (default: each benchmark's own).")
    private Integer runs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where files go; must not exist (default: a new directory under packaging/lab/out).")
    private Path out;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    private Benchmark() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmark()).execute(args));
    }

    @Override
    public Integer call() {
        List<String> known = ENTRIES.stream().map(Entry::name).toList();
        if (runs != null && (runs < 1 || runs > 100) || size != null && (size < 100 || size > 1_000_000)) {
            return unusable("--runs is 1 to 100, and --size 100 to 1000000");
        }
        if (!known.containsAll(names)) {
            return unusable("benchmarks are " + String.join(", ", known));
        }
        return new Stage("benchmark").play(out, debug, "", this::play);
    }

    private static int unusable(String why) {
        System.err.println("benchmark: error: " + why);
        System.err.println("hint: see --help");
        return CommandLine.ExitCode.USAGE;
    }

    private void play(Path checkout, Path directory, PrintStream stream) {
        List<String> missed = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            if (names.isEmpty() || names.contains(entry.name())) {
                Trial.Setting setting = new Trial.Setting(
                        entry.name(),
                        checkout,
                        directory.resolve(entry.name()),
                        entry.size() == 0 || size == null ? entry.size() : size,
                        runs == null ? entry.runs() : runs);
                if (!entry.trial().play(setting, stream)) {
                    missed.add(entry.name());
                }
            }
        }
        if (!missed.isEmpty()) {
            throw new RehearsalException("beyond the target: " + String.join(", ", missed));
        }
    }
}
