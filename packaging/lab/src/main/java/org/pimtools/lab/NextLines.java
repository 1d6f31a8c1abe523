package org.pimtools.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The lines by which a tool says what to run next: each is one command of ours that a shell takes as it stands, or a comment. */
final class NextLines {
    private static final String NEXT = "next: ";
    private static final Pattern COMMAND = Pattern.compile("(#|pim-planner|pim-migrator|aos-db-migrate) .*");

    private NextLines() {}

    /** What is wrong with those of an output; empty when nothing is. */
    static List<String> faults(String output) {
        return output.lines()
                .filter(line -> line.startsWith(NEXT))
                .map(line -> line.substring(NEXT.length()))
                .filter(line -> !COMMAND.matcher(line).matches() || !isTaken(line))
                .toList();
    }

    private static boolean isTaken(String line) {
        try {
            Process shell = new ProcessBuilder("bash", "-n")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var in = shell.getOutputStream()) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return shell.waitFor() == 0;
        } catch (IOException e) {
            throw new IllegalStateException("no bash", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
