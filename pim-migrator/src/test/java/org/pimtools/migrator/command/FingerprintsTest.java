package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** What the operator copies from the screen of a dry run into the endpoints file. */
@Tag("slow")
class FingerprintsTest {
    @TempDir
    private Path directory;

    @Test
    void aDryRunTellsAllOfThemAtOnceAndReadsTheOthers() throws Exception {
        World world = World.of(3, new Size(1, 60), Traits.clean().with(new Traits.Sites(Set.of(EndpointType.ESXI), 1)));
        try (Host host = Host.start(world, RedisLayout.ADDRESS, directory)) {
            host.forgetPins();
            Host.Said said = host.run(host.plan("night.plan").toString(), "--identity", host.identity());
            assertEquals(5, said.exit(), said::toString);
            assertTrue(said.out().contains("  error PIM-0102 × 1: "), said::toString);
            assertTrue(said.out().matches("(?s).*\\n  3 KVM [^\\n]*: \\d+ VMs? in .*"), said::toString);

            List<String> lines = said.out().lines().toList();
            int first = 0;
            while (!lines.get(first).startsWith("  - match: ")) {
                first++;
            }
            List<String> pasted = new ArrayList<>(List.of("endpoints:", "  - match: {machine: 1}"));
            pasted.addAll(lines.subList(first, first + 2 * host.pins().size()));
            TreeSet<String> pins = new TreeSet<>();
            for (JsonNode entry :
                    new YAMLMapper().readTree(String.join("\n", pasted)).get("endpoints")) {
                if (entry.has("pin")) {
                    pins.add(entry.get("pin").asText());
                }
            }
            assertEquals(new TreeSet<>(host.pins()), pins);
        }
    }
}
