package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.cli.ShellWord;
import org.pimtools.common.cli.SuggestedCommand;
import org.pimtools.migrator.state.GivenPlan;
import picocli.CommandLine.Model.CommandSpec;

/** The command line to run next, as it can be pasted into a shell. */
final class NextCommand {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:-(\\d{1,6}))?(\\.[^.]*|)");

    private NextCommand() {}

    /** The arguments of this command line, without those that the next one replaces. */
    static List<String> arguments(CommandSpec spec) {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /** Another command, with the options that were given as far as it has them. */
    static String other(CommandSpec spec, String name, String... own) {
        return SuggestedCommand.of(spec, name, List.of(own), Set.of());
    }

    /** The run of a plan, or what to look for when nobody knows where the plan is. */
    static String run(CommandSpec spec, Optional<GivenPlan> plan, List<String> more) {
        List<String> own = new ArrayList<>();
        plan.ifPresent(given -> {
            own.add(given.plan().toString());
            given.identity().ifPresent(file -> own.addAll(List.of("--identity", file.toString())));
        });
        own.addAll(more);
        String line = SuggestedCommand.of(spec, PimMigrator.RUN, own, Set.of());
        return plan.isPresent() ? line : "# copy the plan here again, and give it to: " + line;
    }

    /**
     * A command for the controller with the plan of a run.
     *
     * @param command without the plan
     */
    static String onController(String command, Optional<GivenPlan> plan, String comment) {
        return plan.map(given -> "pim-planner " + command + " --plan "
                        + ShellWord.of(given.plan().getFileName()) + "    # " + comment)
                .orElseGet(() -> "# " + comment + ", with the plan: pim-planner " + command + " --plan");
    }

    /** The name of the plan that follows a plan, such as {@code night-2.plan} after {@code night.plan}. */
    static String newer(Path plan) {
        Matcher numbered = NUMBERED.matcher(plan.getFileName().toString());
        if (!numbered.matches()) {
            throw new IllegalStateException("every name matches");
        }
        int number = numbered.group(2) == null ? 1 : Integer.parseInt(numbered.group(2));
        return numbered.group(1) + "-" + (number + 1) + numbered.group(3);
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
