package org.pimtools.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example of the help: a command, and what it does.
 *
 * @param command its lines
 * @param comment empty when it says enough by itself
 */
record Example(List<String> command, String comment) {
    /** Two blanks before a command; what is further in goes on with it or says what it does. */
    private static final Pattern COMMAND = Pattern.compile("  (\\S.*?)(?: {2,}(\\S.*))?");

    private static final Pattern GOES_ON = Pattern.compile(".*[\\\\|]");

    Example {
        command = List.copyOf(command);
    }

    /** @throws IllegalArgumentException for a line that is neither */
    static List<Example> of(List<String> footer) {
        List<Example> examples = new ArrayList<>();
        for (String line : footer) {
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                examples.add(new Example(List.of(command.group(1)), command.group(2) == null ? "" : command.group(2)));
            } else if (line.startsWith("    ") && !examples.isEmpty()) {
                examples.add(examples.remove(examples.size() - 1).with(line));
            } else {
                throw new IllegalArgumentException("neither a command nor what it does: " + line);
            }
        }
        return examples;
    }

    private Example with(String line) {
        String last = command.get(command.size() - 1);
        if (comment.isEmpty() && GOES_ON.matcher(last).matches()) {
            List<String> longer = new ArrayList<>(command);
            longer.add(line.substring(2));
            return new Example(longer, "");
        }
        return new Example(command, (comment + " " + line.strip()).strip());
    }
}
