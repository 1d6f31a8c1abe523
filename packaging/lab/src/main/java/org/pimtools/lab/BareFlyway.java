package org.pimtools.lab;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@link FlywayMain} as a process, with nothing on its class path but what it needs and with the tool's options for the JVM. */
final class BareFlyway {
    private static final List<String> LIBRARIES = List.of("flyway-core", "flyway-mysql", "mariadb-java-client");

    private final List<String> command;

    BareFlyway(Tool tool) {
        command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(tool.options());
        command.addAll(List.of("-cp", classPath(), FlywayMain.class.getName()));
    }

    /**
     * Brings a module to its newest version.
     *
     * @param scripts how many it has to run
     * @throws RehearsalException when it failed, or ran another number
     */
    void migrate(ModuleSite site, LabModule module, int scripts) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(site.flywayArguments(module));
        arguments.add(Integer.toString(scripts));
        Tool.run(new ProcessBuilder(arguments)).good("Flyway");
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(".jar") || isWanted(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isWanted(Path jar) {
        return LIBRARIES.stream().anyMatch(jar.getFileName().toString()::startsWith);
    }
}
