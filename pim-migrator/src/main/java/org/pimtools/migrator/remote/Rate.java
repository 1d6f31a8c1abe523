package org.pimtools.migrator.remote;

import dev.failsafe.RateLimiter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many requests a server gets in a second at most.
 *
 * @param perSecond from 0.001 to 9999.999
 */
public record Rate(BigDecimal perSecond) {
    /** The endpoint's option that sets the rate. */
    public static final String OPTION = "rate";

    /** Twenty requests in a second. */
    public static final Rate DEFAULT = new Rate(BigDecimal.valueOf(20));

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,4}(?:\\.[0-9]{1,3})?");

    /** Reads a number from 0.001 to 9999.999; empty when the text is anything else. */
    public static Optional<Rate> of(String text) {
        return Optional.of(text)
                .filter(given -> DECIMAL.matcher(given).matches())
                .map(BigDecimal::new)
                .filter(number -> number.signum() > 0)
                .map(Rate::new);
    }

    /** Lets a second's requests through at once, and then no more until the second is over. */
    RateLimiter<Object> limiter() {
        long burst = Math.max(1, perSecond.longValue());
        Duration period = Duration.ofNanos(BigDecimal.valueOf(burst)
                .multiply(NANOS)
                .divide(perSecond, MathContext.DECIMAL64)
                .longValue());
        return RateLimiter.burstyBuilder(burst, period).build();
    }
}
