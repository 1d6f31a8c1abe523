package org.pimtools.migrator.step.redis;

import java.util.concurrent.Semaphore;

/**
 * Connections for one attempt at a time, from its look to the end of its act. Two shifts take turns: one looks while
 * the other one acts. The subscriptions of one machine always belong to the same shift, since what one of them writes
 * would abort the transaction of another one.
 */
final class Shift implements AutoCloseable {
    private final WatchConnections connections = new WatchConnections();
    private final Semaphore free = new Semaphore(1);

    /** Returns when the attempt before this one has ended. */
    WatchConnections begin() {
        free.acquireUninterruptibly();
        return connections;
    }

    void end() {
        free.release();
    }

    @Override
    public void close() {
        connections.close();
    }
}
