package org.pimtools.planner.command;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.cli.SuggestedCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The command that plans again: into a new file, since a plan is never overwritten. */
final class NextPlan {
    /** Name, number if there is one, and endings. */
    private static final Pattern NAME =
            Pattern.compile("(.+?)(?:-([0-9]{1,6}))?((?:\\.[A-Za-z]+){0,2})", Pattern.DOTALL);

    private NextPlan() {}

    /** The next free name beside a plan: {@code night.plan.gz}, {@code night-2.plan.gz}, {@code night-3.plan.gz} … */
    static Path after(Path plan) {
        Matcher name = NAME.matcher(plan.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("a plan without a name");
        }
        int number = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
        Path next;
        do {
            number++;
            next = plan.resolveSibling(name.group(1) + "-" + number + name.group(3));
        } while (Files.exists(next, LinkOption.NOFOLLOW_LINKS));
        return next;
    }

    /** The whole line, with the options of the running command. */
    static String line(CommandSpec running, Path plan, boolean rehearsal) {
        List<String> own = new ArrayList<>(List.of("-o", after(plan).toString()));
        if (rehearsal) {
            own.add("--rehearsal");
        }
        return SuggestedCommand.of(running, "plan", own, Set.of("--identity-out"));
    }
}
