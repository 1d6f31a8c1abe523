package org.pimtools.testkit.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lines {@code next: …} by which a command says what to run next, as a shell takes them apart. */
public final class SuggestedLines {
    private static final String NEXT = "next: ";
    /** Capital letters as a word of their own stand for something that the reader has to put in. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?:.* )?(?:PLAN|FILES?|NEW\\.plan|[A-Z]+-FILES)(?: .*)?");

    private SuggestedLines() {}

    /**
     * The words of the last line of an output.
     *
     * @return empty when it is a comment, or a line with nothing for a shell
     * @throws AssertionError when there is no such line, or it has a placeholder
     */
    public static Optional<List<String>> last(String output) {
        String line = output.lines()
                .filter(each -> each.startsWith(NEXT))
                .reduce((one, other) -> other)
                .map(each -> each.substring(NEXT.length()))
                .orElseThrow(() -> new AssertionError("no line that says what is next in\n" + output));
        if (PLACEHOLDER.matcher(line).matches()) {
            throw new AssertionError("a placeholder in: " + line);
        }
        List<String> words = words(line);
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private static List<String> words(String line) {
        try {
            Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\0' " + line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (shell.waitFor() != 0) {
                throw new AssertionError("the shell does not take: " + line);
            }
            return Stream.of(words.split("\0", -1))
                    .filter(word -> !word.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("no bash", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
