package org.pimtools.lab;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What is broken side by side, each with servers of its own. */
final class ChaosLanes {
    private ChaosLanes() {}

    /** One of them. */
    interface Lane {
        void run() throws InterruptedException;
    }

    /**
     * Runs all to their ends.
     *
     * @throws RehearsalException and whatever a lane throws; the others are interrupted then, and have ended
     */
    static void run(List<Lane> lanes) {
        ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
        try {
            ExecutorCompletionService<Void> ended = new ExecutorCompletionService<>(threads);
            lanes.forEach(lane -> ended.submit(() -> {
                lane.run();
                return null;
            }));
            for (int i = 0; i < lanes.size(); i++) {
                ended.take().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RehearsalException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /** Each lane closes its servers. */
    private static void awaitEnd(ExecutorService threads) {
        try {
            if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new RehearsalException("what runs side by side does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
