package org.pimtools.common.cli;

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
}
