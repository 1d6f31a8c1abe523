package org.pimtools.lab;

import java.time.Duration;

/** Something of ours and what it is measured against, each as whole processes, as often as one wants. */
interface Contest extends AutoCloseable {
    /**
     * Does ours once, to its end, after putting back what an earlier one changed.
     *
     * @return how long it took, without the putting back
     * @throws RehearsalException when it did not do its work
     */
    Duration ours();

    /** The same of the other. */
    Duration other();

    @Override
    void close();

    /** Does the work and says how long it took. */
    static Duration timed(Runnable work) {
        long started = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
