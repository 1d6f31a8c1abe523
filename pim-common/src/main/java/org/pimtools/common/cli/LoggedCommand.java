package org.pimtools.common.cli;

import java.util.Optional;
import org.pimtools.common.output.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command whose runs are logged: what was typed, what the operator was shown, and how it ended. */
public abstract class LoggedCommand extends BaseCommand {
    @Mixin
    private LogOptions logging = new LogOptions();

    @Spec
    private CommandSpec spec;

    @Override
    Output logged(Session session) {
        Optional<RunLog> begun = logging.open(session.tool, session.output());
        if (begun.isEmpty()) {
            return session.output();
        }
        RunLog log = begun.get();
        log.begins(
                session.tool,
                session.version,
                spec.root().commandLine().getParseResult().originalArgs());
        session.log(log);
        return new LoggedOutput(session.output(), log);
    }
}
