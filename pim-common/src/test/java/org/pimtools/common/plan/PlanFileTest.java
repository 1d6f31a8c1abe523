package org.pimtools.common.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.finding.OpaqueFinding;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.sql.KeyCell;

class PlanFileTest {
    private static final DatacenterId FIRST =
            DatacenterId.of("11111111-1111-1111-1111-111111111111").orElseThrow();
    private static final DatacenterId SECOND =
            DatacenterId.of("22222222-2222-2222-2222-222222222222").orElseThrow();

    @TempDir
    Path directory;

    private PlannerKey key;
    private List<PlanLine> content;

    @BeforeEach
    void content() {
        key = PlannerKey.loadOrCreate(directory.resolve("state/planner.key"));
        content = List.of(
                new PlanLine.Endpoint(
                        1,
                        ProviderKind.VCENTER_CLUSTER,
                        "10.0.0.1",
                        443,
                        new TreeMap<>(Map.of("user", "o'brien@vsphere.local")),
                        "ab".repeat(32),
                        new TreeMap<>(Map.of("rate", "5"))),
                new PlanLine.Machine(7, 1, "VCENTER_CLUSTER", "10.0.0.5", 443, "10.0.0.1", null, null, null, "esx-5"),
                new PlanLine.Vm(12, "uuid", "o'brien \"\\\r\n\u001b[2J\u202e\ud83d\ude00", 7, "ON", true, null),
                new PlanLine.Vm(
                        13,
                        "uuid-13",
                        "ABQ_uuid-13",
                        7,
                        "OFF",
                        false,
                        "x#vm-1",
                        List.of("datastore é", ""),
                        List.of("00:50:56:00:00:01", "")),
                new PlanLine.BackupJob(1, 12, "veeam", "http://b:9399/", "job", null, 3),
                new PlanLine.Reference(
                        "load_balancer_node",
                        new TreeMap<>(Map.of("idLoadBalancer", KeyCell.of(3), "code", KeyCell.of("a'b\n"))),
                        12,
                        "node_ref",
                        "the old one",
                        "old"),
                new PlanLine.Found(new Finding(FindingCode.LOCKED, "vm:12", "state LOCKED")));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path plan = write("plan", false);
        List<PlanLine> read = readAll(plan);
        assertEquals(content, read.subList(1, 8));
        assertEquals(new PlanLine.SectionStart(FIRST, "Paris", "sealed"), read.get(0));
        assertEquals(new PlanLine.SectionStart(SECOND, null, null), read.get(9));
        assertEquals(18 + 1, read.size());
    }

    @Test
    void theFileIsAsciiWithoutControlCharacters() throws IOException {
        for (byte b : Files.readAllBytes(write("plan", false))) {
            assertTrue(b == '\n' || b >= 0x20 && b < 0x7f, "byte " + b);
        }
    }

    @Test
    void aCompressedPlanThatWouldFillTheDiskIsRefusedOnTheWay() throws IOException {
        List<String> lines = Files.readAllLines(write("plan", false));
        Path bomb = directory.resolve("bomb.plan.gz");
        String vm = lines.stream()
                        .filter(line -> line.contains("ABQ_uuid-13"))
                        .findFirst()
                        .orElseThrow() + "\n";
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            for (String line : lines.subList(0, lines.indexOf(vm.strip()))) {
                out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            byte[] many = vm.repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            for (long written = 0; written < 64L << 20; written += many.length) {
                out.write(many);
            }
        }
        assertTrue(Files.size(bomb) < 1 << 20, "it is no bomb");
        ToolException refused = assertThrows(ToolException.class, () -> readAll(bomb));
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
        assertTrue(refused.getMessage().contains("unpacks to more than "), refused::getMessage);
    }

    @Test
    void gzipHoldsTheSameLines() throws IOException {
        assertEquals(
                readAll(write("plan", false)).subList(0, 9),
                readAll(write("plan.gz", true)).subList(0, 9));
    }

