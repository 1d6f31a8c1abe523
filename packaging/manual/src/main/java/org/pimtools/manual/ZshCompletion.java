package org.pimtools.manual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.cli.ShellWord;

/** Completion for zsh, with what the command declares of every option and subcommand. */
final class ZshCompletion {
    private final Product product;
    private final String function;
    private final List<String> lines = new ArrayList<>();

    private ZshCompletion(Product product) {
        this.product = product;
        this.function = "_" + product.name();
    }

    static String of(Product product) {
        ZshCompletion completion = new ZshCompletion(product);
        Map<String, String> content = new HashMap<>();
        content.put("COMMAND", product.name());
        content.put("FUNCTION", completion.function);
        content.put("BODY", completion.body());
        Optional<Value.Module> module = product.module();
        content.put("FOLDER_OPTION", module.map(Value.Module::folderOption).orElse(""));
        content.put("FOLDER", module.map(found -> ShellWord.of(found.usual())).orElse(""));
        content.put("MODULES", module.isPresent() ? Template.of("modules.zsh").fill(content) : "");
        return Template.of("completion.zsh").fill(content);
    }

    private String body() {
        if (product.subcommands().isEmpty()) {
            arguments("    ", "", product.root().options(), product.root().parameters());
        } else {
            subcommands();
        }
        return String.join("\n", lines);
    }

    private void subcommands() {
        arguments("    ", "-C ", product.optionsBeforeCommand(), List.of());
        int last = lines.size() - 1;
        lines.set(last, lines.get(last).replace(" && ret=0", " \\"));
        lines.add("        '1: :->command' '*:: :->rest' && ret=0");
        lines.add("    case $state in");
        lines.add("        command)");
        lines.add("            local -a commands=(");
        product.subcommands()
                .forEach(command -> lines.add("                "
                        + quoted(escaped(command.name(), ":") + ":"
                                + command.summary().replace("\\", "\\\\"))));
        lines.add("            )");
        lines.add("            _describe -t commands command commands && ret=0");
        product.root().defaultCommand().ifPresent(name -> lines.add("            _files && ret=0"));
        lines.add("            ;;");
        lines.add("        rest)");
        lines.add("            curcontext=${curcontext%:*}-$line[1]:");
        lines.add("            case $line[1] in");
        product.subcommands().forEach(command -> {
            lines.add("                " + command.name() + ")");
            arguments("                    ", "", command.options(), command.parameters());
            lines.add("                    ;;");
        });
        product.root().defaultCommand().ifPresent(name -> {
            lines.add("                *)");
            arguments("                    ", "", product.optionsBeforeCommand(), List.of());
            lines.add("                    ;;");
        });
        lines.add("            esac");
        lines.add("            ;;");
        lines.add("    esac");
    }

    private void arguments(String indent, String flags, List<OptionText> options, List<ParameterText> parameters) {
        List<OptionText> several = options.stream().filter(OptionText::several).toList();
        if (!several.isEmpty()) {
            several(indent, several);
        }
        lines.add(indent + "_arguments -s -S " + flags + ": \\");
        List<String> specs = Stream.concat(
                        options.stream()
                                .flatMap(option -> option.names().stream().map(name -> spec(option, name))),
                        parameters.stream().map(this::spec))
                .toList();
        lines.add(specs.stream().map(spec -> indent + "    " + quoted(spec)).collect(Collectors.joining(" \\\n"))
                + (several.isEmpty() ? "" : " '*: :()'")
                + " && ret=0");
    }

    /** An option that takes all words up to the next option, which _arguments does not get right where that one has a value too. */
    private void several(String indent, List<OptionText> options) {
        lines.add(indent + "if [[ $PREFIX != -* ]]; then");
        lines.add(indent + "    case $option in");
        for (OptionText option : options) {
            String patterns = option.names().stream()
                    .flatMap(name -> name.startsWith("--") ? Stream.of(name, name + "=*") : Stream.of(name))
                    .collect(Collectors.joining(" | "));
            lines.add(indent + "        " + patterns + ") " + action(option.value(), "") + "; return ;;");
        }
        lines.add(indent + "    esac");
        lines.add(indent + "fi");
    }

    /** One name of an option: what it excludes, the name, how its value follows, what it does, what its value is. */
    private String spec(OptionText option, String name) {
        String others = option.repeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
        String follows = option.isFlag() ? "" : name.startsWith("--") ? "=" : "+";
        String does = "[" + escaped(option.description(), "[]:") + "]";
        return others
                + name
                + follows
                + does
                + (option.isFlag()
                        ? ""
                        : ":" + escaped(option.label(), ":") + ":" + action(option.value(), option.separator()));
    }

    private String spec(ParameterText parameter) {
        return (parameter.several() ? "*" : "") + ":" + escaped(parameter.label(), ":") + ":"
                + action(parameter.value(), "");
    }

    private String action(Value value, String separator) {
        if (value instanceof Value.Choice choice) {
            String words = choice.words().stream()
                    .map(word -> escaped(word, "()' $`\"<>|&;*?[]{}~#:"))
                    .collect(Collectors.joining(" "));
            return separator.isEmpty()
                    ? "(" + words + ")"
                    : "_sequence -s " + escaped(separator, ":") + " compadd - " + words;
        }
        if (value instanceof Value.File) {
            return "_files";
        }
        if (value instanceof Value.Folder) {
            return "_files -/";
        }
        return value instanceof Value.Module ? function + "_modules" : " ";
    }

    private static String escaped(String text, String characters) {
        StringBuilder escaped = new StringBuilder();
        for (char character : text.toCharArray()) {
            if (character == '\\' || characters.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append(character);
        }
        return escaped.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
