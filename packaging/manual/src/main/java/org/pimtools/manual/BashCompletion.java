package org.pimtools.manual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.cli.ShellWord;

/** Completion for bash: a program that is the same for every command, and tables of what the command declares. */
final class BashCompletion {
    private static final String INDENT = "        ";

    private BashCompletion() {}

    static String of(Product product) {
        Map<String, String> content = new HashMap<>();
        content.put("COMMAND", product.name());
        content.put("FUNCTION", "_" + product.name().replace('-', '_'));
        content.put("DECLARED", declared(product));
        content.put("VALUES", values(product));
        content.put("FIRST_WORD", product.subcommands().isEmpty() ? "" : firstWord(product));
        Optional<Value.Module> module = product.module();
        content.put("FOLDER_OPTION", module.map(Value.Module::folderOption).orElse(""));
        content.put("FOLDER", module.map(found -> ShellWord.of(found.usual())).orElse(""));
        content.put("MODULES", module.isPresent() ? Template.of("modules.bash").fill(content) : "");
        return Template.of("completion.bash").fill(content);
    }

    /** What a word that belongs to no option makes of the words behind it. */
    private static String firstWord(Product product) {
        String names = product.subcommands().stream().map(CommandText::name).collect(Collectors.joining(" | "));
        return """
                        elif [[ ! $command ]]; then
                            case $word in
                                %s) command=$word ;;
                                *) command=%s ;;
                            esac
                """.formatted(names, product.root().defaultCommand().orElse("none"));
    }

    private static String declared(Product product) {
        List<String> lines = new ArrayList<>();
        String names = product.subcommands().stream().map(CommandText::name).collect(Collectors.joining(" "));
        lines.add("'')");
        lines.add("    options=(" + names(product.optionsBeforeCommand()) + ")");
        if (!names.isEmpty()) {
            String kind = product.root().defaultCommand().isPresent() ? "subcommand-or-file" : "subcommand";
            lines.add("    parameter=" + kind + " words=(" + names + ")");
        }
        lines.add("    ;;");
        for (CommandText command : product.subcommands()) {
            lines.add(command.name() + ")");
            lines.add("    options=(" + names(command.options()) + ")");
            command.parameters().stream()
                    .findFirst()
                    .flatMap(parameter -> kind(parameter.value()))
                    .ifPresent(kind -> lines.add("    parameter=" + kind));
            lines.add("    ;;");
        }
        return INDENT + String.join("\n" + INDENT, lines);
    }

    private static String names(List<OptionText> options) {
        return options.stream()
                .flatMap(option -> option.names().stream())
                .map(ShellWord::of)
                .collect(Collectors.joining(" "));
    }

    private static String values(Product product) {
        Set<String> lines = new LinkedHashSet<>();
        product.optionsBeforeCommand().forEach(option -> value("", option).ifPresent(lines::add));
        product.subcommands()
                .forEach(command -> command.options()
                        .forEach(option -> value(command.name(), option).ifPresent(lines::add)));
        return INDENT + String.join("\n" + INDENT, lines);
    }

    private static Optional<String> value(String command, OptionText option) {
        if (option.isFlag()) {
            return Optional.empty();
        }
        String patterns = option.names().stream()
                .map(name -> ShellWord.of(command + " " + name))
                .collect(Collectors.joining(" | "));
        return Optional.of(patterns + ") kind=" + kind(option.value()).orElse("other")
                + (option.several() ? " several=1" : "")
                + (option.separator().isEmpty() ? "" : " separator=" + ShellWord.of(option.separator()))
                + " ;;");
    }

    private static Optional<String> kind(Value value) {
        if (value instanceof Value.Choice choice) {
            String words = choice.words().stream().map(ShellWord::of).collect(Collectors.joining(" "));
            return Optional.of("words words=(" + words + ")");
        }
        if (value instanceof Value.File) {
            return Optional.of("file");
        }
        if (value instanceof Value.Folder) {
            return Optional.of("folder");
        }
        return value instanceof Value.Module ? Optional.of("modules") : Optional.empty();
    }
}
