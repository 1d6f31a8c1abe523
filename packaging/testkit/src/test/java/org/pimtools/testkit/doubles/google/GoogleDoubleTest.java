package org.pimtools.testkit.doubles.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.DebianPython;

/** The double as Apache Libcloud sees it, which signs for its tokens and reads the list by itself. */
@Tag("slow")
class GoogleDoubleTest {
    @TempDir
    private Path folder;

    @Test
    void libcloudReadsToTheLastPage() throws Exception {
        GoogleProject project = GoogleProject.of("p-1", GoogleInstance.numbered(2345));
        try (GoogleDouble server = GoogleDouble.start(GoogleDouble.Options.of(project))) {
            Path key = Files.writeString(folder.resolve("key.json"), project.keyFile(server.tokenUri()));
            JsonNode read = DebianPython.run(
                    "libcloud",
                    GoogleDoubleTest.class,
                    "libcloud_instances.py",
                    folder,
                    Map.of(
                            "HOME",
                            folder.toString(),
                            "CERTIFICATE",
                            server.certificate().writePem(folder, "double").toString()),
                    Integer.toString(server.port()),
                    project.id(),
                    project.email(),
                    key.toString());
            Set<String> seen = new HashSet<>();
            read.forEach(instance ->
                    seen.add(instance.get(0).asText() + " " + instance.get(1).asText()));
            assertEquals(2345, read.size());
            assertTrue(seen.contains(GoogleInstance.id(1) + " vm-1"), seen::toString);
            assertTrue(seen.contains(GoogleInstance.id(2345) + " vm-2345"));
            assertEquals(
                    5,
                    server.calls().stream()
                            .filter(call -> call.startsWith("GET "))
                            .count());
            assertEquals(1, server.logins());
        }
    }
}
