package org.pimtools.common.error;

import java.util.Objects;

/** Ends the run: something that concerns the run as a whole, told to the operator as a message and a hint. */
public final class ToolException extends RuntimeException {
    private final ExitCode exitCode;
    private final String hint;

    /**
     * @param message what is wrong: lower case, no final stop, no secret
     * @param hint what the operator does next
     */
    public ToolException(ExitCode exitCode, String message, String hint) {
        this(exitCode, message, hint, null);
    }

    /** As above, with the cause that {@code --debug} shows. */
    public ToolException(ExitCode exitCode, String message, String hint, Throwable cause) {
        super(message, cause);
        this.exitCode = Objects.requireNonNull(exitCode);
        this.hint = Objects.requireNonNull(hint);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String hint() {
        return hint;
    }

    /** The end of a run that a signal asked for, at a point from which it can be resumed. */
    public static ToolException stopped(ExitCode signal) {
        return new ToolException(signal, "stopped", "run again to resume");
    }
}
