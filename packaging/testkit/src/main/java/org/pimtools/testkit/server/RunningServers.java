package org.pimtools.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of this JVM that run; they end with it. */
final class RunningServers {
    private static final Set<RunningServer> RUNNING = ConcurrentHashMap.newKeySet();
    private static final List<Runnable> LAST_WORK = new ArrayList<>();
    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningServers::endAll, "end-servers"));
    }

    private RunningServers() {}

    /** How a server starts. */
    interface Start<S, X extends Exception> {
        S start() throws X;
    }

    /**
     * Starts a server that ends with the JVM at the latest.
     *
     * @param start has to be quick: the end of the JVM waits for it
     * @throws IllegalStateException when the JVM is ending
     */
    static <S extends RunningServer, X extends Exception> S add(Start<S, X> start) throws X {
        synchronized (RUNNING) {
            failWhenEnding();
            S started = start.start();
            RUNNING.add(started);
            return started;
        }
    }

    /** It has ended. */
    static void remove(RunningServer ended) {
        RUNNING.remove(ended);
    }

    static Set<RunningServer> now() {
        return Set.copyOf(RUNNING);
    }

    /** Has work done at the end of the JVM, after all servers have ended. */
    static void afterTheLastOneEnds(Runnable work) {
        synchronized (LAST_WORK) {
            LAST_WORK.add(work);
        }
    }

    /** @throws IllegalStateException when the JVM is ending: what is begun now would be left behind */
    static void failWhenEnding() {
        synchronized (RUNNING) {
            if (ending) {
                throw new IllegalStateException("the servers are being ended");
            }
        }
    }

    private static void endAll() {
        synchronized (RUNNING) {
            ending = true;
        }
        RUNNING.forEach(RunningServer::kill);
        synchronized (LAST_WORK) {
            LAST_WORK.forEach(Runnable::run);
        }
    }
}
