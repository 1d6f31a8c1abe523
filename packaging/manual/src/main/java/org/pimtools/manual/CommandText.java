package org.pimtools.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.cli.FilesAndEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What a command declares of itself, as plain text in one line each: the same that its help prints. */
final class CommandText {
    private final CommandSpec spec;

    /** A row of two columns. */
    record Entry(String label, String text) {}

    CommandText(CommandLine line) {
        this.spec = line.getCommandSpec();
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public String toString() {
        return invocation();
    }

    /** As it is typed: {@code pim-planner plan}. */
    String invocation() {
        return spec.qualifiedName(" ");
    }

    /** As its manual page is called: {@code pim-planner-plan}. */
    String pageName() {
        return spec.qualifiedName("-");
    }

    /** Its name without that of the command above it. */
    String name() {
        return spec.name();
    }

    /** The first sentence of its description, as it stands behind a name. */
    String summary() {
        String first = paragraphs().get(0);
        int end = first.indexOf(". ");
        String sentence = (end < 0 ? first : first.substring(0, end)).replaceFirst("\\.$", "");
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    List<String> paragraphs() {
        return Arrays.stream(spec.usageMessage().description())
                .map(CommandText::formatted)
                .toList();
    }

    /** The words that have to stand behind its name, and where options may. */
    List<String> synopsis() {
        if (!spec.subcommands().isEmpty()) {
            return List.of("COMMAND", "[OPTION]...");
        }
        List<String> words = new ArrayList<>();
        options().stream()
                .filter(OptionText::required)
                .forEach(option -> words.addAll(List.of(option.names().get(0), option.label())));
        words.add("[OPTION]...");
        parameters().forEach(parameter -> words.add(parameter.label()));
        return words;
    }

    List<ParameterText> parameters() {
        return spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .map(ParameterText::of)
                .toList();
    }

    /** In the order of the help. */
    List<OptionText> options() {
        List<CommandLine.Model.OptionSpec> options = new ArrayList<>(spec.options());
        options.sort((one, other) -> Integer.compare(one.order(), other.order()));
        return options.stream()
                .filter(option -> !option.hidden())
                .map(OptionText::of)
                .toList();
    }

    List<Entry> exitCodes() {
        return spec.usageMessage().exitCodeList().entrySet().stream()
                .map(code -> new Entry(formatted(code.getKey()), formatted(code.getValue())))
                .toList();
    }

    List<Entry> environment() {
        return surroundings(FilesAndEnvironment::environment);
    }

    List<Entry> files() {
        return surroundings(FilesAndEnvironment::files);
    }

    /** The subcommand that is meant where none is named. */
    Optional<String> defaultCommand() {
        return declared().map(FilesAndEnvironment::defaultCommand).filter(name -> !name.isEmpty());
    }

    /** What stands behind {@code Examples:}, or is empty. */
    String examplesTitle() {
        return formatted(spec.usageMessage().footerHeading()).replaceFirst("^Examples:? *", "");
    }

    List<Example> examples() {
        return Example.of(List.of(spec.usageMessage().footer()));
    }

    /** All that it says, to look for mentions of other commands in. */
    String everything() {
        UsageMessageSpec usage = spec.usageMessage();
        return Stream.of(
                        paragraphs().stream(),
                        options().stream().map(OptionText::description),
                        parameters().stream().map(ParameterText::description),
                        Arrays.stream(usage.footer()))
                .flatMap(Function.identity())
                .collect(Collectors.joining("\n"));
    }

    private Optional<FilesAndEnvironment> declared() {
        return Optional.ofNullable(spec.userObject().getClass().getAnnotation(FilesAndEnvironment.class));
    }

    private List<Entry> surroundings(Function<FilesAndEnvironment, String[]> kind) {
        return declared().map(kind).stream()
                .flatMap(Arrays::stream)
                .map(entry -> new Entry(
                        entry.substring(0, entry.indexOf(':')), plain(entry.substring(entry.indexOf(':') + 1))))
                .toList();
    }

    /** What the help formats before it prints it. */
    private static String formatted(String declared) {
        return plain(String.format(declared));
    }

    /** Without picocli's marks for colours, and with every run of white space as one blank. */
    static String plain(String text) {
        return Ansi.OFF.string(text).replaceAll("[\\s\\p{Cc}]+", " ").strip();
    }
}
