package org.pimtools.migrator.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** The header Retry-After, in seconds or as a date. Source: RFC 9110, 10.2.3. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long to wait; zero when the answer does not say, or says what nobody understands. */
    static Duration of(ErrorAnswer answer) {
        String given = answer.headers().first("Retry-After").orElse("").strip();
        if (SECONDS.matcher(given).matches()) {
            return Duration.ofSeconds(Long.parseLong(given.length() > MOST_DIGITS ? "9".repeat(MOST_DIGITS) : given));
        }
        // against the server's own clock, which may differ from ours
        Instant now = answer.headers().date().orElseGet(Instant::now);
        return Headers.date(given)
                .map(then -> Duration.between(now, then))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }
}
