package org.pimtools.common.interrupt;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** Waits for what may take long to answer, such as a server that is silent, so that a signal ends the run in the meantime. */
public final class Waiting {
    private static final int LOOK_MILLIS = 50;

    private Waiting() {}

    /** What is waited for. */
    public interface Answer<T, E extends Exception> {
        T await() throws E;
    }

    /**
     * Waits on a thread of its own, which is left alone with it when the run ends: the answer must be of no consequence then.
     *
     * @param safePoint called time and again, and before a failure is passed on; may throw a {@link ToolException} to end the run
     */
    public static <T, E extends Exception> T on(Answer<T, E> answer, Runnable safePoint) throws E {
        FutureTask<T> task = new FutureTask<>(answer::await);
        Thread thread = new Thread(task, "waiting");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                safePoint.run();
            } catch (ExecutionException e) {
                safePoint.run();
                throw Waiting.<E>failure(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ToolException(ExitCode.INTERRUPTED, "stopped", "run again to resume", e);
            }
        }
    }

    /** An answer throws what it declares, and what nobody has to declare. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E failure(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (E) thrown;
    }
}
