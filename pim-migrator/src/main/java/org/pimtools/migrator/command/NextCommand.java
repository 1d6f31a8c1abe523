package org.pimtools.migrator.command;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.cli.ShellWord;
import picocli.CommandLine.Model.CommandSpec;

/** The command line to run next, as it can be pasted into a shell. */
final class NextCommand {
    private NextCommand() {}

    /** The arguments of this command line, without those that the next one replaces. */
    static List<String> arguments(CommandSpec spec) {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /** The same command again with more arguments; an option that is given anew replaces the one before. */
    static String of(List<String> arguments, List<String> more) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && more.contains(argument)) {
                i += argument.equals("--no-dry-run") ? 0 : 1;
            } else if (equals < 0 || !argument.startsWith("--") || !more.contains(argument.substring(0, equals))) {
                all.add(argument);
            }
        }
        all.addAll(more);
        StringBuilder line = new StringBuilder("pim-migrator");
        all.forEach(argument -> line.append(' ').append(ShellWord.of(argument)));
        return line.toString();
    }
}
