package org.pimtools.migrator.command;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import org.pimtools.migrator.migrate.Completion;
import org.pimtools.migrator.report.Ending;
import org.pimtools.migrator.state.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pim-migrator sql}: the SQL files once more. */
@Command(
        name = "sql",
        description = {
            "Writes the SQL files of the finished migration again, under new names.",
            "They have every VM whose subscription, looked at now, has the provider ID or does not exist. Changes nothing in Redis"
                    + " and connects to no database."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pim-migrator sql"})
final class SqlCommand extends LoggedCommand {
    @Mixin
    private StateOptions options = new StateOptions();

    @Mixin
    private RedisOptions redis = new RedisOptions();

    @Override
    protected ExitCode run(Output output) throws Exception {
        StateDirectory state = StateDirectory.existing(options.stateDir(), options.datacenter());
        Ending ending;
        try (Interrupt interrupt = Interrupt.install();
                ScreenMonitor screen = new ScreenMonitor(output, interrupt)) {
            ending = new Completion(
                            state,
                            Steps.of(redis.settings(options.settings(), output)).only(Set.of()),
                            Optional.empty(),
                            toolAndVersion(),
                            Instant.now(),
                            output,
                            screen)
                    .renderAgain();
        }
        Endings.print(ending, output);
        output.next(NextCommand.onController(
                "apply " + ShellWord.of(ending.files().get("update").getFileName()),
                state.migratedPlan(),
                "on the controller"));
        return ending.exit();
    }
}
