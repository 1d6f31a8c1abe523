package org.pimtools.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option as its command declares it.
 *
 * @param names the short one first
 * @param parameter how its value is written behind the name, for instance {@code =NAME...}; empty for a flag
 * @param label what its value is called; empty for a flag
 * @param value what its value can be
 * @param repeatable true when it can be given several times
 * @param several true when one of it takes all values up to the next option
 * @param required true when the command is refused without it
 * @param separator what stands between values in one argument; empty when nothing does
 */
record OptionText(
        List<String> names,
        String parameter,
        String label,
        String description,
        Value value,
        boolean repeatable,
        boolean several,
        boolean required,
        String separator) {
    OptionText {
        names = List.copyOf(names);
    }

    static OptionText of(OptionSpec option) {
        List<String> names = new ArrayList<>(Arrays.asList(option.names()));
        names.sort((one, other) -> Integer.compare(one.length(), other.length()));
        boolean flag = option.arity().max() == 0;
        return new OptionText(
                names,
                flag ? "" : parameter(option),
                flag ? "" : option.paramLabel(),
                CommandText.plain(String.join(" ", option.description())),
                flag ? new Value.None() : Value.of(option),
                option.isMultiValue(),
                option.arity().max() > 1,
                option.required(),
                option.splitRegex());
    }

    boolean isFlag() {
        return label.isEmpty();
    }

    /** The name that is easiest to read. */
    String longName() {
        return names.get(names.size() - 1);
    }

    /** As picocli's help writes it. */
    private static String parameter(ArgSpec option) {
        CommandLine.Help help = new CommandLine.Help(option.command(), CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return help.parameterLabelRenderer()
                .renderParameterLabel(option, Ansi.OFF, List.of())
                .plainString();
    }
}
