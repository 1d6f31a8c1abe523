package org.pimtools.migrator.remote;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The one way to a server: counts every request, keeps to the server's rate, gives each request its deadline, and sends
 * again what a busy server did not take. One gate lives as long as there is something to ask, all attempts together.
 */
public final class CallGate {
    private static final int LONGEST_PAUSE = 32;
    /**
     * Pauses are longer by a random part of up to a quarter, so that many clients do not come back at the same moment.
     */
    private static final double JITTER = 0.25;

    private final Limits limits;
    private final String late;
    private final Waiting waiting;
    private final RateLimiter<Object> rate;
    private final RetryPolicy<Object> busy;
    private final long end;
    private final AtomicLong calls = new AtomicLong();

    private CallGate(Limits limits, Rate rate, String late, Runnable checkpoint) {
        this.limits = limits;
        this.late = late;
        this.waiting = new Waiting(checkpoint);
        this.rate = rate.limiter();
        this.busy = RetryPolicy.builder()
                .handle(BusyException.class)
                .withMaxRetries(limits.busyRetries())
                .build();
        this.end = System.nanoTime() + limits.endpoint().toNanos();
    }

    /**
     * Opens the gate; its time starts now.
     *
     * @param late what is wrong when its time is over, for instance {@code the inventory was not read to its end}
     */
    public static CallGate open(Limits limits, Rate rate, String late) {
        return open(limits, rate, late, () -> {});
    }

    /**
     * @param checkpoint called a few times a second while something is waited for; what it throws breaks the call off
     * and is thrown on
     */
    public static CallGate open(Limits limits, Rate rate, String late, Runnable checkpoint) {
        return new CallGate(limits, rate, late, checkpoint);
    }

    /**
     * Sends one request, as soon as the rate allows it; sends it again while the server says that it is too busy.
     *
     * @throws RemoteException that the server stayed busy, or that the gate's time is over
     * @throws X what the attempt threw
     */
    public <T, X extends Exception> T call(Attempt<T, X> attempt) throws RemoteException, X, InterruptedException {
        try {
            return Failsafe.with(busy).get(context -> {
                rest(context);
                acquire();
                calls.incrementAndGet();
                return attempt.send(shorter(limits.call(), timeLeft()));
            });
        } catch (FailsafeException e) {
            if (e.getCause() instanceof BusyException stayed) {
                throw new RemoteException(
                        RemoteException.Reason.FAILED, stayed.getMessage() + ", again and again", false, stayed);
            }
            throw CallGate.<X>unwrapped(e);
        }
    }

    /**
     * Does the work, and begins it again when a fault broke it off that may pass.
     *
     * @param mayPass tells such a fault
     * @throws RemoteException when the gate's time is over before the next attempt
     * @throws X the last fault
     */
    public <T, X extends Exception> T restarting(Predicate<Throwable> mayPass, Work<T, X> work)
            throws RemoteException, X, InterruptedException {
        RetryPolicy<Object> restart = RetryPolicy.builder()
                .handleIf(mayPass::test)
                .withMaxRetries(limits.restarts())
                .build();
        try {
            return Failsafe.with(restart).get(context -> {
                rest(context);
                return work.run();
            });
        } catch (FailsafeException e) {
            throw CallGate.<X>unwrapped(e);
        }
    }

    /** Before a repetition. */
    private void rest(ExecutionContext<?> context) throws RemoteException, InterruptedException {
        if (!context.isRetry()) {
            return;
        }
        int doublings = Math.min(context.getAttemptCount() - 1, Integer.numberOfTrailingZeros(LONGEST_PAUSE));
        Duration pause = limits.pause().multipliedBy(1L << doublings);
        if (context.getLastException() instanceof BusyException told) {
            Duration left = timeLeft();
            if (told.retryAfter().compareTo(left) >= 0) {
                throw RemoteException.failed(told.getMessage() + " and asks for a pause of "
                        + told.retryAfter().toSeconds() + " s, longer than the " + left.toSeconds()
                        + " s that are left");
            }
            pause = longer(pause, told.retryAfter());
        }
        long jitter =
                (long) (pause.toNanos() * JITTER * ThreadLocalRandom.current().nextDouble());
        waiting.rest(shorter(pause.plusNanos(jitter), timeLeft()));
    }

    private void acquire() throws RemoteException, InterruptedException {
        pause(rate.reservePermit());
    }

    /** What the supplier threw; a checked one that is neither of ours can only be the attempt's own. */
    @SuppressWarnings("unchecked")
    private static <X extends Exception> X unwrapped(FailsafeException e) throws RemoteException, InterruptedException {
        Throwable cause = e.getCause();
        if (cause instanceof InterruptedException) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(cause);
        }
        if (cause instanceof RemoteException fault) {
            throw fault;
        }
        if (cause instanceof Exception) {
            return (X) cause;
        }
        throw e;
    }

    private Duration timeLeft() throws RemoteException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw timeIsOver();
        }
        return Duration.ofNanos(left);
    }

    private RemoteException timeIsOver() {
        return RemoteException.failed(late + " within " + limits.endpoint().toSeconds() + " s");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * Waits, such as for a task of the server.
     *
     * @throws RemoteException when the gate's time is over before
     */
    public void pause(Duration pause) throws RemoteException, InterruptedException {
        if (pause.compareTo(timeLeft()) > 0) {
            throw timeIsOver();
        }
        waiting.rest(pause);
    }

    public Limits limits() {
        return limits;
    }

    /** How to wait at this gate. */
    Waiting waiting() {
        return waiting;
    }

    /** Requests so far, also those that failed. */
    public long calls() {
        return calls.get();
    }

    /** One request and its answer. */
    public interface Attempt<T, X extends Exception> {
        /** @param allowed how long it may take, to the last byte of the answer */
        T send(Duration allowed) throws BusyException, RemoteException, X, InterruptedException;
    }

    /** Something that makes a whole, of one request or of many. */
    public interface Work<T, X extends Exception> {
        T run() throws RemoteException, X, InterruptedException;
    }
}
