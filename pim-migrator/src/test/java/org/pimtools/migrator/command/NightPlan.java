package org.pimtools.migrator.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanWriter;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.secret.SealedPart;

/** Writes plans of one datacenter, with the identity that opens their sealed part. */
final class NightPlan {
    private NightPlan() {}

    /** The lines of the section, in their order. */
    interface Lines {
        void write(PlanWriter writer) throws IOException;
    }

    /**
     * Writes a plan, and {@code night.identity} beside it.
     *
     * @param tables that get provider IDs; those of firewalls and load balancers make it a plan with entities
     */
    static void write(
            Path plan, DatacenterId datacenter, List<String> tables, List<EndpointSecret> secrets, Lines lines)
            throws IOException {
        UUID planId = UUID.randomUUID();
        Identity identity = Identity.generate();
        Path file = plan.resolveSibling("night.identity");
        Files.writeString(file, identity.fileContent().reveal());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        PlannerKey key = PlannerKey.loadOrCreate(plan.resolveSibling("planner.key"));
        PlanLine.Header header = new PlanLine.Header(
                planId,
                Instant.now(),
                "test",
                false,
                SchemaProfile.shipped().name(),
                tables.stream()
                        .map(table -> new PlanLine.TargetColumn(table, "provider_id", "varchar", 255, "utf8mb4"))
                        .toList(),
                key.publicText());
        try (PlanWriter writer = new PlanWriter(
                Files.newOutputStream(plan), false, tables.size() > 1 ? header.withEntities() : header, key)) {
            writer.startSection(new PlanLine.SectionStart(
                    datacenter, "Paris", SealedPart.seal(planId, datacenter, secrets, List.of(identity.recipient()))));
            lines.write(writer);
            writer.endSection();
            writer.finish();
        }
    }
}
