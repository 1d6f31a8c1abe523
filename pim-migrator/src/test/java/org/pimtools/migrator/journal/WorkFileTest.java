package org.pimtools.migrator.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeKind;

class WorkFileTest {
    private static final WorkLine.Header HEADER = new WorkLine.Header(
            new UUID(1, 1),
            Instant.parse("2026-01-01T00:00:00Z"),
            DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(),
            "Milan",
            "20260101T000000Z");
    private static final List<Change> CHANGES = List.of(
            new Change.Rekey(1, 11, 3, List.of("web \"1\"", "ABQ_a"), "id#vm-1"),
            new Change.SetRow(
                    2,
                    11,
                    SqlRole.VM,
                    "virtualmachine",
                    List.of(new Change.KeyPart("idVM", KeyCell.of(11))),
                    List.of(new Change.Cell("name", "web \"1\"\n😀"), new Change.Cell("idHypervisor", "3")),
                    "provider_id",
                    null,
                    "id#vm-1"),
            new Change.Rekey(3, 12, 3, List.of("x"), "id#vm-2"),
            new Change.Rekey(4, 13, 3, List.of("y"), "id#vm-3"),
            new Change.RenameJob(5, 13, 7, 2, "y daily", "id#vm-3 daily"));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("work.jsonl");
    }

    @Test
    void givesBackWhatWasFrozenInBatches() {
        WorkFile.freeze(file, HEADER, CHANGES);
        WorkFile work = WorkFile.open(file);
        assertEquals(HEADER, work.header());
        assertEquals(3, work.end().count(ChangeKind.REKEY));
        assertEquals(1, work.end().count(ChangeKind.SET_ROW));
        List<List<Change.Rekey>> rekeys = new ArrayList<>();
        work.changes(Change.Rekey.class, 2, rekeys::add);
        assertEquals(List.of(List.of(CHANGES.get(0), CHANGES.get(2)), List.of(CHANGES.get(3))), rekeys);
        try (var rows = work.setRows()) {
            assertEquals(List.of(CHANGES.get(1)), rows.toList());
        }
        try (var jobs = work.changes(Change.RenameJob.class)) {
            assertEquals(List.of(CHANGES.get(4)), jobs.toList());
        }
        assertEquals(5, work.end().changes());
    }

    @Tag("slow")
    @Test
    void refusesAFileCutOffAtAnyByte() throws IOException {
        WorkFile.freeze(file, HEADER, CHANGES);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("cut at " + length);
        }
    }

    @Test
    void refusesAChangedByteAnywhere() throws IOException {
        WorkFile.freeze(file, HEADER, CHANGES);
        byte[] whole = Files.readAllBytes(file);
        int end = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("\n{") + 1;
        for (int i = 0; i < end; i++) {
            byte[] broken = whole.clone();
            broken[i] ^= 0x01;
            Files.write(file, broken);
            assertRefused("byte " + i);
        }
    }

    @Test
    void refusesLinesInAnotherOrder() throws IOException {
        WorkFile.freeze(file, HEADER, CHANGES);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Collections.swap(lines, 3, 4);
        Files.write(file, lines);
        assertRefused("swapped");
    }

    @Test
    void refusesAFormatThatItDoesNotKnow() throws IOException {
        WorkFile.freeze(file, HEADER, CHANGES);
        String whole = Files.readString(file);
        for (String version : List.of("", "\"version\":1,", "\"version\":3,")) {
            Files.writeString(file, whole.replace("\"version\":2,", version));
            ToolException refused = assertThrows(ToolException.class, () -> WorkFile.open(file), version);
            assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
            assertTrue(refused.getMessage().contains("this version reads format 2"), refused.getMessage());
            assertTrue(refused.hint().contains("version of pim-tools that began"), refused.hint());
        }
    }

    @Test
    void leavesNothingWhenFreezingFails() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> WorkFile.freeze(file, HEADER, CHANGES.subList(1, 3)));
        try (var left = Files.list(directory)) {
            assertFalse(left.findAny().isPresent());
        }
    }

    private void assertRefused(String what) {
        ToolException refused = assertThrows(ToolException.class, () -> WorkFile.open(file), what);
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode(), what);
        assertTrue(
                refused.getMessage().contains("is damaged")
                        || refused.getMessage().contains(" has format "),
                what);
    }
}
