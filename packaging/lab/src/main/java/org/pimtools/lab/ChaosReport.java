package org.pimtools.lab;

import java.nio.file.Path;
import java.util.List;

/** What the passes of one run find, as it is found. */
final class ChaosReport {
    private static final int OFTEN = 50;

    private final long seed;
    private final Path directory;
    private final Screen screen;
    private ChaosTally tally = new ChaosTally();
    private int differences;

    /** @param directory where the files of a difference go @param screen may be shared with other threads */
    ChaosReport(long seed, Path directory, Screen screen) {
        this.seed = seed;
        this.directory = directory;
        this.screen = screen;
    }

    void note(String line) {
        synchronized (screen) {
            screen.note(line);
        }
    }

    void killed(ChaosPart part, String place) {
        tally.killed(part, place);
        if (tally.kills() % OFTEN == 0) {
            note("%d kills, %d differences"
                    .formatted(tally.kills(), tally.differences().size()));
        }
    }

    void missed(ChaosPart part) {
        tally.missed(part);
    }

    void fault(ChaosFault fault, int exit) {
        tally.fault(fault, exit);
    }

    /** A difference from the undisturbed run. @param files of the pass, which are kept */
    void differs(List<String> done, String what, String again, Path files) {
        Path kept = directory.resolve("difference-" + ++differences);
        ChaosSite.copy(files, kept);
        String line = "%s: %s; repeat with --seed %d %s; files in %s".formatted(done, what, seed, again, kept);
        tally.differs(line);
        note("DIFFERENCE " + line);
    }

    ChaosTally tally() {
        return tally;
    }

    /** What comes of some passes is counted apart from everything else. */
    ChaosTally apart(Passes passes) throws InterruptedException {
        ChaosTally all = tally;
        tally = new ChaosTally();
        try {
            passes.run(tally);
            return tally;
        } finally {
            tally = all;
        }
    }

    /** Some passes. */
    interface Passes {
        void run(ChaosTally tally) throws InterruptedException;
    }
}
