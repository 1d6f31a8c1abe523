package org.pimtools.planner.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pimtools.common.cli.ShellWord;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as it was given, for a suggestion. */
final class SameCommand {
    private SameCommand() {}

    /** With more options, right after the command. */
    static String with(CommandSpec command, List<String> options) {
        List<String> arguments =
                new ArrayList<>(command.commandLine().getParseResult().originalArgs());
        arguments.addAll(arguments.indexOf(command.name()) + 1, options);
        return command.root().name() + arguments.stream().map(ShellWord::of).collect(Collectors.joining(" ", " ", ""));
    }
}
