package org.pimtools.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A place at which a run is ended by SIGKILL. */
sealed interface ChaosKill {
    /** Starts the part, and waits until it is dead, or has ended before. @param trace for {@code strace}'s own lines */
    Process strike(ChaosSite site, ChaosPart part, Path trace) throws InterruptedException;

    /** One of all places, each way to choose one with the same chance. */
    static ChaosKill any(Random random, ChaosPart part, ChaosMeasure measure) {
        return switch (random.nextInt(part.isJournalled() ? 3 : 2)) {
            case 0 -> new AtCall(measure.calls().any(random));
            case 1 -> new AtTime(measure.nanos(random.nextDouble()));
            default -> new AtJournal(measure.journal(random.nextDouble()));
        };
    }

    /** At the entry of a system call. */
    record AtCall(ChaosCalls.Place place) implements ChaosKill {
        @Override
        public Process strike(ChaosSite site, ChaosPart part, Path trace) throws InterruptedException {
            Process process = part.tool(site).startUnder(ChaosCalls.killing(trace, place), part.arguments(site));
            Tool.finish(process);
            return process;
        }

        @Override
        public String toString() {
            return "call " + place;
        }
    }

    /** After some time. */
    record AtTime(long nanos) implements ChaosKill {
        @Override
        public Process strike(ChaosSite site, ChaosPart part, Path trace) throws InterruptedException {
            Process process = part.tool(site).start(part.arguments(site));
            process.waitFor(nanos, TimeUnit.NANOSECONDS);
            return killed(process);
        }

        @Override
        public String toString() {
            return "after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
        }
    }

    /** As soon as the journal is longer than so many bytes. */
    record AtJournal(long bytes) implements ChaosKill {
        @Override
        public Process strike(ChaosSite site, ChaosPart part, Path trace) throws InterruptedException {
            Process process = part.tool(site).start(part.arguments(site));
            while (process.isAlive() && site.journalSize() <= bytes) {
                TimeUnit.MICROSECONDS.sleep(200);
            }
            return killed(process);
        }

        @Override
        public String toString() {
            return "journal " + bytes;
        }
    }

    private static Process killed(Process process) throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        return process;
    }
}
