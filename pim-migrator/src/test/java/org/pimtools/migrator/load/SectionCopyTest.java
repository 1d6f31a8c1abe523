package org.pimtools.migrator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanWriter;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.secret.SealedPart;
import org.pimtools.common.secret.Secret;

class SectionCopyTest {
    private static final TreeMap<String, String> ACCOUNT = new TreeMap<>(Map.of("user", "administrator"));
    private static final UUID PLAN = UUID.fromString("33333333-3333-3333-3333-333333333333");
    private static final DatacenterId FIRST =
            DatacenterId.of("11111111-1111-1111-1111-111111111111").orElseThrow();
    private static final DatacenterId SECOND =
            DatacenterId.of("22222222-2222-2222-2222-222222222222").orElseThrow();

    private final Identity identity = Identity.generate();

    @TempDir
    Path directory;

    private Path plan;
    private Path copy;

    @BeforeEach
    void paths() {
        plan = directory.resolve("night.plan");
        copy = directory.resolve("section.jsonl");
    }

    @Test
    void theSectionOfThisHostIsCopiedAndOpened() throws IOException {
        write(List.of(FIRST, SECOND), "10.0.0.1");
        assertEquals(SECOND, SectionCopy.make(plan, Optional.of(SECOND), copy));
        PlanSection section = PlanSection.read(copy);
        assertEquals(SECOND, section.start().datacenter());
        assertEquals(List.of(2L), section.vms().stream().map(PlanLine.Vm::idVm).toList());
        Map<Integer, EndpointSecret> secrets = EndpointSecrets.open(section, identity);
        assertEquals("administrator", secrets.get(1).name("user"));
    }

    @Test
    void theOnlySectionNeedsNoName() throws IOException {
        write(List.of(FIRST), "10.0.0.1");
        assertEquals(FIRST, SectionCopy.make(plan, Optional.empty(), copy));
        assertEquals(FIRST, PlanSection.read(copy).start().datacenter());
    }

    @Test
    void amongSeveralTheDatacenterMustBeNamed() throws IOException {
        write(List.of(FIRST, SECOND), "10.0.0.1");
        ToolException refusal = assertThrows(ToolException.class, () -> SectionCopy.make(plan, Optional.empty(), copy));
        assertEquals(ExitCode.USAGE, refusal.exitCode());
        assertEquals("give it with --datacenter; the plan has 2: " + FIRST + " DC, " + SECOND + " DC", refusal.hint());
        assertFalse(Files.exists(copy));
    }

    @Test
    void aDatacenterThatIsNotInThePlanIsRefused() throws IOException {
        write(List.of(FIRST), "10.0.0.1");
        ToolException refusal =
                assertThrows(ToolException.class, () -> SectionCopy.make(plan, Optional.of(SECOND), copy));
        assertEquals(ExitCode.INVALID_INPUT, refusal.exitCode());
        assertEquals("the plan " + plan + " has no section for datacenter " + SECOND, refusal.getMessage());
        assertFalse(Files.exists(copy));
    }

    @Test
    void aFaultInAnotherSectionRefusesThePlanAndLeavesNoCopy() throws IOException {
        write(List.of(FIRST, SECOND), "10.0.0.1");
        Files.writeString(plan, Files.readString(plan).replace("\"id\":2,", "\"id\":3,"));
        assertThrows(ToolException.class, () -> SectionCopy.make(plan, Optional.of(FIRST), copy));
        assertFalse(Files.exists(copy));
    }

    @Test
    void credentialsGoOnlyWhereTheyWereSealedFor() throws IOException {
        write(List.of(FIRST), "10.6.6.6");
        SectionCopy.make(plan, Optional.of(FIRST), copy);
        PlanSection section = PlanSection.read(copy);
        assertEquals(
                "the credentials of endpoint 1 were sealed for another endpoint",
                assertThrows(ToolException.class, () -> EndpointSecrets.open(section, identity))
                        .getMessage());
    }

    private void write(List<DatacenterId> datacenters, String address) throws IOException {
        PlannerKey key = PlannerKey.loadOrCreate(directory.resolve("planner.key"));
        PlanLine.Header header = new PlanLine.Header(
                PLAN, Instant.parse("2026-01-01T00:00:00Z"), "test", false, "p", List.of(), key.publicText());
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(plan), false, header, key)) {
            long id = 0;
            for (DatacenterId datacenter : datacenters) {
                id++;
                String sealed = SealedPart.seal(
                        PLAN,
                        datacenter,
                        List.of(new EndpointSecret(
                                1,
                                ProviderKind.VCENTER_CLUSTER,
                                "10.0.0.1",
                                443,
                                ACCOUNT,
                                null,
                                new TreeMap<>(Map.of("password", Secret.of("secret"))))),
                        List.of(identity.recipient()));
                writer.startSection(new PlanLine.SectionStart(datacenter, "DC", sealed));
                writer.write(new PlanLine.Endpoint(
                        1, ProviderKind.VCENTER_CLUSTER, address, 443, ACCOUNT, null, new TreeMap<>()));
                writer.write(new PlanLine.Vm(id, "u", "n", 1, "ON", true, null));
                writer.endSection();
            }
            writer.finish();
        }
    }
}
