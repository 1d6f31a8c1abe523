package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.common.text.Text;
import org.pimtools.testkit.mutation.Digests;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** Whatever a host's result says, with a digest that fits: the overview of all hosts is shown, and the file is counted or named as refused. */
@Tag("slow")
class OverviewMutationTest {
    private static final int NUMBER = 150;

    @TempDir
    private Path directory;

    @Test
    void whateverAHostSends() throws IOException {
        Path result = HostFiles.ofSmallPlan(directory).results.get(0);
        byte[] good = Files.readAllBytes(result);
        SigningKey key =
                HostFiles.key(DatacenterId.of(new UUID(1, 1).toString()).orElseThrow());
        HostFiles.trust(directory);
        Mutator mutator = new Mutator(
                16,
                "\"FAILED\"",
                "\"PIM-0110\"",
                "\"exit\":99",
                "\"kind\":\"VERIFY\"",
                "\"counts\":{\"vms\":-1}",
                "\"seconds\":9223372036854775807",
                "-999999999-01-01T00:00:00Z",
                "00000000-0000-0000-0000-000000000000",
                "{\"line\":\"vm\",\"id\":1,\"outcome\":\"RESOLVED\"}\n");
        List<String> overview = List.of(
                "overview",
                directory.resolve("host").toString(),
                "--plan",
                directory.resolve("plan").toString(),
                "--state-dir",
                directory.toString(),
                "--format");
        new Mutations("results in the overview", NUMBER, mutator, e -> false).run(() -> {
            Mutations.write(result, Digests.renewed(mutator.of(good), digest -> key.sign(SignedAs.RESULT, digest)));
            PlannerHarness.Run json = PlannerHarness.bare(with(overview, "json"));
            assertTrue(Set.of(0, 5).contains(json.exit()), json::toString);
            if (mutator.below(4) == 0) {
                PlannerHarness.Run text = PlannerHarness.bare(with(overview, "text"));
                assertEquals(json.exit(), text.exit(), text::toString);
                text.out().lines().forEach(line -> assertEquals(Text.printable(line), line));
            }
            JsonNode refused = json.json().at("/result/refused");
            assertTrue(refused.isArray(), json::out);
            return refused.isEmpty();
        });
    }

    private static List<String> with(List<String> arguments, String more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toList();
    }
}
