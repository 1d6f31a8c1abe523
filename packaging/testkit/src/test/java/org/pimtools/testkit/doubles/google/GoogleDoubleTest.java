package org.pimtools.testkit.doubles.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
        List<GoogleNetworkResource> networks = new ArrayList<>();
        for (int i = 1; i <= 1234; i++) {
            networks.add(GoogleNetworkResource.firewall(i, "allow-" + i));
            networks.add(GoogleNetworkResource.forwardingRule(10_000 + i, "rule-" + i)
                    .scope(i % 2 == 0 ? "global" : "regions/europe-west1"));
            networks.add(GoogleNetworkResource.backendService(20_000 + i, "service-" + i));
        }
        GoogleProject project =
                GoogleProject.of("p-1", GoogleInstance.numbered(2345)).with(networks);
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
            read.get("instances")
                    .forEach(instance -> seen.add(
                            instance.get(0).asText() + " " + instance.get(1).asText()));
            assertEquals(2345, read.get("instances").size());
            assertTrue(seen.contains(GoogleInstance.id(1) + " vm-1"), seen::toString);
            assertTrue(seen.contains(GoogleInstance.id(2345) + " vm-2345"));
            for (GoogleNetworkResource.Type type : GoogleNetworkResource.Type.values()) {
                Set<String> expected = new HashSet<>();
                networks.stream()
                        .filter(each -> each.type() == type)
                        .forEach(each -> expected.add(each.id() + " " + each.name() + " " + each.scope()));
                Set<String> listed = new HashSet<>();
                read.get(type.path())
                        .forEach(each -> listed.add(each.get(0).asText() + " "
                                + each.get(1).asText() + " " + each.get(2).asText()));
                assertEquals(expected, listed);
            }
            assertEquals(
                    5 + 3 * 3,
                    server.calls().stream()
                            .filter(call -> call.startsWith("GET "))
                            .count());
            assertEquals(1, server.logins());
        }
    }
}
