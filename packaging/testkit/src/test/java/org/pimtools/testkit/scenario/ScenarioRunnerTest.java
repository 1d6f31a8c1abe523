package org.pimtools.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private ScenarioRunner runner;

    @BeforeEach
    void commandAndScenario() throws IOException {
        Path jar = directory.resolve("parrot.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Parrot.class.getName());
        String entry = Parrot.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Parrot.class.getResourceAsStream("/" + entry).readAllBytes());
        }
        runner = new ScenarioRunner(jar);
        scenario = Files.createDirectories(directory.resolve("scenarios/one"));
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
        write("args", "good\nbad\n5\n");
        write("stdout", "g[..]d\n");
        write("stderr", "bad\n");
        write("exit", "5\n");
        play();
    }

    @Test
    void showsEverythingThatDiffers() throws Exception {
        write("args", "good\nbad\n5\n");
        write("stdout", "gold\n");
        write("exit", "0\n");
        String told = assertThrows(AssertionError.class, this::play).getMessage();
        assertTrue(told.contains("exit code 5 in place of 0"), told);
        assertTrue(told.contains("standard output differs at line 1\n--- expected\ngold\n--- actual\ngood\n"), told);
        assertTrue(told.contains("standard error differs at line 1\n--- expected\n--- actual\nbad\n"), told);
    }

    @Test
    void refusesAStackTraceEvenWhereTheScenarioHasIt() throws Exception {
        write("args", "x\n\tat org.example.Main.run(Main.java:7)\n0\n");
        write("stdout", "x\n");
        write("stderr", "[..]\n");
        write("exit", "0\n");
        String told = assertThrows(AssertionError.class, this::play).getMessage();
        assertTrue(told.contains("a stack trace without --debug"), told);
    }

    @Test
    void refusesJsonThatIsNotOneEnvelopeWithTheExitCode() throws Exception {
        write("stdout", "[..]\n");
        write("stderr", "\n");
        write("exit", "3\n");
        write("args", "{\"exit\":3}\n\n3\n--format=json\n");
        play();
        write("args", "{\"exit\":0}\n\n3\n--format\njson\n");
        assertTrue(assertThrows(AssertionError.class, this::play).getMessage().contains("the envelope says exit 0"));
        write("args", "{\"exit\":3} {}\n\n3\n--format=json\n");
        assertTrue(assertThrows(AssertionError.class, this::play).getMessage().contains("not exactly one JSON object"));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(scenario.resolve(file), content);
    }

    private void play() throws IOException, InterruptedException {
        runner.run(Scenario.read(scenario), Files.createTempDirectory(directory, "run"));
    }
}
