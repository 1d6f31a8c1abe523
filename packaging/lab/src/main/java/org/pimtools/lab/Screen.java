package org.pimtools.lab;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Shows the night as the operator sees it: the command lines, what they print, and what the lab itself did and found. A brief screen
 * shows stages and commands, and leaves what the commands print and what the oracle found to the full one.
 */
final class Screen {
    private static final int WIDEST = 107;
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private final PrintStream full;
    private final PrintStream brief;
    private int stages;
    private int checks;

    /** Shows all. */
    Screen(PrintStream out) {
        this(out, NOWHERE);
    }

    private Screen(PrintStream full, PrintStream brief) {
        this.full = full;
        this.brief = brief;
    }

    /** @param full gets all that a screen shows */
    static Screen brief(PrintStream shown, PrintStream full) {
        return new Screen(full, shown);
    }

    /** What one of several hosts showed, to be shown in its turn. */
    static final class Kept {
        private final ByteArrayOutputStream full = new ByteArrayOutputStream();
        private final ByteArrayOutputStream brief = new ByteArrayOutputStream();
        private final Screen screen = new Screen(
                new PrintStream(full, true, StandardCharsets.UTF_8),
                new PrintStream(brief, true, StandardCharsets.UTF_8));

        Screen screen() {
            return screen;
        }
    }

    /** @param first whether it is the host that a brief screen shows for all of them */
    void show(Kept kept, boolean first) {
        full.print(kept.full.toString(StandardCharsets.UTF_8));
        if (first) {
            brief.print(kept.brief.toString(StandardCharsets.UTF_8));
        }
        checks += kept.screen.checks;
    }

    /** What only a brief screen tells of what it leaves out. */
    void leftOut(String text) {
        brief.println("   " + text);
    }

    void chapter(String title) {
        chapter(title, "");
    }

    /** @param purpose why the stage is there, and which exit codes belong to it */
    void chapter(String title, String purpose) {
        stages++;
        full.println();
        full.println("== " + title);
        if (!purpose.isEmpty()) {
            full.println("   " + purpose);
        }
        brief.println(stages + ". " + title + (purpose.isEmpty() ? "" : ": " + purpose));
    }

    /** What the lab does in the operator's or the platform's place. */
    void note(String text) {
        full.println("   " + text);
        brief.println("   " + text);
    }

    /** What the oracle found to be right; a brief screen only counts it. */
    void oracle(String text) {
        full.println("   oracle: " + text);
        checks++;
    }

    /** How often the oracle found all right so far. */
    int checks() {
        return checks;
    }

    /** What is for a full screen only. */
    void detail(String text) {
        full.println("   " + text);
    }

    /** A command line and what came of it. */
    void command(String where, String name, List<String> arguments, Tool.Result result) {
        String line = "[" + where + "]$ " + name + " " + String.join(" ", arguments);
        full.println();
        full.println(line);
        result.out().lines().forEach(full::println);
        result.err().lines().forEach(full::println);
        if (result.exit() != 0) {
            full.println("(exit code " + result.exit() + ")");
        }
        brief.println("   " + (line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line)
                + (result.exit() == 0 ? "" : "   (exit code " + result.exit() + ")"));
    }
}
