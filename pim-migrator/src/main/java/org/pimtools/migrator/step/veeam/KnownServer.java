package org.pimtools.migrator.step.veeam;

import java.util.function.Supplier;
import org.pimtools.common.error.ToolException;
import org.pimtools.migrator.remote.RemoteException;

/**
 * A server of this run, opened when it is asked first. Once it does not answer, or cannot be logged in to, it counts as dead, so that
 * it is waited for once and not for every job, and a wrong password is tried once.
 */
final class KnownServer implements AutoCloseable {
    private final int endpointNo;
    private final String place;
    private final Supplier<JobServer> client;
    private JobServer server;
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

    /**
     * @param endpointNo its number in the plan
     * @param place its address and port, the same in every plan
     * @param client makes it ready to be logged in to; throws a {@link ToolException} when that cannot be
     */
    KnownServer(int endpointNo, String place, Supplier<JobServer> client) {
        this.endpointNo = endpointNo;
        this.place = place;
        this.client = client;
    }

    int endpointNo() {
        return endpointNo;
    }

    String place() {
        return place;
    }

    boolean isDead() {
        return dead != null;
    }

    <T> Answer<T> ask(Question<T> question) {
        open();
        if (dead != null) {
            return new Answer<>(null, dead);
        }
        try {
            return new Answer<>(question.ask(server), null);
        } catch (RemoteException e) {
            dead = e.reason() == RemoteException.Reason.LOGIN_REFUSED
                    ? "the backup server at " + place + " refused user and password: " + e.getMessage()
                    : e.getMessage();
            return new Answer<>(null, dead);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            dead = "interrupted";
            return new Answer<>(null, dead);
        }
    }

    private void open() {
        if (server == null && dead == null) {
            try {
                server = client.get();
            } catch (ToolException e) {
                dead = e.getMessage() + "; " + e.hint();
            }
        }
    }

    Answer<JobListing> listing() {
        return ask(known -> new JobListing(known.jobs()));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
