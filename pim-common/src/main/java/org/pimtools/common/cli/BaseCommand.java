package org.pimtools.common.cli;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import picocli.CommandLine.Mixin;

/** A command of a tool: its options are fields, {@link #run} calls one service and prints what came of it. */
public abstract class BaseCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    private Session session;

    /**
     * Does the work.
     *
     * @throws ToolException to end the run with a message and a hint
     */
    protected abstract ExitCode run(Output output) throws Exception;

    @Override
    public final Integer call() throws Exception {
        return run(logged(session)).code();
    }

    /** Where the command puts what it has to say. */
    Output logged(Session session) {
        return session.output();
    }

    /** Draws a screen. */
    @FunctionalInterface
    protected interface Drawing {
        void draw(Output output) throws Exception;
    }

    /**
     * Draws again and again until Ctrl-C, which is then the right end. A terminal is redrawn; elsewhere a screen is printed only
     * when it differs from the one before.
     *
     * @throws ToolException with {@link ExitCode#USAGE} when the answer is to be JSON; and what the first drawing throws
     */
    protected final ExitCode watch(Duration every, Drawing drawing) throws Exception {
        if (common.format == Format.JSON) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "--watch redraws a screen, and JSON is one answer",
                    "leave out --watch or --format json");
        }
        return new RedrawnScreen(session, common.color).show(every, drawing);
    }

    /** Standard input, for what must not be an argument. */
    protected final InputStream input() {
        return session.in;
    }

    /** The tool's name and version, as files that it writes name it. */
    protected final String toolAndVersion() {
        return session.tool + " " + session.version;
    }

    void attach(Session session) {
        this.session = session;
        session.use(common);
    }
}
