package org.pimtools.lab;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.pimtools.testkit.world.Datacenter;

/** The hosts of the night, which work at the same time, as they do in a real one, and are shown one after another. */
final class Hosts {
    private final Screen screen;

    Hosts(Screen screen) {
        this.screen = screen;
    }

    /** What one host does, and shows. */
    interface Work {
        void on(Datacenter datacenter, Screen shown) throws Exception;
    }

    private record Shown(Screen.Kept kept, Exception failure) {}

    /**
     * Has all of them do it, as many at once as there are processors.
     *
     * @throws RehearsalException what the first of them failed with, after what it showed until then
     */
    void each(List<Datacenter> datacenters, Work work) {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Shown>> all = datacenters.stream()
                    .map(datacenter -> pool.submit(() -> shown(datacenter, work)))
                    .toList();
            for (Future<Shown> one : all) {
                Shown shown = one.get();
                screen.show(shown.kept(), one == all.get(0) || shown.failure() != null);
                if (shown.failure() != null) {
                    throw shown.failure();
                }
            }
            if (all.size() > 1) {
                screen.leftOut("… and so on %d more hosts, all as the oracle says".formatted(all.size() - 1));
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            end(pool);
        }
    }

    /** Nothing of what is left undone runs on. */
    static void end(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Shown shown(Datacenter datacenter, Work work) {
        Screen.Kept kept = new Screen.Kept();
        try {
            work.on(datacenter, kept.screen());
            return new Shown(kept, null);
        } catch (Exception e) {
            return new Shown(kept, e);
        }
    }
}
