package org.pimtools.lab;

import java.io.PrintStream;
import java.util.List;

/** Shows the night as the operator sees it: the command lines, what they print, and what the lab itself did and found. */
final class Screen {
    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
    }

    /** What another screen showed. */
    void show(String text) {
        out.print(text);
    }

    void chapter(String title) {
        out.println();
        out.println("== " + title);
    }

    /** What the lab does in the operator's or the platform's place. */
    void note(String text) {
        out.println("   " + text);
    }

    /** A command line and what came of it. */
    void command(String where, String name, List<String> arguments, Tool.Result result) {
        out.println();
        out.println("[" + where + "]$ " + name + " " + String.join(" ", arguments));
        result.out().lines().forEach(out::println);
        result.err().lines().forEach(out::println);
        if (result.exit() != 0) {
            out.println("(exit code " + result.exit() + ")");
        }
    }
}
