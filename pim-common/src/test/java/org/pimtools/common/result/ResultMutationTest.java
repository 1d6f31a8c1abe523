package org.pimtools.common.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.testkit.mutation.Digests;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A result is taken as it was written, or refused; one whose digest was made anew is taken for what it says, or refused. */
@Tag("slow")
class ResultMutationTest {
    private static final int NUMBER = 4_000;
    private static final Predicate<Exception> REFUSAL =
            e -> e instanceof ToolException refusal && refusal.exitCode() == ExitCode.INVALID_INPUT;
    private static final String[] PIECES = {
        "{\"line\":\"vm\",\"id\":1,\"outcome\":\"RESOLVED\"}\n",
        "\"RESOLVED\"",
        "\"FAILED\"",
        "\"PIM-0110\"",
        "\"exit\":0",
        "\"kind\":\"MIGRATION\"",
        "\"counts\":{\"vms\":-1}",
        "[[[[[[[[[[[["
    };

    @TempDir
    private Path directory;

    @Test
    void whateverTheFileHolds() throws IOException {
        byte[] result = result();
        List<ResultLine> lines = lines(Files.write(directory.resolve("good"), result));
        Path file = directory.resolve("result.jsonl");
        Mutator mutator = new Mutator(2, PIECES);
        new Mutations("result", NUMBER, mutator, REFUSAL).ofFile(file, result, () -> assertEquals(lines, lines(file)));
    }

    @Test
    void whateverItsDigestVouchesFor() throws IOException {
        byte[] result = result();
        Path file = directory.resolve("result.jsonl");
        Mutator mutator = new Mutator(3, PIECES);
        new Mutations("result with its digest", NUMBER, mutator, REFUSAL).of(result, spoilt -> {
            Mutations.write(file, Digests.renewed(spoilt, digest -> key().sign(SignedAs.RESULT, digest)));
            lines(file);
        });
    }

    private static List<ResultLine> lines(Path file) {
        List<ResultLine> lines = new ArrayList<>();
        try (ResultReader reader = ResultReader.open(file)) {
            lines.add(reader.start());
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private SigningKey key() {
        return SigningKey.loadOrCreate(directory.resolve("host.key"), SigningKey.Owner.HOST);
    }

    private byte[] result() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ResultWriter writer = new ResultWriter(out, key())) {
            writer.write(new ResultLine.Start(
                    DatacenterId.of(new UUID(1, 1).toString()).orElseThrow(),
                    "Paris",
                    new UUID(3, 3),
                    Instant.parse("2025-12-31T23:00:00Z"),
                    "run-1",
                    Instant.parse("2026-01-01T00:00:00Z"),
                    ResultLine.Kind.MIGRATION,
                    "test"));
            writer.write(new ResultLine.Decided(
                    2, ResultLine.Decision.EXCLUDE, List.of(FindingCode.NOT_FOUND), "gone \u001b"));
            writer.write(new ResultLine.VmResult(1, ResultLine.Outcome.RESOLVED, "a#vm-1", ResultLine.State.FAILED));
            writer.write(new ResultLine.VmResult(2, ResultLine.Outcome.NOT_FOUND, null, null));
            writer.write(new ResultLine.Found(new Finding(FindingCode.NOT_FOUND, "vm:2", "no \"x\u001b\"")));
            writer.write(new ResultLine.End(
                    Instant.parse("2026-01-01T00:00:01Z"), 5, Map.of("resolved", 1L, "vms", 2L), 7L));
        }
        return out.toByteArray();
    }
}
