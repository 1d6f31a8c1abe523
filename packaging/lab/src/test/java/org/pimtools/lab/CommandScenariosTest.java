package org.pimtools.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.pimtools.testkit.scenario.Scenario;
import org.pimtools.testkit.scenario.ScenarioRunner;

/** Plays the command lines of {@code scenarios/TOOL/NAME.txt} in the test resources, and compares all that the operator sees. */
class CommandScenariosTest {
    @TempDir
    static Path directory;

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> planner() {
        return scenarios("pim-planner", "pim-planner");
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> migrator() {
        return scenarios("pim-migrator", "pim-migrator");
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> dbMigrate() {
        return scenarios("db-migrate", "aos-db-migrate");
    }

    private static Stream<DynamicTest> scenarios(String module, String tool) {
        Path jar = Path.of("../..", module, "target", tool + ".jar");
        ScenarioRunner runner =
                new ScenarioRunner(jar, ClassArchive.of(tool, jar).reading());
        Path folder = Path.of("src/test/resources/scenarios", tool);
        return Scenario.all(folder).stream()
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.name(),
                        scenario.file().toUri(),
                        () -> runner.run(
                                scenario,
                                Files.createDirectories(directory.resolve(tool).resolve(scenario.name())))));
    }
}
