package org.pimtools.lab;

import java.util.List;
import java.util.Optional;

/**
 * Which passes there are; they are numbered over all parts, so that a number repeats its pass whatever else is asked for.
 *
 * @param kills how many runs are killed in all
 * @param each how often each of the faults is tried
 * @param only the number of the one pass that is wanted; null for all
 * @param onlyFaults whether that number is a fault's
 */
record ChaosPasses(
        List<ChaosPart> parts, int kills, List<ChaosFault> faults, int each, Integer only, boolean onlyFaults) {

    /** Those of a run's parts, which get their share of the kills. */
    void through(ChaosRun run, ChaosReport report) throws InterruptedException {
        List<ChaosPart> own = run.parts().stream().filter(parts::contains).toList();
        if (only == null) {
            long share = (kills * (long) own.size() + parts.size() - 1) / parts.size();
            for (int number = 0; report.tally().kills() < share; number++) {
                kill(run, own, number);
            }
        } else if (!onlyFaults) {
            kill(run, own, only);
            return;
        }
        for (ChaosFault fault : faults) {
            if (only != null) {
                fail(run, own, fault, only);
                continue;
            }
            int done = 0;
            for (int number = 0; number < each; number++) {
                done += fail(run, own, fault, number) ? 1 : 0;
            }
            if (done > 1) {
                report.note("%s %d times, %d differences"
                        .formatted(
                                fault.word(), done, report.tally().differences().size()));
            }
        }
    }

    /** Whether the pass is one of these parts'. */
    private boolean fail(ChaosRun run, List<ChaosPart> own, ChaosFault fault, int number) throws InterruptedException {
        Optional<ChaosPart> part = fault.part(parts, number).filter(own::contains);
        if (part.isPresent()) {
            run.fault(fault, part.get(), number);
        }
        return part.isPresent();
    }

    private void kill(ChaosRun run, List<ChaosPart> own, int number) throws InterruptedException {
        ChaosPart part = parts.get(number % parts.size());
        if (own.contains(part)) {
            run.kills(part, number);
        }
    }
}
