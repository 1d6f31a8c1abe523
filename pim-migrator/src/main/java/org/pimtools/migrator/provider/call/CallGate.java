package org.pimtools.migrator.provider.call;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * The one way to an endpoint: counts every request, keeps to the endpoint's rate, gives each request its deadline, and sends
 * again what a busy endpoint did not take. One gate lives as long as the endpoint is read, all attempts together.
 */
public final class CallGate {
    /** The endpoint's option that sets the rate, in requests per second. */
    public static final String RATE = "rate";

    private static final BigDecimal DEFAULT_RATE = BigDecimal.valueOf(20);
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,4}(?:\\.[0-9]{1,3})?");

    private final Limits limits;
    private final RateLimiter<Object> rate;
    private final RetryPolicy<Object> busy;
    private final RetryPolicy<Object> restart;
    private final long end;
    private final AtomicLong calls = new AtomicLong();

    private CallGate(Limits limits, RateLimiter<Object> rate) {
        this.limits = limits;
        this.rate = rate;
        this.busy = repeating(limits, limits.busyRetries())
                .handle(BusyException.class)
                .build();
        this.restart = repeating(limits, limits.restarts())
                .handleIf(e -> e instanceof EndpointException fault && fault.transientFault())
                .build();
        this.end = System.nanoTime() + limits.endpoint().toNanos();
    }

    private static dev.failsafe.RetryPolicyBuilder<Object> repeating(Limits limits, int times) {
        return RetryPolicy.builder()
                .withMaxRetries(times)
                .withBackoff(limits.pause(), limits.pause().multipliedBy(32))
                .withMaxDuration(limits.endpoint());
    }

    /**
     * Opens the gate to an endpoint; its time starts now.
     *
     * @throws EndpointException when the endpoint's rate is not a positive number
     */
    public static CallGate to(PlanLine.Endpoint endpoint, Limits limits) throws EndpointException {
        String given = endpoint.options().getOrDefault(RATE, DEFAULT_RATE.toPlainString());
        if (!DECIMAL.matcher(given).matches() || new BigDecimal(given).signum() == 0) {
            throw new EndpointException(
                    FindingCode.INVALID_ADDRESS, "the option rate is not a number from 0.001 to 9999.999", false, null);
        }
        BigDecimal perSecond = new BigDecimal(given);
        long burst = Math.max(1, perSecond.longValue());
        Duration period = Duration.ofNanos(BigDecimal.valueOf(burst)
                .multiply(NANOS)
                .divide(perSecond, MathContext.DECIMAL64)
                .longValue());
        return new CallGate(limits, RateLimiter.burstyBuilder(burst, period).build());
    }

    /**
     * Sends one request, as soon as the rate allows it.
     *
     * @throws EndpointException what the request threw, or that the endpoint stayed busy, or that its time is over
     */
    public <T> T call(Request<T> request) throws EndpointException, InterruptedException {
        try {
            return Failsafe.with(busy).get(() -> {
                if (!rate.tryAcquirePermit(timeLeft())) {
                    throw timeIsOver();
                }
                calls.incrementAndGet();
                return request.send(shorter(limits.call(), timeLeft()));
            });
        } catch (FailsafeException e) {
            throw unwrapped(e);
        }
    }

    /**
     * Does the whole work, and begins it again when a fault broke it off that may pass.
     *
     * @throws EndpointException the last fault
     */
    public <T> T restarting(Work<T> work) throws EndpointException, InterruptedException {
        try {
            return Failsafe.with(restart).get(work::run);
        } catch (FailsafeException e) {
            throw unwrapped(e);
        }
    }

    private static EndpointException unwrapped(FailsafeException e) throws InterruptedException {
        Throwable cause = e.getCause();
        if (cause instanceof InterruptedException) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(cause);
        }
        if (cause instanceof BusyException) {
            return new EndpointException(
                    FindingCode.ENDPOINT_FAILED, cause.getMessage() + ", again and again", false, cause);
        }
        if (cause instanceof EndpointException fault) {
            return fault;
        }
        throw e;
    }

    private Duration timeLeft() throws EndpointException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw timeIsOver();
        }
        return Duration.ofNanos(left);
    }

    private EndpointException timeIsOver() {
        return new EndpointException(
                FindingCode.ENDPOINT_FAILED,
                "the inventory was not read to its end within "
                        + limits.endpoint().toSeconds() + " s",
                false,
                null);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public Limits limits() {
        return limits;
    }

    /** Requests so far, also those that failed. */
    public long calls() {
        return calls.get();
    }

    /** One request and its answer. */
    public interface Request<T> {
        /** @param allowed how long it may take, to the last byte of the answer */
        T send(Duration allowed) throws BusyException, EndpointException, InterruptedException;
    }

    /** Several requests that make a whole. */
    public interface Work<T> {
        T run() throws EndpointException, InterruptedException;
    }
}
