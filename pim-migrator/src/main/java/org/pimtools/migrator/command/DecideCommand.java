package org.pimtools.migrator.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.cli.LoggedCommand;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.common.output.Keyboard;
import org.pimtools.common.output.Output;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.decision.DecisionDialogue;
import org.pimtools.migrator.decision.DecisionSheet;
import org.pimtools.migrator.state.GivenPlan;
import org.pimtools.migrator.state.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pim-migrator decide}: fills in a decisions file by asking. */
@Command(
        name = "decide",
        description = {
            "Asks on the terminal about every error that is not decided, one group after the other, and fills in the decisions file.",
            "Shows the candidates where there are any. Each answer is kept at once, also when Ctrl-C comes before the end."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pim-migrator decide", "  pim-migrator decide decisions.yaml"})
final class DecideCommand extends LoggedCommand {
    /** More than anybody answers one by one, in bytes. */
    private static final int LARGEST_FILE = 32 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "the decisions file that a dry run wrote (default: that of the newest run)")
    private Path given;

    @Mixin
    private StateOptions host = new StateOptions();

    @Override
    protected ExitCode run(Output output) throws IOException {
        StateDirectory state = StateDirectory.existing(host.stateDir(), host.datacenter());
        Path file = given != null ? given : newest(state);
        DecisionSheet sheet = read(file);
        if (!Keyboard.isThere()) {
            throw new ToolException(
                    ExitCode.USAGE,
                    "there is no terminal to ask on",
                    "fill in " + file + " with an editor; its first lines say how");
        }
        long before;
        long left;
        try (Interrupt interrupt = Interrupt.installSilently()) {
            DecisionDialogue dialogue =
                    new DecisionDialogue(sheet, onTheTerminal(output, interrupt, () -> keep(sheet, file), file));
            before = dialogue.open();
            dialogue.run();
            left = dialogue.open();
        }
        output.line("decisions " + file);
        output.result("decisions", file.toString());
        output.result("open", left);
        output.verdict("%s: %s decided, %,d open"
                .formatted(left == 0 ? "ALL DECIDED" : "NOT ALL DECIDED", Text.counted(before - left, "error"), left));
        Optional<GivenPlan> plan = state.runsNewestFirst().stream().findFirst().flatMap(StateDirectory.RunFiles::given);
        output.next(NextCommand.run(spec, plan, List.of("--decisions", file.toString())));
        return left == 0 ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private static Path newest(StateDirectory state) {
        return state.runsNewestFirst().stream()
                .map(StateDirectory.RunFiles::decisions)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new ToolException(
                        ExitCode.INVALID_INPUT,
                        "no run has left a decisions file",
                        "make a dry run with pim-migrator PLAN, or name the file"));
    }

    private static DecisionSheet read(Path file) {
        try {
            return DecisionSheet.of(SmallFile.text(file, LARGEST_FILE, StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the decisions " + file + ": " + FileFailure.reason(e),
                    "give the decisions.yaml that a dry run wrote",
                    e);
        }
    }

    /** After each answer, so that nothing is lost however the dialogue ends. */
    private static void keep(DecisionSheet sheet, Path file) {
        try {
            AtomicFile.write(file, sheet.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot write the decisions " + file + ": " + FileFailure.reason(e),
                    "make space there, or run as a user who may write it; earlier answers are kept",
                    e);
        }
    }

    private static DecisionDialogue.Person onTheTerminal(Output output, Interrupt interrupt, Runnable keep, Path file) {
        return new DecisionDialogue.Person() {
            @Override
            public void show(String line) {
                output.line(line);
            }

            @Override
            public String ask(String question) {
                return Waiting.on(() -> System.console().readLine("%s", question), this::stopIfRequested);
            }

            @Override
            public void decided() {
                keep.run();
            }

            private void stopIfRequested() {
                interrupt.requested().ifPresent(signal -> {
                    throw new ToolException(
                            signal,
                            "stopped",
                            "what was answered is kept in " + file + ": run pim-migrator decide again for the rest");
                });
            }
        };
    }
}
