package org.pimtools.common.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A plan is taken as it was written, or refused; nothing else becomes of any bytes. */
@Tag("slow")
class PlanMutationTest {
    private static final int NUMBER = 3_000;
    private static final Predicate<Exception> REFUSAL =
            e -> e instanceof ToolException refusal && refusal.exitCode() == ExitCode.INVALID_INPUT;
    private static final String[] PIECES = {
        "{\"line\":\"vm\",\"id\":1}\n",
        "\"line\":\"sectionEnd\",",
        "\"line\":\"endpoint\",",
        ",\"port\":65536",
        ",\"port\":-1",
        "\\u0000",
        "[[[[[[[[[[[[",
        "\"VCENTER_CLUSTER\"",
        "00000000-0000-0000-0000-000000000000"
    };

    @TempDir
    private Path directory;

    @Test
    void plain() throws IOException {
        mutate("plan", plan(directory, false));
    }

    @Test
    void compressed() throws IOException {
        mutate("compressed plan", plan(directory, true));
    }

    private void mutate(String kind, byte[] plan) throws IOException {
        Mutator mutator = new Mutator(1, PIECES);
        Path file = directory.resolve("plan");
        Files.write(file, plan);
        List<String> lines = lines(file);
        // what stands around the compressed content has no part in what it says
        new Mutations(kind, NUMBER, mutator, REFUSAL).ofFile(file, plan, () -> assertEquals(lines, lines(file)));
    }

    private static List<String> lines(Path file) {
        List<String> lines = new ArrayList<>();
        try (PlanReader reader = PlanReader.open(file)) {
            lines.add(reader.header().toString());
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /** A plan that has a line of each kind. @param directory for the key by which it is signed */
    static byte[] plan(Path directory, boolean gzip) throws IOException {
        PlannerKey key = PlannerKey.loadOrCreate(directory.resolve("planner.key"));
        ByteArrayOutputStream plan = new ByteArrayOutputStream();
        PlanLine.Header header = new PlanLine.Header(
                new UUID(3, 3),
                Instant.parse("2026-01-01T00:00:00Z"),
                "test",
                false,
                "kinton-5.3",
                List.of(new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4")),
                key.publicText());
        try (PlanWriter writer = new PlanWriter(plan, gzip, header, key)) {
            writer.startSection(
                    new PlanLine.SectionStart(DatacenterId.of("Abiquo-DC1").orElseThrow(), "Paris", "sealed"));
            writer.write(new PlanLine.Endpoint(
                    1,
                    ProviderKind.VCENTER_CLUSTER,
                    "10.0.0.1",
                    443,
                    new TreeMap<>(Map.of("user", "root")),
                    null,
                    new TreeMap<>(Map.of("rate", "5"))));
            writer.write(
                    new PlanLine.Machine(7, 1, "VCENTER_CLUSTER", "10.0.0.5", 443, "10.0.0.1", 443, null, null, "e"));
            writer.write(new PlanLine.Vm(12, "uuid", "o'brien \"\\\r\n\u001b[2J\ud83d\ude00", 7, "ON", true, null));
            writer.write(new PlanLine.Vm(
                    13,
                    "uuid-13",
                    "ABQ_uuid-13",
                    7,
                    "OFF",
                    false,
                    "x#vm-1",
                    List.of("store"),
                    List.of("00:50:56:00:00:01")));
            writer.write(new PlanLine.BackupJob(1, 12, "veeam", "http://b:9399/", "job", null, 3));
            writer.write(new PlanLine.Reference(
                    "lb",
                    new TreeMap<>(Map.of("id", KeyCell.of(3), "k", KeyCell.of("a"))),
                    12,
                    "node_ref",
                    "an old",
                    "old"));
            writer.write(new PlanLine.Found(new Finding(FindingCode.LOCKED, "vm:12", "state LOCKED")));
            writer.endSection();
            writer.startSection(new PlanLine.SectionStart(
                    DatacenterId.of(new UUID(2, 2).toString()).orElseThrow(), null, null));
            writer.endSection();
            writer.finish();
        }
        return plan.toByteArray();
    }
}
