package org.pimtools.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.cli.Tool;
import org.pimtools.dbmigrate.command.AosDbMigrate;
import org.pimtools.migrator.command.PimMigrator;
import org.pimtools.planner.command.PimPlanner;

/** A command that an operator types, with its subcommands. */
record Product(CommandText root, List<CommandText> subcommands) {
    private static final List<Class<?>> ROOTS = List.of(PimPlanner.class, PimMigrator.class, AosDbMigrate.class);

    Product {
        subcommands = List.copyOf(subcommands);
    }

    static List<Product> all(String version) {
        return ROOTS.stream().map(root -> of(root, version)).toList();
    }

    static Product of(Class<?> root, String version) {
        String name = root.getAnnotation(picocli.CommandLine.Command.class).name();
        var line = Tool.commandLine(name, version, root);
        return new Product(
                new CommandText(line),
                line.getSubcommands().values().stream().map(CommandText::new).toList());
    }

    String name() {
        return root.invocation();
    }

    /**
     * What may stand before a subcommand: the options of the command itself, and those of the subcommand that is meant where none is
     * named, or else those that all subcommands have.
     */
    List<OptionText> optionsBeforeCommand() {
        List<OptionText> options = new ArrayList<>(root.options());
        Set<String> names = options.stream().map(OptionText::longName).collect(Collectors.toSet());
        subcommands.stream()
                .filter(subcommand ->
                        root.defaultCommand().map(subcommand.name()::equals).orElse(subcommand == subcommands.get(0)))
                .flatMap(subcommand -> subcommand.options().stream())
                .filter(option -> root.defaultCommand().isPresent()
                        || subcommands.stream()
                                .allMatch(other -> other.options().contains(option)))
                .filter(option -> names.add(option.longName()))
                .forEach(options::add);
        return options;
    }

    Optional<Value.Module> module() {
        return commands().stream()
                .flatMap(command -> command.options().stream())
                .map(OptionText::value)
                .filter(Value.Module.class::isInstance)
                .map(Value.Module.class::cast)
                .findFirst();
    }

    /** The command and its subcommands. */
    List<CommandText> commands() {
        return Stream.concat(Stream.of(root), subcommands.stream()).toList();
    }
}
