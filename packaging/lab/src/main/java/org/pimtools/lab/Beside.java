package org.pimtools.lab;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A part of the night that has nothing to do with the rest, and so is played beside it and shown when its turn comes. */
final class Beside implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Screen.Kept kept = new Screen.Kept();
    private final Future<?> part;

    /** What is played, and where it is to be shown. */
    interface Part {
        void on(Screen shown);
    }

    private Beside(Part part) {
        this.part = thread.submit(() -> part.on(kept.screen()));
    }

    static Beside start(Part part) {
        return new Beside(part);
    }

    /**
     * Waits for its end.
     *
     * @throws RehearsalException what it failed with, after what it showed until then
     */
    void show(Screen screen) {
        try {
            part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            screen.show(kept, true);
        }
    }

    /** Nothing of it runs on. */
    @Override
    public void close() {
        Hosts.end(thread);
    }
}
