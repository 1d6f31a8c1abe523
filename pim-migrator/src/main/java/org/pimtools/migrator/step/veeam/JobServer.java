package org.pimtools.migrator.step.veeam;

import java.util.List;
import org.pimtools.migrator.remote.RemoteException;

/**
 * The backup jobs of one server, through one of its REST interfaces. It is logged in to with the first request, and logged out of by
 * {@link #close}. Used by one thread at a time.
 */
interface JobServer extends AutoCloseable {
    /** All jobs, page by page; the names are compared here, so that no server's filter has to be understood. */
    List<Job> jobs() throws RemoteException, InterruptedException;

    /** Asks for another name, and for nothing else; can be repeated without harm. */
    Edit rename(Job job, String name) throws RemoteException, InterruptedException;

    /** How far a task is that {@link #rename} began, in this process or in an earlier one. */
    TaskState task(String task) throws RemoteException, InterruptedException;

    /** Logs out if it is logged in; what goes wrong with that is left to the server, which forgets idle sessions. */
    @Override
    void close();
}
