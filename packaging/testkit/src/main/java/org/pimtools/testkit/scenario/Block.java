package org.pimtools.testkit.scenario;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a scenario under a header line {@code -- NAME --}.
 *
 * @param line of the header in its file, from 1
 * @param words of the header, at least one; {@code unfinished} is not among them: {@code text} shows it
 * @param text as it is meant: without the backslashes that keep a line from being a header or a command
 */
record Block(int line, List<String> words, String text) {
    private static final String UNFINISHED = "unfinished";

    Block {
        words = List.copyOf(words);
    }

    static Block of(String name, String text) {
        return new Block(0, List.of(name), text);
    }

    /** @param lines as they stand in the file */
    static Block read(int line, List<String> words, List<String> lines) {
        boolean unfinished = words.get(words.size() - 1).equals(UNFINISHED);
        String text = lines.stream()
                .map(each -> each.startsWith("\\") ? each.substring(1) : each)
                .collect(Collectors.joining("\n"));
        return new Block(
                line,
                unfinished ? words.subList(0, words.size() - 1) : words,
                unfinished || lines.isEmpty() ? text : text + "\n");
    }

    String name() {
        return words.get(0);
    }

    /** As it stands in a file, with its header and a line end. */
    String written() {
        boolean finished = text.isEmpty() || text.endsWith("\n");
        String lines = Stream.of(text.split("\n", -1))
                .map(line -> begins(line) || line.startsWith("\\") ? "\\" + line : line)
                .collect(Collectors.joining("\n"));
        return "-- " + String.join(" ", words) + (finished ? "" : " " + UNFINISHED) + " --\n" + lines
                + (finished ? "" : "\n");
    }

    /** Whether a line in a file ends the block before it. */
    static boolean begins(String line) {
        return line.startsWith("-- ") || line.startsWith("$ ");
    }
}
