package org.pimtools.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner has to fail when a command does not do as the scenario says; {@link Parrot} is the command. */
class ScenarioRunnerTest {
    @TempDir
    Path directory;

    private Path scenario;
    private Path jar;

    @BeforeEach
    void commandAndScenario() throws IOException {
        jar = directory.resolve("parrot.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Parrot.class.getName());
        String entry = Parrot.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Parrot.class.getResourceAsStream("/" + entry).readAllBytes());
        }
        scenario = Files.createDirectories(directory.resolve("scenarios")).resolve("one.txt");
    }

    /** Prints its first argument on standard output and its second one on standard error, and exits with the third. */
    static final class Parrot {
        public static void main(String... args) {
            System.out.println(args[0]);
            System.err.println(args[1]);
            System.exit(Integer.parseInt(args[2]));
        }
    }

    @Test
    void passesWhenAllIsAsWritten() throws Exception {
        write("$ parrot good bad 5\nexit 5\n-- stdout --\ng[..]d\n-- stderr --\nbad\n");
        play(false);
    }

    @Test
    void showsEverythingThatDiffers() throws Exception {
        write("$ parrot good bad 5\nexit 0\n-- stdout --\ngold\n");
        String told = fault(false);
        assertTrue(told.contains("one.txt:1: parrot good bad 5\n"), told);
        assertTrue(told.contains("exit code 5 in place of 0"), told);
        assertTrue(told.contains("standard output differs at line 1\n--- expected\ngold\n--- actual\ngood\n"), told);
        assertTrue(told.contains("standard error differs at line 1\n--- expected\n--- actual\nbad\n"), told);
        assertFalse(told.contains("recorded"), told);
    }

    @Test
    void recordsWhatCameAndFailsNevertheless() throws Exception {
        String files = "-- file a --\nb\n";
        write("# why\n$ parrot good bad 5\nexit 0\n-- stdout --\ngold\n$ parrot '$ x' -- 0\nexit 0\n" + files);
        String told = fault(true);
        assertTrue(told.contains("exit code 5 in place of 0"), told);
        assertTrue(told.contains("recorded: see what changed with git diff"), told);
        assertEquals(
                "# why\n$ parrot good bad 5\nexit 5\n-- stdout --\ngood\n-- stderr --\nbad\n"
                        + "$ parrot '$ x' -- 0\nexit 0\n-- stdout --\n\\$ x\n-- stderr --\n--\n" + files,
                Files.readString(scenario));
        play(false);
        play(true);
    }

    @Test
    void refusesAnotherProgram() throws Exception {
        write("$ parot good bad 5\nexit 5\n");
        assertEquals("parot good bad 5: the program here is parrot", fault(false));
    }

    @Test
    void refusesAStackTraceEvenWhereTheScenarioHasIt() throws Exception {
        write("$ parrot x '\tat org.example.Main.run(Main.java:7)' 0\nexit 0\n-- stdout --\nx\n-- stderr --\n[..]\n");
        String told = fault(false);
        assertTrue(told.contains("a stack trace without --debug"), told);
    }

    @Test
    void refusesJsonThatIsNotOneEnvelopeWithTheExitCode() throws Exception {
        String outputs = "\nexit 3\n-- stdout --\n[..]\n-- stderr --\n\n";
        write("$ parrot '{\"exit\":3}' '' 3 --format=json" + outputs);
        play(false);
        write("$ parrot '{\"exit\":0}' '' 3 --format json" + outputs);
        assertTrue(fault(false).contains("the envelope says exit 0"));
        write("$ parrot '{\"exit\":3} {}' '' 3 --format=json" + outputs);
        assertTrue(fault(false).contains("not exactly one JSON object"));
    }

    private void write(String text) throws IOException {
        Files.writeString(scenario, text);
    }

    private String fault(boolean record) {
        return assertThrows(AssertionError.class, () -> play(record)).getMessage();
    }

    private void play(boolean record) throws IOException, InterruptedException {
        Scenario read = Scenario.all(scenario.getParent()).get(0);
        new ScenarioRunner(jar, List.of(), record).run(read, Files.createTempDirectory(directory, "run"));
    }
}
