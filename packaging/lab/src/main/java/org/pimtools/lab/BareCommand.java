package org.pimtools.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command that is picocli and nothing else, of the shape of one of ours: the same commands, options and texts, declared by
 * annotations, and no work to do. It is written as Java, compiled and put into a jar: what a benchmark measures against.
 */
final class BareCommand {
    private static final String NAME = "Bare";

    private final Path jar;
    private final Path picocli;

    private BareCommand(Path jar, Path picocli) {
        this.jar = jar;
        this.picocli = picocli;
    }

    /** @param directory for its files; does not exist yet */
    static BareCommand like(Path tool, Path directory) {
        try {
            Path picocli = Path.of(CommandLine.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Files.createDirectories(directory);
            Path source = directory.resolve(NAME + ".java");
            Files.writeString(source, "import picocli.CommandLine;\n" + source(shape(tool), NAME, true));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            if (compiler == null) {
                throw new RehearsalException("this benchmark needs a JDK: the Java of the lab has no compiler");
            }
            List<String> arguments = List.of(
                    "-proc:none",
                    "-parameters",
                    "-cp",
                    picocli.toString(),
                    "-d",
                    directory.toString(),
                    source.toString());
            if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
                throw new RehearsalException("the bare command does not compile: " + source);
            }
            Path jar = directory.resolve("bare.jar");
            pack(directory, jar);
            return new BareCommand(jar, picocli);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What java is told to run it. */
    List<String> classPath() {
        return List.of("-cp", jar + ":" + picocli);
    }

    String main() {
        return NAME;
    }

    private static CommandSpec shape(Path tool) throws IOException {
        try (JarFile jar = new JarFile(tool.toFile());
                URLClassLoader loader = new URLClassLoader(new URL[] {url(tool)}, BareCommand.class.getClassLoader())) {
            String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
            Object root = new CommandLine(loader.loadClass(main)).getCommand();
            return ((CommandLine) loader.loadClass("org.pimtools.common.cli.Tool")
                            .getMethod("commandLine", String.class, String.class, Object.class)
                            .invoke(null, tool.getFileName().toString().replace(".jar", ""), "", root))
                    .getCommandSpec();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }

    private static String source(CommandSpec command, String name, boolean root) {
        List<String> subcommands = new ArrayList<>();
        StringBuilder inner = new StringBuilder();
        for (CommandLine subcommand : command.subcommands().values()) {
            String type = name + "_" + subcommands.size();
            subcommands.add(type + ".class");
            inner.append(source(subcommand.getCommandSpec(), type, false));
        }
        StringBuilder body = new StringBuilder();
        int number = 0;
        for (ArgSpec argument : arguments(command)) {
            body.append(argument(argument, number++));
        }
        String declared =
                ("@CommandLine.Command(name = %s, mixinStandardHelpOptions = true, sortOptions = false, description = %s, footer = %s,"
                                + " exitCodeListHeading = %s, exitCodeList = %s, subcommands = {%s})\n")
                        .formatted(
                                literal(command.name()),
                                literals(command.usageMessage().description()),
                                literals(command.usageMessage().footer()),
                                literal(command.usageMessage().exitCodeListHeading()),
                                literals(exitCodes(command)),
                                String.join(", ", subcommands));
        String main = root
                ? "public static void main(String[] args) { System.exit(new CommandLine(new %s()).setCommandName(%s).execute(args)); }\n"
                        .formatted(name, literal(command.name()))
                : "";
        return declared + (root ? "public " : "") + "class " + name
                + " implements java.util.concurrent.Callable<Integer> {\n" + body
                + "public Integer call() { return 0; }\n" + main + "}\n" + inner;
    }

    private static String[] exitCodes(CommandSpec command) {
        return command.usageMessage().exitCodeList().entrySet().stream()
                .map(code -> code.getKey() + ":" + code.getValue())
                .toArray(String[]::new);
    }

    private static List<ArgSpec> arguments(CommandSpec command) {
        Stream<ArgSpec> options = command.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(option -> option);
        return Stream.concat(options, command.positionalParameters().stream()).toList();
    }

    private static String argument(ArgSpec argument, int number) {
        String annotation = argument instanceof OptionSpec option
                ? "@CommandLine.Option(names = " + literals(option.names()) + ", order = " + option.order()
                : "@CommandLine.Parameters(index = "
                        + literal(((PositionalParamSpec) argument).index().toString());
        String arity = argument.arity().toString();
        return annotation + ", arity = " + literal(arity) + ", paramLabel = " + literal(argument.paramLabel())
                + ", description = " + literals(argument.description()) + ")\nprivate " + type(argument) + " a" + number
                + ";\n";
    }

    private static String type(ArgSpec argument) {
        Class<?> type = argument.type();
        if (argument.isMultiValue()) {
            return "java.util.List<String>";
        }
        return type.isPrimitive() || type.getName().startsWith("java.") ? type.getCanonicalName() : "String";
    }

    private static String literals(String... texts) {
        return Arrays.stream(texts).map(BareCommand::literal).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static void pack(Path directory, Path jar) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.list(directory)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path one : classes) {
                out.putNextEntry(new JarEntry(one.getFileName().toString()));
                Files.copy(one, out);
            }
        }
    }
}
