package org.pimtools.common.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The common options where they stand before the command, to which they belong. */
public final class LeadingOptions {
    private static final Set<String> FLAGS = Set.of("--debug", "-q", "--quiet");
    private static final Set<String> WITH_VALUE = Set.of("--format", "--color");

    private LeadingOptions() {}

    /** {@code --format json work --fast} as {@code work --format json --fast}; without a command, nothing. */
    public static String[] behindCommand(String... args) {
        int command = 0;
        while (command < args.length && length(args[command]) > 0) {
            command += length(args[command]);
        }
        if (command >= args.length) {
            return new String[0];
        }
        List<String> all = new ArrayList<>(List.of(args));
        all.add(0, all.remove(command));
        return all.toArray(String[]::new);
    }

    /** How many arguments the option takes up; 0 for what is no common option. */
    private static int length(String arg) {
        if (WITH_VALUE.contains(arg)) {
            return 2;
        }
        return FLAGS.contains(arg) || WITH_VALUE.stream().anyMatch(option -> arg.startsWith(option + "=")) ? 1 : 0;
    }
}
