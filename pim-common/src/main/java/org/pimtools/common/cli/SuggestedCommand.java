package org.pimtools.common.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command of the same tool that is suggested: it takes over the options that were given, as far as it has them. */
public final class SuggestedCommand {
    private SuggestedCommand() {}

    /**
     * The line to run next, as it can be pasted into a shell.
     *
     * @param running the command that suggests it
     * @param name of the suggested command
     * @param own its own arguments; they come first
     * @param without options that are not taken over, besides those among its own arguments
     */
    public static String of(CommandSpec running, String name, List<String> own, Set<String> without) {
        CommandLine next = running.root().subcommands().get(name);
        List<String> words = new ArrayList<>(List.of(running.root().name(), name));
        words.addAll(own);
        for (OptionSpec option : running.commandLine().getParseResult().matchedOptions()) {
            boolean taken = next.getCommandSpec().findOption(option.longestName()) != null;
            List<String> names = List.of(option.names());
            if (taken && names.stream().noneMatch(each -> own.contains(each) || without.contains(each))) {
                if (option.arity().max() == 0) {
                    words.add(option.longestName());
                } else {
                    option.originalStringValues().forEach(value -> words.addAll(List.of(option.longestName(), value)));
                }
            }
        }
        return words.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }
}
