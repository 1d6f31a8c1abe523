package org.pimtools.lab;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
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

    static ModulesContest start(Trial.Setting setting) {
        Path checkout = setting.checkout();
        MariaDbServer server = MariaDbServer.start();
        try {
            ModuleSite site = ModuleSite.make(
                    server, LabModule.copies(checkout, setting.directory().resolve("modules")), setting.directory());
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
    public Duration ours() {
        return Contest.timed(this::updateNothing);
    }

    @Override
    public Duration other() {
        return Contest.timed(this::runFlyway);
    }

    private void updateNothing() {
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

    private void runFlyway() {
        for (LabModule module : site.modules()) {
            List<String> command = new ArrayList<>(flyway);
            command.addAll(site.flywayArguments(module));
            Tool.run(new ProcessBuilder(command)).good("Flyway");
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
