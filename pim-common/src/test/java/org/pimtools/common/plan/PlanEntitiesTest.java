package org.pimtools.common.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ToolException;

class PlanEntitiesTest {
    private static final PlanLine.Entity FIREWALL = new PlanLine.Entity(
            EntityKind.FIREWALL, 7, "it's \u202e \"web\"", 1, 9, "sg-0c1d2e3f405162738", List.of(3L, 4L));
    private static final PlanLine.Entity BALANCER =
            new PlanLine.Entity(EntityKind.LOAD_BALANCER, 7, "shop", 0, 9, null, List.of());

    @TempDir
    private Path directory;

    private PlannerKey key;
    private Path plan;

    @BeforeEach
    void prepare() {
        key = PlannerKey.loadOrCreate(directory.resolve("planner.key"));
        plan = directory.resolve("a.plan");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        PlanLine.Header header = header().withEntities();
        write(header, FIREWALL, BALANCER);
        List<PlanLine> read = read();
        assertEquals(List.of(FIREWALL, BALANCER), read.subList(1, 3));
        PlanLine.SectionEnd end = (PlanLine.SectionEnd) read.get(3);
        assertEquals(1L, end.counts().get("firewall"));
        assertEquals(1L, end.counts().get("load-balancer"));
        assertTrue(Files.readString(plan).contains("\"version\":3"));
    }

    @Test
    void aPlanOfTheVersionBeforeHasNone() throws IOException {
        assertEquals(2, header().version());
        assertThrows(IllegalStateException.class, () -> write(header(), FIREWALL));
        write(header().withEntities(), FIREWALL);
        Files.writeString(plan, Files.readString(plan).replaceFirst("\"version\":3", "\"version\":2"));
        ToolException refused = assertThrows(ToolException.class, this::read);
        assertTrue(refused.getMessage().contains("a firewall line cannot stand here"), refused.getMessage());
    }

    @Test
    void theyComeInTheirOrder() throws IOException {
        assertThrows(IllegalStateException.class, () -> write(header().withEntities(), BALANCER, FIREWALL));
    }

    @Test
    void aVmIsNoEntityOfItsOwnLine() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlanLine.Entity(EntityKind.VM, 1, "x", 1, 9, null, List.of()));
    }

    private PlanLine.Header header() {
        return new PlanLine.Header(
                UUID.randomUUID(), Instant.now(), "test", false, "kinton-5.3", List.of(), key.publicText());
    }

    private void write(PlanLine.Header header, PlanLine... lines) throws IOException {
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(plan), false, header, key)) {
            writer.startSection(new PlanLine.SectionStart(
                    DatacenterId.of("33333333-2222-4222-8222-222222222222").orElseThrow(), "Ireland", null));
            for (PlanLine line : lines) {
                writer.write(line);
            }
            writer.endSection();
            writer.finish();
        }
    }

    private List<PlanLine> read() {
        List<PlanLine> lines = new ArrayList<>();
        try (PlanReader reader = PlanReader.open(plan)) {
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
