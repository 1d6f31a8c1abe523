package org.pimtools.common.error;

/** What a command's exit code tells a script; the same table holds for every command. */
public enum ExitCode {
    DONE(0, "done, and nothing is left to do"),
    FAILED(1, "the work failed"),
    USAGE(2, "the command line is wrong"),
    INVALID_INPUT(3, "an input is invalid: plan, configuration, schema, key, identity"),
    UNREACHABLE(4, "could not connect to any required service"),
    PARTIAL(5, "done in part, undecided or different: see the list, then run again"),
    UNSAFE(6, "refused, because it is not safe now"),
    BUG(70, "a bug of the tool"),
    HANGUP(129, "stopped by a hang-up; run the same command again"),
    INTERRUPTED(130, "stopped by Ctrl-C; run the same command again"),
    TERMINATED(143, "stopped by SIGTERM; run the same command again");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** For help and manual pages. */
    public String meaning() {
        return meaning;
    }
}
