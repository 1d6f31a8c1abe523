package org.pimtools.lab;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A command line that is broken.
 *
 * @param progress how far everything is, in bytes of a journal or in statements; always 0 where nobody can see that
 */
record ChaosCommand(Tool tool, List<String> arguments, LongSupplier progress) {
    /** Starts it as the last words of another command, or of none. */
    Process startUnder(List<String> wrapper) {
        return tool.startUnder(wrapper, arguments);
    }

    Tool.Result run() {
        return Tool.finish(startUnder(List.of()));
    }

    /** Waits until everything is further than that, or the process has ended. */
    void await(Process process, long wanted) throws InterruptedException {
        while (process.isAlive() && progress.getAsLong() <= wanted) {
            TimeUnit.MICROSECONDS.sleep(300);
        }
    }

    /** Waits for a moment: where progress can be seen, for some of it, since a moment in time is often before anything was done. */
    String await(Process process, ChaosPace pace, double share) throws InterruptedException {
        if (pace.hasProgress()) {
            await(process, pace.progress(share));
            return "progress " + pace.progress(share);
        }
        process.waitFor(pace.nanos(share), TimeUnit.NANOSECONDS);
        return "after " + TimeUnit.NANOSECONDS.toMillis(pace.nanos(share)) + " ms";
    }
}
