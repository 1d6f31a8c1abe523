package org.pimtools.migrator.step.veeam;

import org.pimtools.migrator.remote.RemoteException;

/** A server of this run; once it does not answer it counts as dead, so that it is waited for once and not for every job. */
final class KnownServer implements AutoCloseable {
    private final JobServer server;
    private String dead;

    /** Something that is asked of a server. */
    interface Question<T> {
        T ask(JobServer server) throws RemoteException, InterruptedException;
    }

    /** What came of a question. @param failure why there is no answer, or null */
    record Answer<T>(T value, String failure) {
        boolean isThere() {
            return failure == null;
        }
    }

    KnownServer(JobServer server) {
        this.server = server;
    }

    boolean isDead() {
        return dead != null;
    }

    <T> Answer<T> ask(Question<T> question) {
        if (dead != null) {
            return new Answer<>(null, dead);
        }
        try {
            return new Answer<>(question.ask(server), null);
        } catch (RemoteException e) {
            dead = e.getMessage();
            return new Answer<>(null, dead);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            dead = "interrupted";
            return new Answer<>(null, dead);
        }
    }

    Answer<JobListing> listing() {
        return ask(known -> new JobListing(known.jobs()));
    }

    @Override
    public void close() {
        server.close();
    }
}
