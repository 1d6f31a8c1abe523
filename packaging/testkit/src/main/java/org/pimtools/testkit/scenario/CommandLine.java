package org.pimtools.testkit.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line, with the quoting that a shell has in common with it: words are separated by blanks, single quotes keep
 * what is between them, and a backslash at the end of a line joins the next one.
 *
 * @param written as it stands in the scenario, without the {@code $} in front
 * @param words the program's name and its arguments
 */
record CommandLine(String written, List<String> words) {
    /** What a shell would not take as it stands. */
    private static final String SPECIAL = "\"\\$`|&;<>()*?#~";

    CommandLine {
        words = List.copyOf(words);
    }

    /** @throws IllegalArgumentException that says what is wrong */
    static CommandLine parse(String written) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        boolean quoted = false;
        for (char c : written.replace("\\\n", " ").toCharArray()) {
            if (c == '\'') {
                quoted = !quoted;
                word = word == null ? new StringBuilder() : word;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
            } else if (!quoted && SPECIAL.indexOf(c) >= 0) {
                throw new IllegalArgumentException("put " + c + " into single quotes: no shell reads the command");
            } else {
                word = (word == null ? new StringBuilder() : word).append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a single quote is not closed");
        }
        if (word != null) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("there is no command after the $");
        }
        return new CommandLine(written, words);
    }

    String program() {
        return words.get(0);
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }
}
