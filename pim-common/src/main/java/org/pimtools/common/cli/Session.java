package org.pimtools.common.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/** One run of a tool: its streams, its terminal and the output in use. */
final class Session {
    final String tool;
    final String version;
    final PrintStream out;
    final PrintStream err;
    final InputStream in;
    final Terminal terminal;
    private FinalOutput output;
    private boolean debug;
    private RunLog log;

    Session(
            String tool,
            String version,
            PrintStream out,
            PrintStream err,
            InputStream in,
            Terminal terminal,
            CommonOptions options) {
        this.tool = tool;
        this.version = version;
        this.out = out;
        this.err = err;
        this.in = in;
        this.terminal = terminal;
        use(options);
    }

    /** Answers from now on as the options say. */
    void use(CommonOptions options) {
        debug = options.debug;
        if (debug) {
            System.setProperty(Tool.DEBUG_PROPERTY, "true");
        }
        TextOutput text = new TextOutput(tool, out, err, terminal, options.color, options.quiet);
        output = options.format == Format.JSON ? new JsonOutput(tool, version, out, text) : text;
    }

    FinalOutput output() {
        return output;
    }

    void log(RunLog log) {
        this.log = log;
    }

    Optional<RunLog> log() {
        return Optional.ofNullable(log);
    }

    boolean debug() {
        return debug;
    }
}
