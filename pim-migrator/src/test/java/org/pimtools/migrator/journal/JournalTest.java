package org.pimtools.migrator.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.migrator.step.Outcome;
import org.pimtools.testkit.server.ChildJvm;

class JournalTest {
    private static final List<Entry> ENTRIES = List.of(
            new Entry.Begin("20260101T000000Z", new UUID(1, 2), "ab".repeat(32), Instant.parse("2026-01-01T00:00:00Z")),
            new Entry.Intent("redis", 1, Direction.FORWARD, "{\"name\":\"line\\nfeed \u202e😀\"}"),
            new Entry.Intent("redis", 2, Direction.FORWARD, "x"),
            new Entry.Task("veeam", 2, Direction.FORWARD, "task-7"),
            new Entry.Outcome("redis", 1, Direction.FORWARD, new Outcome.Applied()),
            new Entry.Outcome("redis", 2, Direction.FORWARD, new Outcome.Failed("no reason, \"quoted\"")),
            new Entry.Outcome("redis", 3, Direction.UNDO, new Outcome.Moved("gone")),
            new Entry.Outcome("redis", 4, Direction.FORWARD, new Outcome.ByHand("rename it")));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("journal.jsonl");
    }

    private void write(List<Entry> entries) {
        try (Journal journal = Journal.open(file)) {
            journal.appendDurably(entries);
        }
    }

    private void write(List<Entry> entries, List<Entry> notSynchronised) {
        try (Journal journal = Journal.open(file)) {
            journal.appendDurably(entries);
            journal.append(notSynchronised);
        }
    }

    private List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Journal.read(file, entries::add);
        return entries;
    }

    @Test
    void givesBackEveryKindOfEntry() throws IOException {
        write(ENTRIES);
        assertEquals(ENTRIES, read());
        assertEquals(ENTRIES.size(), Files.readAllLines(file).size());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        write(ENTRIES.subList(0, 3));
        write(ENTRIES.subList(3, ENTRIES.size()));
        assertEquals(ENTRIES, read());
    }

    @Test
    void cutsOffALastLineThatWasTornAtAnyByte() throws IOException {
        write(ENTRIES.subList(0, 1), ENTRIES.subList(1, 2));
        byte[] whole = Files.readAllBytes(file);
        int firstLine = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int length = firstLine; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Journal.open(file).close();
            assertArrayEquals(Arrays.copyOf(whole, firstLine), Files.readAllBytes(file));
        }
        write(ENTRIES.subList(1, 3));
        assertEquals(ENTRIES.subList(0, 3), read());
    }

    @Test
    void cutsOffABlockOfZerosThatACrashOfTheMachineLeft() throws IOException {
        write(ENTRIES);
        Files.write(file, new byte[70_000], StandardOpenOption.APPEND);
        Journal.open(file).close();
        assertEquals(ENTRIES, read());
    }

    @Test
    void refusesAChangedByteInAnyCompleteLineAndNamesTheLine() throws IOException {
        write(ENTRIES);
        byte[] whole = Files.readAllBytes(file);
        int line = 1;
        for (int i = 0; i < whole.length; i++) {
            if (whole[i] == '\n') {
                line++;
                continue;
            }
            byte[] broken = whole.clone();
            broken[i] ^= 0x01;
            if (broken[i] == '\n') {
                continue;
            }
            Files.write(file, broken);
            ToolException refused = assertThrows(ToolException.class, () -> Journal.open(file));
            assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
            assertTrue(
                    refused.getMessage().startsWith("line " + line + " of the journal "), "byte " + i + ": " + refused);
            assertArrayEquals(broken, Files.readAllBytes(file));
        }
    }

    /** After a power loss, pages that were written and not synchronised may be there or not, in any order. */
    @Test
    void cutsOffAHoleOfZerosBehindWhatWasSynchronised() throws IOException {
        write(ENTRIES.subList(0, 3), ENTRIES.subList(3, ENTRIES.size()));
        byte[] whole = Files.readAllBytes(file);
        int synchronised = offset(whole, 3);
        for (int from = synchronised; from < whole.length; from++) {
            byte[] holed = whole.clone();
            Arrays.fill(holed, from, Math.min(whole.length, from + 40), (byte) 0);
            Files.write(file, holed);
            List<Entry> read = read();
            assertTrue(read.size() >= 3, "from byte " + from);
            assertEquals(ENTRIES.subList(0, read.size()), read);
        }
        Journal.open(file).close();
        assertArrayEquals(Arrays.copyOf(whole, offset(whole, ENTRIES.size() - 1)), Files.readAllBytes(file));
    }

    @Test
    void refusesAHoleInWhatWasSynchronised() throws IOException {
        write(ENTRIES.subList(0, 3), ENTRIES.subList(3, ENTRIES.size()));
        byte[] whole = Files.readAllBytes(file);
        for (int from = 0; from < offset(whole, 3); from++) {
            byte[] holed = whole.clone();
            Arrays.fill(holed, from, from + 40, (byte) 0);
            Files.write(file, holed);
            assertThrows(ToolException.class, () -> Journal.open(file), "from byte " + from);
            assertArrayEquals(holed, Files.readAllBytes(file));
        }
    }

    @Test
    void refusesAJournalThatIsShorterThanWhatWasSynchronised() throws IOException {
        write(ENTRIES.subList(0, 3), ENTRIES.subList(3, ENTRIES.size()));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < offset(whole, 3); length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(ToolException.class, () -> Journal.open(file));
        }
    }

    @Test
    void aJournalThatWasMovedAwayIsBegunAnew() throws IOException {
        write(ENTRIES);
        Files.move(file, directory.resolve("kept"));
        write(ENTRIES.subList(0, 1));
        assertEquals(ENTRIES.subList(0, 1), read());
    }

    private static int offset(byte[] lines, int number) {
        int offset = 0;
        for (int line = 0; line < number; offset++) {
            line += lines[offset] == '\n' ? 1 : 0;
        }
        return offset;
    }

    @Test
    void refusesALineThatIsMissingItsChecksumWhereNobodyKnowsWhatWasSynchronised() throws IOException {
        write(ENTRIES.subList(0, 1));
        Files.writeString(file, "{\"kind\":\"intent\"}\n", StandardOpenOption.APPEND);
        Path synced = directory.resolve("journal.jsonl.synced");
        String known = Files.readString(synced);
        for (String unknown : List.of("", known.replace('0', '1'), known.substring(1))) {
            Files.writeString(synced, unknown);
            ToolException refused = assertThrows(ToolException.class, () -> Journal.open(file));
            assertTrue(refused.getMessage().startsWith("line 2 "), refused.getMessage());
        }
        Files.writeString(synced, known);
        Journal.open(file).close();
        assertEquals(ENTRIES.subList(0, 1), read());
    }

    @Test
    void aDiskThatTakesNoMoreEndsTheRunAndKeepsWhatIsWhole() throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "bash"));
        command.addAll(ChildJvm.command(FillingJournal.class));
        command.add(file.toString());
        Process filling = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(filling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(ExitCode.FAILED.code(), filling.waitFor(), said);
        assertTrue(said.startsWith("cannot write the journal " + file + ": "), said);
        long size = Files.size(file);
        Journal.open(file).close();
        assertTrue(Files.size(file) > size - 200, "only the torn line is cut off");
        assertTrue(read().size() > 100);
    }

    /** Writes entries until the disk takes no more. */
    static final class FillingJournal {
        private FillingJournal() {}

        public static void main(String[] args) {
            try (Journal journal = Journal.open(Path.of(args[0]))) {
                while (true) {
                    journal.appendDurably(ENTRIES);
                }
            } catch (ToolException e) {
                System.out.println(e.getMessage());
                System.exit(e.exitCode().code());
            }
        }
    }
}
