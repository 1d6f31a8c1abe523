package org.pimtools.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
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
            "",
            "Exit codes: 0 all ratios are within their targets, 1 one is not or something failed, 2 usage, 3 no Java or Maven."
        })
public final class Benchmark implements Callable<Integer> {
    /**
     * One benchmark.
     *
     * @param ours what is measured, in words
     * @param other what it is measured against, in words
     * @param target the most that the median of the ratios may be
     * @param start makes what is needed; takes the checkout and an empty directory
     */
    private record Entry(
            String name, String ours, String other, double target, BiFunction<Path, Path, Contest> start) {}

    private static final List<Entry> ENTRIES = List.of(new Entry(
            "modules-current",
            "aos-db-migrate, 7 modules, nothing to do",
            "7 runs of a bare Flyway main",
            0.35,
            ModulesContest::start));

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Benchmarks; all when none is named.")
    private List<String> names = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Pairs, 1 to 100, behind one that is not counted (default: ${DEFAULT-VALUE}).")
    private int runs = 9;

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
        if (runs < 1 || runs > 100 || !known.containsAll(names)) {
            System.err.println("benchmark: error: --runs is 1 to 100, and benchmarks are " + String.join(", ", known));
            System.err.println("hint: see --help");
            return CommandLine.ExitCode.USAGE;
        }
        return new Stage("benchmark").play(out, debug, "", this::play);
    }

    private void play(Path checkout, Path directory, PrintStream stream) {
        List<String> missed = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            if ((names.isEmpty() || names.contains(entry.name())) && !play(entry, checkout, directory, stream)) {
                missed.add(entry.name());
            }
        }
        if (!missed.isEmpty()) {
            throw new RehearsalException("beyond the target: " + String.join(", ", missed));
        }
    }

    private boolean play(Entry entry, Path checkout, Path directory, PrintStream stream) {
        double[] ours = new double[runs];
        double[] other = new double[runs];
        double[] ratios = new double[runs];
        try (Contest contest = entry.start().apply(checkout, directory.resolve(entry.name()))) {
            contest.ours();
            contest.other();
            for (int run = 0; run < runs; run++) {
                ours[run] = millis(contest::ours);
                other[run] = millis(contest::other);
                ratios[run] = ours[run] / other[run];
            }
        }
        stream.println(entry.name() + ", " + runs + " pairs            minimum   median  maximum");
        line(stream, entry.ours(), "ms", ours, 0);
        line(stream, entry.other(), "ms", other, 0);
        line(stream, "ratio, target at most " + entry.target(), "", ratios, 3);
        return median(ratios) <= entry.target();
    }

    private static void line(PrintStream stream, String what, String unit, double[] values, int digits) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        String number = "%9." + digits + "f";
        stream.println(("  %-42s" + number + number + number + " %s")
                .formatted(what, sorted[0], median(values), sorted[sorted.length - 1], unit)
                .stripTrailing());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double millis(Runnable work) {
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) / 1e6;
    }
}
