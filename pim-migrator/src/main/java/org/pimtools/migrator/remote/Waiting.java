package org.pimtools.migrator.remote;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits without losing sight of a request to stop, which is looked for a few times a second. */
final class Waiting {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Runnable checkpoint;

    /** @param checkpoint what it throws ends the waiting and is thrown on */
    Waiting(Runnable checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** What is waited for: looks for it a while, and gives null when it has not come. */
    interface Source<T> {
        T poll(long nanos) throws InterruptedException;
    }

    /** Waits for what comes, but not past {@code end}, a time of {@link System#nanoTime}; null when it has not come. */
    <T> T until(long end, Source<T> source) throws InterruptedException {
        while (true) {
            checkpoint.run();
            long left = end - System.nanoTime();
            T come = source.poll(Math.max(0, Math.min(left, LOOK_NANOS)));
            if (come != null || left <= 0) {
                return come;
            }
        }
    }

    void rest(Duration pause) throws InterruptedException {
        until(System.nanoTime() + pause.toNanos(), nanos -> {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return null;
        });
    }

    /** @throws TimeoutException when {@code end} has come first */
    <T> T get(long end, Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        Future<T> done = until(end, nanos -> {
            try {
                future.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                return future;
            }
            return future;
        });
        if (done == null) {
            throw new TimeoutException();
        }
        return done.get();
    }
}
