package org.pimtools.common.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.OpaqueFinding;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.testkit.mutation.Digests;

class ResultFileTest {
    private static final ResultLine.Start START = new ResultLine.Start(
            DatacenterId.of("11111111-1111-1111-1111-111111111111").orElseThrow(),
            "Paris",
            UUID.fromString("33333333-3333-3333-3333-333333333333"),
            Instant.parse("2025-12-31T23:00:00Z"),
            "run-1",
            Instant.parse("2026-01-01T00:00:00Z"),
            ResultLine.Kind.DRY_RUN,
            "pim-migrator 1");
    private static final List<ResultLine> REST = List.of(
            new ResultLine.Target(
                    "rs1", "/state", "redis", "127.0.0.1:6379, database 0", "Redis 2.8.19", "master", "a1/0", 9, 8, 7L),
            new ResultLine.Target("rs1", "/state", "redis", "127.0.0.1:6379, database 0", "", "", "", 0, 8, null),
            new ResultLine.VmResult(1, ResultLine.Outcome.RESOLVED, "a#vm-1", ResultLine.State.PENDING),
            new ResultLine.VmResult(2, ResultLine.Outcome.NOT_FOUND, null, null),
            new ResultLine.Found(new Finding(FindingCode.NOT_FOUND, "vm:2", "no VM is called \"x\u001b\"")),
            new ResultLine.Found(new Finding(
                    new OpaqueFinding("PIM-0999", Severity.WARNING, "of a newer version"), "vm:2", "detail")),
            new ResultLine.Decided(
                    2,
                    ResultLine.Decision.ACCEPT,
                    List.of(FindingCode.NOT_FOUND, new OpaqueFinding("PIM-0998", Severity.ERROR, "")),
                    "known"),
            new ResultLine.End(Instant.parse("2026-01-01T00:00:01Z"), 5, Map.of("resolved", 1L), 7L));

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        try (ResultReader reader = ResultReader.open(write())) {
            assertEquals(START, reader.start());
            for (ResultLine line : REST) {
                assertEquals(line, reader.next());
            }
            assertNull(reader.next());
        }
    }

    @Test
    void anotherKeyOrAnotherFilesSignatureIsRefused() throws IOException {
        Path file = write();
        String text = Files.readString(file);
        String ours;
        try (ResultReader reader = ResultReader.open(file)) {
            ours = reader.hostKey().orElseThrow();
        }
        SigningKey other = SigningKey.loadOrCreate(directory.resolve("other.key"), SigningKey.Owner.HOST);
        refused(text.replace(ours, other.publicText()), "was changed after it was written");
        refused(
                new String(
                        Digests.renewed(
                                text.replace(ours, other.publicText()).getBytes(StandardCharsets.US_ASCII),
                                digest -> ours),
                        StandardCharsets.US_ASCII),
                "is not signed with the key in its first line");
        refused(
                new String(
                        Digests.renewed(
                                text.getBytes(StandardCharsets.US_ASCII),
                                digest -> other.sign(SignedAs.RESULT, digest)),
                        StandardCharsets.US_ASCII),
                "is not signed with the key in its first line");
        SigningKey same = SigningKey.loadOrCreate(directory.resolve("host.key"), SigningKey.Owner.HOST);
        refused(
                new String(
                        Digests.renewed(
                                text.getBytes(StandardCharsets.US_ASCII), digest -> same.sign(SignedAs.SQL, digest)),
                        StandardCharsets.US_ASCII),
                "is not signed with the key in its first line");
        refused(text.replaceFirst(",\"signature\":\"[^\"]*\"", ""), "signature");
        refused(text + text.substring(text.lastIndexOf("\n{") + 1), "something stands after its signature");
    }

    private void refused(String text, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("forged"), text);
        try (ResultReader reader = ResultReader.open(file)) {
            ToolException refusal = assertThrows(ToolException.class, () -> {
                while (reader.next() != null) {
                    continue;
                }
            });
            assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
        }
    }

    @Test
    void aFileWithoutItsEndIsRefused() throws IOException {
        List<String> lines = Files.readAllLines(write());
        Path cut = Files.write(directory.resolve("cut"), lines.subList(0, lines.size() - 1));
        try (ResultReader reader = ResultReader.open(cut)) {
            for (int i = 0; i < REST.size() - 1; i++) {
                reader.next();
            }
            assertEquals(
                    "the result " + cut + " is not valid at line 9: the file is cut off",
                    assertThrows(ToolException.class, reader::next).getMessage());
        }
    }

    @Test
    void aResultOfAnotherFormatIsRefusedWithWhatToDo() throws IOException {
        Path file = write();
        Files.writeString(file, Files.readString(file).replaceFirst("\"version\":3", "\"version\":1"));
        ToolException older = assertThrows(ToolException.class, () -> ResultReader.open(file));
        assertEquals(
                "the result " + file
                        + " has format version 1 (made by pim-migrator 1), and this version of the tools reads 2 to 3",
                older.getMessage());
        assertEquals("install this version of pim-migrator on the host, and run it again", older.hint());
    }

    @Test
    void aFileThatWasEditedIsRefused() throws IOException {
        Path file = write();
        Path edited = Files.writeString(
                directory.resolve("edited"), Files.readString(file).replace("a#vm-1", "a#vm-2"));
        try (ResultReader reader = ResultReader.open(edited)) {
            for (int i = 0; i < REST.size() - 1; i++) {
                reader.next();
            }
            assertEquals(
                    "the result " + edited
                            + " is not valid at line 9: it or a line before it was changed after it was written",
                    assertThrows(ToolException.class, reader::next).getMessage());
        }
    }

    private Path write() throws IOException {
        Path file = directory.resolve("result.jsonl");
        SigningKey key = SigningKey.loadOrCreate(directory.resolve("host.key"), SigningKey.Owner.HOST);
        try (ResultWriter writer = new ResultWriter(Files.newOutputStream(file), key)) {
            writer.write(START);
            for (ResultLine line : REST) {
                writer.write(line);
            }
        }
        return file;
    }
}
