package org.pimtools.testkit.doubles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.pimtools.testkit.server.Tools;

/** Runs a script beside a test class with the Python that has Debian's packages, whatever other Python is on the path. */
public final class DebianPython {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path PACKAGES = Path.of("/usr/lib/python3/dist-packages");

    private DebianPython() {}

    /**
     * What the script printed, as JSON.
     *
     * @param module that it needs, of the package {@code python3-<module>}
     * @param folder an empty one
     * @param environment besides the machine's own, for what is secret
     */
    public static JsonNode run(
            String module,
            Class<?> beside,
            String script,
            Path folder,
            Map<String, String> environment,
            String... arguments)
            throws IOException, InterruptedException {
        Process process = program(module, "python3-" + module, beside, script, folder, environment, arguments)
                .redirectOutput(folder.resolve(script + ".out").toFile())
                .start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the client does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve(script + ".err")));
        return new ObjectMapper().readTree(Files.readString(folder.resolve(script + ".out")));
    }

    /** Starts a script that takes what it has to do from its input, and answers by its output. */
    public static Process start(
            String module,
            String debianPackage,
            Class<?> beside,
            String script,
            Path folder,
            Map<String, String> environment)
            throws IOException {
        return program(module, debianPackage, beside, script, folder, environment)
                .start();
    }

    private static ProcessBuilder program(
            String module,
            String debianPackage,
            Class<?> beside,
            String script,
            Path folder,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        Tools.require(
                Files.isExecutable(PYTHON) && Files.exists(PACKAGES.resolve(module)),
                "Python's module " + module + " is missing: install the Debian package " + debianPackage);
        Path file = folder.resolve(script);
        try (InputStream source = beside.getResourceAsStream(script)) {
            Files.copy(source, file);
        }
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command)
                .redirectError(folder.resolve(script + ".err").toFile());
        program.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_") || name.toLowerCase().endsWith("_proxy"));
        program.environment().put("PYTHONUTF8", "1");
        program.environment().putAll(environment);
        return program;
    }
}
