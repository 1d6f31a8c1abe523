package org.pimtools.common.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.pimtools.common.output.Keyboard;

/**
 * What the process is connected to.
 *
 * @param out true when standard output is a terminal
 * @param err true when standard error is a terminal
 * @param width columns, at least 40
 */
public record Terminal(boolean out, boolean err, int width, boolean noColor) {
    private static final int DEFAULT_WIDTH = 80;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 1_000;

    /** No terminal at all. */
    public static Terminal none() {
        return new Terminal(false, false, DEFAULT_WIDTH, true);
    }

    /** The terminal of this process, if it has one. */
    public static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        String noColor = environment.get("NO_COLOR");
        return new Terminal(
                !dumb && isTerminal(1),
                !dumb && isTerminal(2),
                width(environment.get("COLUMNS")),
                noColor != null && !noColor.isEmpty());
    }

    boolean colors(Color color) {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> err && !noColor;
        };
    }

    static int width(String columns) {
        try {
            return columns == null
                    ? DEFAULT_WIDTH
                    : Math.min(WIDEST, Math.max(NARROWEST, Integer.parseInt(columns.strip())));
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }

    /** Linux says per descriptor; elsewhere the console stands for all of them. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return Keyboard.isThere();
        }
    }
}
