package org.pimtools.testkit.doubles.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.server.Tools;

/** Runs one of the clients in Python: the standard library alone, as the vendor's examples call the interfaces. */
final class PythonClient {
    private PythonClient() {}

    /** What the client printed. */
    static JsonNode run(
            Path folder, String script, Optional<ServerCertificate> certificate, String password, String... arguments)
            throws IOException, InterruptedException {
        Path file = folder.resolve(script);
        try (InputStream source = PythonClient.class.getResourceAsStream(script)) {
            Files.copy(source, file);
        }
        List<String> command = new ArrayList<>(List.of(Tools.require("python3").toString(), file.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder program =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        program.environment().put("PASSWORD", password);
        program.environment().put("PYTHONUTF8", "1");
        if (certificate.isPresent()) {
            Path pem = folder.resolve("certificate.pem");
            Files.writeString(pem, certificate.get().certificatePem());
            program.environment().put("CERTIFICATE", pem.toString());
        }
        Process process = program.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the client does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(err));
        return WholeJobs.JSON.readTree(Files.readString(out));
    }

    static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }
}
