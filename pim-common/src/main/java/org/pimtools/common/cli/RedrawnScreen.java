package org.pimtools.common.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.interrupt.Interrupt;

/** What a command shows, again and again until Ctrl-C: redrawn on a terminal, elsewhere a block for each change. */
final class RedrawnScreen {
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";
    private static final int LOOK_MILLIS = 100;

    private final Session session;
    private final Color color;

    RedrawnScreen(Session session, Color color) {
        this.session = session;
        this.color = color;
    }

    /**
     * Draws until a signal comes or nobody reads any more. A failure of the first drawing ends the run; a later one is shown in
     * place of what it was to draw.
     */
    ExitCode show(Duration every, BaseCommand.Drawing drawing) throws Exception {
        try (Interrupt interrupt = Interrupt.installSilently()) {
            String shown = first(drawing);
            print(shown, every);
            while (!ends(interrupt, every)) {
                String text = again(drawing);
                if (session.terminal.out() || !text.equals(shown)) {
                    print(text, every);
                }
                shown = text;
            }
            return interrupt
                    .requested()
                    .filter(code -> code != ExitCode.INTERRUPTED)
                    .orElse(ExitCode.DONE);
        }
    }

    private String first(BaseCommand.Drawing drawing) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        drawing.draw(output(bytes));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String again(BaseCommand.Drawing drawing) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FinalOutput output = output(bytes);
        try {
            drawing.draw(output);
        } catch (ToolException e) {
            output.failure(e.getMessage(), e.hint());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Warnings belong to the screen, a bar does not. */
    private FinalOutput output(ByteArrayOutputStream bytes) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal terminal = session.terminal;
        return new TextOutput(
                session.tool,
                stream,
                stream,
                new Terminal(terminal.out(), terminal.out(), terminal.width(), terminal.noColor()),
                color,
                true);
    }

    private void print(String text, Duration every) {
        String head =
                Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", every " + every.toSeconds() + " s until Ctrl-C\n\n";
        session.out.print(session.terminal.out() ? CLEAR + head + text : head + text + "\n");
        session.out.flush();
    }

    private boolean ends(Interrupt interrupt, Duration every) throws InterruptedException {
        long end = System.nanoTime() + every.toNanos();
        Optional<ExitCode> requested = interrupt.requested();
        while (requested.isEmpty() && !session.out.checkError() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            requested = interrupt.requested();
        }
        return requested.isPresent() || session.out.checkError();
    }
}
