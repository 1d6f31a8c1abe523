package org.pimtools.testkit.server;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class when something outlives it that {@link Leftovers} sees. JUnit finds this extension by itself and uses
 * it for every class. {@link MariaDbServer#shared()} is no leak.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    /** What was told to end may take its time on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Leaks LEAKS = new Leaks(Leftovers::now, LIMIT);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            LEAKS.begin(context.getRequiredTestClass().getSimpleName());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isOutermost(context)) {
            List<String> left = LEAKS.end(context.getRequiredTestClass().getSimpleName());
            if (!left.isEmpty()) {
                throw new AssertionError("left behind:\n" + String.join("\n", left));
            }
        }
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }
}
