package org.pimtools.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.pimtools.testkit.server.MariaDbServer;

/** Seven modules that are at their newest versions: asking all of them by one run of ours, or each by a bare Flyway main. */
final class ModulesContest implements Contest {
    /** Of the lab's class path, what a bare Flyway main needs. */
    private static final List<String> LIBRARIES = List.of("flyway-core", "flyway-mysql", "mariadb-java-client");

    private final MariaDbServer server;
    private final ModuleSite site;
    private final Tool tool;
    private final List<String> flyway;

    private ModulesContest(MariaDbServer server, ModuleSite site, Tool tool, List<String> flyway) {
        this.server = server;
        this.site = site;
        this.tool = tool;
        this.flyway = flyway;
    }

    static ModulesContest start(Path checkout, Path directory) {
        MariaDbServer server = MariaDbServer.start();
        try {
            ModuleSite site =
                    ModuleSite.make(server, LabModule.copies(checkout, directory.resolve("modules")), directory);
            site.modules().forEach(module -> site.fill(module, module.newest()));
            Tool tool = site.tool(checkout);
            List<String> flyway = new ArrayList<>();
            flyway.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            flyway.addAll(tool.options());
            flyway.addAll(List.of("-cp", classPath(), FlywayMain.class.getName()));
            return new ModulesContest(server, site, tool, flyway);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void ours() {
        Tool.Result result = tool.run(ModuleSite.here().toArray(String[]::new));
        long current = result.out()
                .lines()
                .filter(line -> line.contains("| No changes |"))
                .count();
        if (result.exit() != 0 || current != site.modules().size()) {
            throw new RehearsalException(
                    "aos-db-migrate ended with exit code " + result.exit() + ": " + result.out() + result.err());
        }
    }

    @Override
    public void other() {
        for (LabModule module : site.modules()) {
            List<String> command = new ArrayList<>(flyway);
            command.addAll(site.flywayArguments(module));
            try {
                Tool.Result result = Tool.finish(new ProcessBuilder(command).start());
                if (result.exit() != 0) {
                    throw new RehearsalException(
                            "Flyway ended with exit code " + result.exit() + ": " + result.out() + result.err());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.close();
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
