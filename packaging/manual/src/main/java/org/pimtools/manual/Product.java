package org.pimtools.manual;

import java.util.List;
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

    /** The command and its subcommands. */
    List<CommandText> commands() {
        return Stream.concat(Stream.of(root), subcommands.stream()).toList();
    }
}
