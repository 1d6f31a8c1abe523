package org.pimtools.common.cli;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is logged of every run: what was typed, what was shown, and how it ended. */
final class RunLog {
    private final Logger logger = LoggerFactory.getLogger("org.pimtools.run");

    /** @param arguments as they were typed; no option of ours takes a secret */
    void begins(String tool, String version, List<String> arguments) {
        logger.info(
                "{} {}, Java {}, process {}, user {}, in {}: {}",
                tool,
                version,
                System.getProperty("java.version"),
                ProcessHandle.current().pid(),
                System.getProperty("user.name"),
                System.getProperty("user.dir"),
                String.join(" ", arguments.stream().map(ShellWord::of).toList()));
    }

    void shown(String line) {
        logger.info("{}", line);
    }

    void warned(String message) {
        logger.warn("{}", message);
    }

    void failed(String message, String hint, Throwable cause) {
        logger.error("{}; hint: {}", message, hint, cause);
    }

    /** @param failure why it ended without success, or null */
    void ended(int exit, Failure failure) {
        if (failure != null && !failure.isStop()) {
            failed(failure.message(), failure.hint(), failure.cause());
        }
        logger.info("ended with exit code {}", exit);
    }
}
