package org.pimtools.common.cli;

import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.text.Text;

/** A text that cannot be a path: the session's character set lacks a character of it, or it has one that no path can have. */
final class UnusablePath {
    private static final int DEEPEST = 20;
    private static final int LONGEST = 200;

    private UnusablePath() {}

    /** Looks for such a text among the causes of a failure. */
    static Optional<Failure> in(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof InvalidPathException path) {
                return Optional.of(failure(path.getInput(), ExitCode.INVALID_INPUT, thrown));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    static Failure failure(String text, ExitCode exit, Throwable thrown) {
        String shown = Text.printable(Text.shortened(text, LONGEST));
        String characters = System.getProperty("sun.jnu.encoding", "");
        if (text.indexOf(0) >= 0 || characters.equalsIgnoreCase("UTF-8")) {
            return new Failure(exit, "no path can be " + shown, "check the path", thrown);
        }
        return new Failure(
                exit,
                "the path " + shown + " has a character that this session's character set (" + characters
                        + ") does not have",
                "run again with a UTF-8 locale, such as LC_ALL=C.UTF-8, or give the file a name in ASCII",
                thrown);
    }
}
