package org.pimtools.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One way to the end of a part, with what was done to it. */
final class ChaosPass {
    private static final int PARTIAL = 5;

    private final ChaosReport report;
    private final ChaosPart part;
    private final String again;
    private final Path files;
    private final List<String> done = new ArrayList<>();

    /**
     * Nothing is done yet.
     *
     * @param again the options that repeat the pass
     * @param files of the tool, which are kept when something differs
     */
    ChaosPass(ChaosReport report, ChaosPart part, String again, Path files) {
        this.report = report;
        this.part = part;
        this.again = again;
        this.files = files;
    }

    ChaosPart part() {
        return part;
    }

    void did(String what) {
        done.add(what);
    }

    void differs(String what) {
        report.differs(done, what, again, files);
    }

    /** One difference of all that there are; none when there are none. */
    void differs(List<String> all) {
        if (!all.isEmpty()) {
            differs(all.size() + ", the first: " + all.get(0));
        }
    }

    /** A run that a fault met must have said so plainly when it stopped, and some faults stop none. */
    void ended(ChaosFault fault, Tool.Result result) {
        report.fault(fault, result.exit());
        if (!fault.kills()) {
            mustBePlain(result);
        }
        if (!fault.mayStop() && result.exit() != 0) {
            differs("exit code " + result.exit() + ", and nothing had to stop it: " + result.err());
        }
    }

    /** A run that ends with another exit code than 0 must say so plainly. */
    void mustBePlain(Tool.Result result) {
        if (result.exit() != 0 && !isPlain(result)) {
            differs("exit code " + result.exit() + " without a plain message: " + result.out() + result.err());
        }
    }

    /** A message for an operator, or what was left with the next command, and no stack trace. */
    static boolean isPlain(Tool.Result result) {
        boolean further = result.err().contains("hint: ")
                || result.exit() == PARTIAL && result.out().contains("next: ");
        return further && !result.err().contains("\tat ");
    }
}
