package org.pimtools.common.cli;

/** What a command's exit code tells a script; the same table holds for every command. */
public enum ExitCode {
    /** Done, and nothing is left to do. */
    DONE(0),
    /** The work failed. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** An input is invalid: plan, configuration, schema, key. */
    INVALID_INPUT(3),
    /** None of what was needed could be connected to. */
    UNREACHABLE(4),
    /** Done in part, undecided or different: see the list and run again. */
    PARTIAL(5),
    /** Refused, because it is not safe now. */
    UNSAFE(6),
    /** A bug of the tool. */
    BUG(70),
    /** Stopped by a hang-up; can be resumed. */
    HANGUP(129),
    /** Stopped by Ctrl-C; can be resumed. */
    INTERRUPTED(130),
    /** Stopped by SIGTERM; can be resumed. */
    TERMINATED(143);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
