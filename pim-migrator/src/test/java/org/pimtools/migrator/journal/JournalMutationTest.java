package org.pimtools.migrator.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A journal or a frozen work is taken as it was written, a journal's torn end left out, or refused; nothing else becomes of any bytes. */
@Tag("slow")
class JournalMutationTest {
    private static final int NUMBER = 3_000;
    private static final Predicate<Exception> REFUSAL =
            e -> e instanceof ToolException refusal && refusal.exitCode() == ExitCode.INVALID_INPUT;
    private static final String[] PIECES = {
        "{\"kind\":\"intent\",\"no\":1,\"direction\":\"FORWARD\",\"before\":\"x\"}\n",
        "\"kind\":\"outcome\",",
        "\"direction\":\"UNDO\"",
        "\"result\":{\"kind\":\"applied\"}",
        "\"no\":-1,",
        "\"no\":2147483647,",
        ",\"crc\":\"00000000\"}",
        "\"rekey\":2147483647",
        "\"digest\":null",
        "[[[[[[[[[[[["
    };
    static final List<Entry> ENTRIES = List.of(
            new Entry.Begin("20260101T000000Z", new UUID(1, 2), "ab".repeat(32), Instant.parse("2026-01-01T00:00:00Z")),
            new Entry.Intent("redis", 1, Direction.FORWARD, "{\"name\":\"line\\nfeed \u202e😀\"}"),
            new Entry.Intent("redis", 2, Direction.FORWARD, "x"),
            new Entry.Task("veeam", 2, Direction.FORWARD, "task-7"),
            new Entry.Outcome("redis", 1, Direction.FORWARD, new Outcome.Applied()),
            new Entry.Outcome("redis", 2, Direction.FORWARD, new Outcome.Failed("no reason, \"quoted\"")));

    @TempDir
    private Path directory;

    @Test
    void journal() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file)) {
            journal.appendDurably(ENTRIES);
        }
        byte[] good = Files.readAllBytes(file);
        Mutator mutator = new Mutator(6, PIECES);
        new Mutations("journal", NUMBER, mutator, REFUSAL).ofFile(file, good, () -> {
            List<Entry> entries = new ArrayList<>();
            Journal.read(file, entries::add);
            assertEquals(ENTRIES.subList(0, entries.size()), entries);
        });
    }

    @Test
    void journalWhoseChecksumsVouchForIt() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        List<byte[]> lines = ENTRIES.stream()
                .map(entry -> Json.write(Json.writerOf(Entry.class), entry))
                .toList();
        Mutator mutator = new Mutator(7, PIECES);
        new Mutations("journal with its checksums", NUMBER, mutator, REFUSAL).run(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] checksum = CheckedLine.FIRST;
            for (byte[] line : lines) {
                byte[] mutated = mutator.below(3) == 0 ? mutator.of(line) : line;
                checksum = CheckedLine.append(mutated.length == 0 ? line : mutated, checksum, out);
            }
            Mutations.write(file, out.toByteArray());
            Journal.read(file, entry -> {});
            return true;
        });
    }

    @Test
    void work() throws IOException {
        Path file = directory.resolve("work.jsonl");
        List<Change> changes = List.of(
                new Change.Rekey(1, 12, 7, List.of("o'brien \u001b", "ABQ_x"), "x#vm-1"),
                new Change.SetRow(
                        2,
                        12,
                        SqlRole.VM,
                        "virtualmachine",
                        List.of(new Change.KeyPart("idVM", KeyCell.of(12))),
                        List.of(new Change.Cell("name", "o'brien")),
                        "provider_id",
                        null,
                        "x#vm-1"),
                new Change.Rekey(3, 13, 7, List.of("web"), "x#vm-2"));
        WorkFile.freeze(
                file,
                new WorkLine.Header(
                        new UUID(3, 3),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        DatacenterId.of(new UUID(1, 1).toString()).orElseThrow(),
                        "Paris",
                        "run"),
                changes);
        String good = Files.readString(file);
        Mutator mutator = new Mutator(8, PIECES);
        new Mutations("work file", NUMBER, mutator, REFUSAL)
                .ofFile(file, good, () -> assertEquals(good, everything(WorkFile.open(file))));
    }

    /** The work written once more. */
    private String everything(WorkFile work) throws IOException {
        List<Change> changes = new ArrayList<>();
        work.changes(Change.Rekey.class, 10, changes::addAll);
        try (var rows = work.setRows()) {
            rows.forEach(changes::add);
        }
        changes.sort(Comparator.comparingInt(Change::no));
        Path again = directory.resolve("again.jsonl");
        Files.deleteIfExists(again);
        WorkFile.freeze(again, work.header(), changes);
        return Files.readString(again);
    }
}