    @Tag("slow")
    @Test
    void everyChangedByteIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(write("plan", false));
        Path bad = directory.resolve("bad");
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            Files.write(bad, changed);
            int where = at;
            assertThrows(ToolException.class, () -> readAll(bad), () -> "byte " + where);
        }
    }

    /** The last character of a signature carries two bits of it, and four that base64 leaves unused. */
    @Test
    void anotherTextOfTheSameSignatureIsRefused() throws IOException {
        String good = Files.readString(write("plan", false));
        Matcher last =
                Pattern.compile("(?<=\"signature\":\"[^\"]{85})[AQgw](?===\")").matcher(good);
        int signatures = 0;
        for (; last.find(); signatures++) {
            char unused = (char) (good.charAt(last.start()) + 1);
            refused(List.of((good.substring(0, last.start()) + unused + good.substring(last.end())).split("\n")));
        }
        assertEquals(3, signatures);
    }

    @Tag("slow")
    @Test
    void everyCutIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(write("plan", false));
        Path bad = directory.resolve("bad");
        for (int length = 0; length < good.length; length++) {
            Files.write(bad, java.util.Arrays.copyOf(good, length));
            int kept = length;
            assertThrows(ToolException.class, () -> readAll(bad), () -> "first " + kept + " bytes");
        }
    }

    @Test
    void everyMissingMovedOrRepeatedLineIsRefused() throws IOException {
        List<String> good = Files.readAllLines(write("plan", false));
        for (int at = 0; at < good.size(); at++) {
            List<String> missing = new ArrayList<>(good);
            missing.remove(at);
            refused(missing);
            List<String> repeated = new ArrayList<>(good);
            repeated.add(at, good.get(at));
            refused(repeated);
            if (at > 0) {
                List<String> moved = new ArrayList<>(good);
                Collections.swap(moved, at - 1, at);
                refused(moved);
            }
        }
        List<String> sections = new ArrayList<>(good);
        Collections.rotate(sections.subList(1, good.size() - 1), 9);
        refused(sections);
    }

    @Test
    void anotherPlannersSectionIsRefused() throws IOException {
        List<String> good = Files.readAllLines(write("plan", false));
        key = PlannerKey.loadOrCreate(directory.resolve("other.key"));
        List<String> other = Files.readAllLines(write("other", false));
        List<String> mixed = new ArrayList<>(good);
        for (int at = 1; at <= 9; at++) {
            mixed.set(at, other.get(at));
        }
        refused(mixed);
    }

    @Test
    void aFindingOfANewerVersionIsReadAsItsLineSays() throws IOException {
        OpaqueFinding newer = new OpaqueFinding("PIM-0999", Severity.WARNING, "the sky is falling");
        PlanLine.Found found = new PlanLine.Found(new Finding(newer, "vm:12", "since noon"));
        content = List.of(found, found);
        PlanLine.Found read = (PlanLine.Found) readAll(write("plan", false)).get(1);
        assertEquals(found, read);
        assertEquals(Severity.WARNING, read.finding().severity());
        FindingGroups groups = FindingGroups.of(List.of(read.finding(), read.finding()));
        assertEquals(2, groups.count(Severity.WARNING));
        assertEquals("warning PIM-0999 × 2: the sky is falling", groups.lines().get(0));
        assertTrue(groups.lines().get(1).contains("vm:12: since noon"), groups.lines()::toString);
    }

    @Test
    void aPlanOfAnotherFormatIsRefusedWithWhatToDo() throws IOException {
        Path plan = write("plan", false);
        String text = Files.readString(plan);
        Files.writeString(plan, text.replaceFirst("\"version\":2", "\"version\":1"));
        ToolException older = assertThrows(ToolException.class, () -> PlanReader.open(plan));
        assertEquals(
                "the plan " + plan
                        + " has format version 1 (made by pim-planner 1), and this version of the tools reads 2 to 3",
                older.getMessage());
        assertEquals("plan again with this version of pim-planner", older.hint());
        Files.writeString(plan, text.replaceFirst("\"version\":2", "\"version\":4"));
        ToolException newer = assertThrows(ToolException.class, () -> PlanReader.open(plan));
        assertTrue(newer.hint().startsWith("install the version that made the plan"), newer.hint());
    }

    @Test
    void aSectionStandsAlone() throws IOException {
        Path plan = write("plan", false);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (PlanReader reader = PlanReader.open(plan)) {
            copy.write(reader.headerBytes());
            for (PlanLine line = reader.next(); !(line instanceof PlanLine.SectionEnd); line = reader.next()) {
                copy.write(reader.lineBytes());
            }
            copy.write(reader.lineBytes());
        }
        Path section = Files.write(directory.resolve("section"), copy.toByteArray());
        try (PlanReader reader = PlanReader.openSection(section)) {
            List<PlanLine> read = new ArrayList<>();
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                read.add(line);
            }
            assertEquals(content, read.subList(1, 8));
        }
        assertThrows(ToolException.class, () -> readAll(section));
    }

    @Test
    void theErrorNamesTheLineAndTheWayOut() throws IOException {
        List<String> lines = Files.readAllLines(write("plan", false));
        lines.set(3, "{\"line\":\"vm\"}");
        Path bad = Files.write(directory.resolve("bad"), lines);
        ToolException refusal = assertThrows(ToolException.class, () -> readAll(bad));
        assertEquals(ExitCode.INVALID_INPUT, refusal.exitCode());
        assertEquals("the plan " + bad + " is not valid at line 4: field id is missing", refusal.getMessage());
        assertEquals("copy the plan again, or make a new one with pim-planner plan", refusal.hint());
    }

    @Test
    void theKeyIsMadeOnceAndPrivate() throws IOException {
        Path file = directory.resolve("state/planner.key");
        byte[] first = Files.readAllBytes(file);
        assertEquals(key.fingerprint(), PlannerKey.loadOrCreate(file).fingerprint());
        assertArrayEquals(first, Files.readAllBytes(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.write(file, "rubbish\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                ExitCode.INVALID_INPUT,
                assertThrows(ToolException.class, () -> PlannerKey.loadOrCreate(file))
                        .exitCode());
    }

    private Path write(String name, boolean gzip) throws IOException {
        Path file = directory.resolve(name);
        PlanLine.Header header = new PlanLine.Header(
                UUID.fromString("33333333-3333-3333-3333-333333333333"),
                Instant.parse("2026-01-01T00:00:00Z"),
                "pim-planner 1",
                false,
                "kinton-5.3",
                "5.3.0",
                List.of(new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4")),
                key.publicText());
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(file), gzip, header, key)) {
            writer.startSection(new PlanLine.SectionStart(FIRST, "Paris", "sealed"));
            for (PlanLine line : content) {
                writer.write(line);
            }
            writer.endSection();
            writer.startSection(new PlanLine.SectionStart(SECOND, null, null));
            for (PlanLine line : content) {
                writer.write(line);
            }
            writer.endSection();
            writer.finish();
        }
        return file;
    }

    private static List<PlanLine> readAll(Path file) {
        List<PlanLine> lines = new ArrayList<>();
        try (PlanReader reader = PlanReader.open(file)) {
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private void refused(List<String> lines) throws IOException {
        Path bad = Files.write(directory.resolve("bad"), lines);
        assertEquals(
                ExitCode.INVALID_INPUT,
                assertThrows(ToolException.class, () -> readAll(bad)).exitCode());
    }
}
