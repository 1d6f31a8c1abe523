package org.pimtools.migrator.step.veeam;

import java.util.regex.Pattern;

/** What a server said went wrong, made fit for a line of a report. */
final class ServerMessage {
    private static final int LONGEST = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private ServerMessage() {}

    static String of(int status, String text) {
        return "the server answered HTTP " + status + quoted(text);
    }

    /** Of a task that failed. */
    static String task(String text) {
        return "the server's task failed" + quoted(text);
    }

    private static String quoted(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return shown.isEmpty() ? "" : ": \"" + shown + "\"";
    }
}
