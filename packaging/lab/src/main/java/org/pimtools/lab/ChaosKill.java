package org.pimtools.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A place at which a run is ended by SIGKILL. */
sealed interface ChaosKill {
    /** Starts the command, and waits until it is dead, or has ended before. @param trace for {@code strace}'s own lines */
    Process strike(ChaosCommand command, Path trace) throws InterruptedException;

    /**
     * One of all places, each way to choose one with the same chance.
     *
     * @param now how far everything is
     * @param before how many runs were killed before this one, which has the less to do
     */
    static ChaosKill any(Random random, ChaosPace pace, long now, int before) {
        double less = Math.pow(random.nextDouble(), before);
        long done = Math.max(now, pace.begin());
        return switch (random.nextInt(pace.hasProgressBehind(done) ? 3 : 2)) {
            case 0 -> new AtCall(pace.calls().any(random).earlier(less));
            case 1 -> new AtTime(pace.nanos(random.nextDouble() * less));
            default -> new AtProgress(pace.progressBehind(done, random.nextDouble()));
        };
    }

    /** At the entry of a system call. */
    record AtCall(ChaosCalls.Place place) implements ChaosKill {
        @Override
        public Process strike(ChaosCommand command, Path trace) throws InterruptedException {
            Process process = command.startUnder(ChaosCalls.killing(trace, place));
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
        public Process strike(ChaosCommand command, Path trace) throws InterruptedException {
            Process process = command.startUnder(List.of());
            process.waitFor(nanos, TimeUnit.NANOSECONDS);
            return killed(process);
        }

        @Override
        public String toString() {
            return "after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
        }
    }

    /** As soon as the command is further than that. */
    record AtProgress(long progress) implements ChaosKill {
        @Override
        public Process strike(ChaosCommand command, Path trace) throws InterruptedException {
            Process process = command.startUnder(List.of());
            command.await(process, progress);
            return killed(process);
        }

        @Override
        public String toString() {
            return "progress " + progress;
        }
    }

    /** Kills a run, and waits until what stands in front of it has ended too, so that its own lines are complete. */
    static Process killed(Process process) throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        if (below.isEmpty()) {
            process.destroyForcibly();
        }
        process.waitFor();
        return process;
    }
}
