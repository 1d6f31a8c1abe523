package org.pimtools.migrator.decision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A decisions file is taken, or refused with its faults; nothing else becomes of any text. */
@Tag("slow")
class DecisionsMutationTest {
    private static final int NUMBER = 3_000;
    private static final int LONGEST_MESSAGE = 8_000;
    private static final String FILE = """
            plan: 00000000-0000-0001-0000-000000000001
            datacenter: 00000000-0000-0002-0000-000000000002
            decisions:
              # all
              - code: PIM-0113
                endpoint: "h:1"
                decision: exclude
                reason: "dead"
              - vm: 5
                code: PIM-0110
                detail: "x"
                decision: accept
                reason: |
                  many
                  lines
              - {vm: 7, provider-id: 'abc#vm-1', reason: r}
              - vm: 00000000-0000-0000-0000-000000000009
                decision:
                #provider-id: "x"
                provider-id: >-
                  y
                reason: "\\u202e"
            """;
    private static final PlanScope SCOPE = new PlanScope(
            new UUID(1, 1),
            DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(),
            LongStream.rangeClosed(1, 20)
                    .mapToObj(i -> new PlanLine.Vm(i, new UUID(0, i).toString(), "n", 7, "ON", true, null))
                    .toList(),
            Map.of(7L, new PlanLine.Machine(7, 1, "KVM", "h", 1, null, null, null, null)),
            List.of(new PlanLine.Endpoint(1, ProviderKind.KVM, "h", 1, null, new TreeMap<>())));

    @TempDir
    private Path directory;

    @Test
    void whateverTheFileHolds() throws IOException {
        Path file = Files.writeString(directory.resolve("decisions.yaml"), FILE);
        Decisions.read(file, SCOPE);
        Mutator mutator = Mutator.ofYaml(42, "decision:", "vm: 99999999999999999999", "vm: -1");
        new Mutations("decisions", NUMBER, mutator, DecisionsMutationTest::isRefusal)
                .ofFile(file, FILE, () -> Decisions.read(file, SCOPE));
    }

    private static boolean isRefusal(Exception e) {
        return e instanceof ToolException refusal
                && refusal.exitCode() == ExitCode.INVALID_INPUT
                && refusal.getMessage().length() < LONGEST_MESSAGE;
    }
}
