package org.pimtools.lab;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Measures ours and the other in turns, and the ratio of each pair.
 *
 * @param ours what is measured, in words
 * @param other what it is measured against, in words
 * @param target the most that the median of the ratios may be; infinite when it is only to be known
 * @param start makes what is needed
 */
record Race(String ours, String other, double target, Function<Trial.Setting, Contest> start) implements Trial {
    @Override
    public boolean play(Setting setting, PrintStream stream) {
        return run(setting, stream).isMet();
    }

    /**
     * What came of a race.
     *
     * @param oursMillis the median
     */
    record Result(double oursMillis, boolean isMet) {}

    /** Plays, and says more than whether the target was met. */
    Result run(Setting setting, PrintStream stream) {
        int runs = setting.runs();
        double[] oursMillis = new double[runs];
        double[] otherMillis = new double[runs];
        double[] ratios = new double[runs];
        try (Contest contest = start.apply(setting)) {
            contest.ours();
            contest.other();
            for (int run = 0; run < runs; run++) {
                oursMillis[run] = millis(contest.ours());
                otherMillis[run] = millis(contest.other());
                ratios[run] = oursMillis[run] / otherMillis[run];
            }
        }
        String pairs = runs == 1 ? "1 pair" : runs + " pairs";
        String size = setting.size() == 0 ? "" : "%,d, ".formatted(setting.size());
        stream.println("%-44s  minimum   median  maximum".formatted(setting.name() + ", " + size + pairs));
        line(stream, ours, "ms", oursMillis, 0);
        line(stream, other, "ms", otherMillis, 0);
        line(stream, Double.isInfinite(target) ? "ratio" : "ratio, target at most " + target, "", ratios, 3);
        return new Result(median(oursMillis), median(ratios) <= target);
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

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
