package org.pimtools.testkit.server;

import java.time.Duration;
import java.time.Instant;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits until a container prints a text, or ends: Testcontainers' own way waits for one that ended until the time is over. */
final class LogLineWait extends AbstractWaitStrategy {
    private final String text;

    LogLineWait(String text, Duration limit) {
        this.text = text;
        withStartupTimeout(limit);
    }

    @Override
    protected void waitUntilReady() {
        Instant limit = Instant.now().plus(startupTimeout);
        boolean runs = true;
        // once more after its end: it may have printed the text in between
        while (!waitStrategyTarget.getLogs().contains(text)) {
            if (!runs || Instant.now().isAfter(limit)) {
                throw new ContainerLaunchException("the container did not print: " + text);
            }
            runs = waitStrategyTarget.isRunning();
            ServerProcess.pause();
        }
    }
}
