package org.pimtools.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Kills runs of one command in a row. */
final class ChaosStrikes {
    static final int KILLED = 137;
    private static final int IN_A_ROW = 6;

    private final ChaosReport report;
    private final Path trace;

    /** @param trace for {@code strace}'s own lines */
    ChaosStrikes(ChaosReport report, Path trace) {
        this.report = report;
        this.trace = trace;
    }

    /**
     * One to six kills, each of the run that resumes what the one before has left; false when a run had ended before its kill.
     *
     * @param claims what is not true behind a kill, a line each
     */
    boolean some(ChaosPass pass, ChaosCommand command, ChaosPace pace, Random random, Supplier<List<String>> claims)
            throws InterruptedException {
        int times = 1 + random.nextInt(IN_A_ROW);
        for (int before = 0; before < times; before++) {
            ChaosKill kill = ChaosKill.any(random, pace, command.progress().getAsLong(), before);
            if (!one(pass, command, kill, claims)) {
                return false;
            }
        }
        return true;
    }

    /** Kills a run; false when it had ended before. */
    boolean one(ChaosPass pass, ChaosCommand command, ChaosKill kill, Supplier<List<String>> claims)
            throws InterruptedException {
        int exit = kill.strike(command, trace).exitValue();
        pass.did(kill + (exit == KILLED ? "" : " (exit code " + exit + ")"));
        if (exit != KILLED) {
            report.missed(pass.part());
            return false;
        }
        report.killed(
                pass.part(),
                kill
                        + (pass.part().isJournalled()
                                ? " journal " + command.progress().getAsLong()
                                : ""));
        pass.differs(claims.get());
        return true;
    }
}
