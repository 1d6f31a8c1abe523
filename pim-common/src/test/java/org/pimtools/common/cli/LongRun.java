package org.pimtools.common.cli;

import java.nio.file.Path;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.interrupt.Interrupt;
import org.pimtools.common.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A tool that works until a signal asks it to stop, for tests that run it as a process. */
@Command(name = "long-run", description = "works")
final class LongRun extends LoggedCommand {
    @Option(names = "--lines", description = "how many lines to print, without waiting for a signal")
    int lines;

    @Option(names = "--deaf", description = "work on after a signal")
    boolean deaf;

    @Option(names = "--file", description = "any path")
    Path file;

    public static void main(String[] args) {
        System.exit(Tool.run("long-run", new LongRun(), args));
    }

    @Override
    protected ExitCode run(Output output) throws InterruptedException {
        if (lines < 0) {
            throw new IllegalStateException("a bug");
        }
        for (int i = 0; i < lines; i++) {
            output.line("line %d é漢".formatted(i));
        }
        if (lines > 0) {
            output.warn("all was printed");
            return ExitCode.DONE;
        }
        try (Interrupt interrupt = Interrupt.install()) {
            output.line("running");
            while (deaf || interrupt.requested().isEmpty()) {
                Thread.sleep(20);
            }
            output.line("the batch has ended");
            interrupt.stopIfRequested();
            return ExitCode.DONE;
        }
    }
}
