package org.pimtools.planner.plan;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.finding.FindingGroups;
import org.pimtools.common.output.Progress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanWriter;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.secret.SealedPart;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.recipients.Recipients;
import org.pimtools.planner.spool.Spool;

/** Makes a plan file out of one snapshot of the database. */
public final class PlanMaker {
    private final String tool;
    private final PlannerKey key;
    private final Recipients recipients;
    private final Runnable safePoint;

    /**
     * @param tool name and version for the header
     * @param recipients who can open the sealed parts; has some for every datacenter that is planned
     * @param safePoint called now and then; may end the run by an exception, and then no plan is written
     */
    public PlanMaker(String tool, PlannerKey key, Recipients recipients, Runnable safePoint) {
        this.tool = tool;
        this.key = key;
        this.recipients = recipients;
        this.safePoint = safePoint;
    }

    /**
     * Writes the plan. The database is not needed any more when the file is being written.
     *
     * @param file must not exist; compressed when its name ends in {@code .gz}
     * @return to be closed
     */
    public MadePlan make(
            Inventory inventory,
            Platform platform,
            PlanRequest request,
            SchemaFacts schema,
            Path file,
            Progress progress)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        PlanLine.Header header = new PlanLine.Header(
                UUID.randomUUID(),
                Instant.now(),
                tool,
                request.rehearsal(),
                schema.profile().name(),
                schema.state().version().orElse(null),
                schema.state().columns(),
                key.publicText());
        PlanContent content = PlanContent.read(inventory, platform, request, schema, folder, progress, safePoint);
        try {
            FindingGroups findings = new FindingGroups();
            List<PlanSummary.Datacenter> datacenters = new ArrayList<>();
            PlanLine.Header written = content.entities.isEmpty() ? header : header.withEntities();
            AtomicFile.writeNew(file, out -> write(out, isGzip(file), written, content, findings, datacenters));
            return new MadePlan(
                    file,
                    written,
                    content,
                    new PlanSummary(
                            header.planId(),
                            request.rehearsal(),
                            datacenters,
                            findings,
                            content.entities.notProvided()));
        } catch (IOException | RuntimeException | Error e) {
            content.close();
            throw e;
        }
    }

    private static boolean isGzip(Path file) {
        return file.getFileName().toString().endsWith(".gz");
    }

    /** The stream is closed by whoever opened it. */
    @SuppressWarnings("resource")
    private void write(
            OutputStream out,
            boolean gzip,
            PlanLine.Header header,
            PlanContent content,
            FindingGroups groups,
            List<PlanSummary.Datacenter> datacenters)
            throws IOException {
        PlanWriter writer = new PlanWriter(out, gzip, header, key);
        Spool.Rows<SpooledVm> vms = content.plannedVms();
        Spool.Rows<SectionJob> jobs = content.jobs.sorted();
        Spool.Rows<SectionEntity> entities = content.entities.entities.sorted();
        Spool.Rows<SectionReference> references = content.references.sorted();
        Spool.Rows<SectionFinding> findings = content.findings.sorted();
        for (Section section : content.sections) {
            int index = section.index;
            writer.startSection(
                    new PlanLine.SectionStart(section.id, section.datacenter.name(), seal(header, section)));
            for (PlanLine.Endpoint endpoint : section.endpoints.endpoints()) {
                writer.write(endpoint);
            }
            for (PlanLine.Machine machine : section.endpoints.machines()) {
                writer.write(machine);
            }
            while (vms.peek() != null && vms.peek().section() == index) {
                writer.write(vms.next().vm().line());
            }
            while (jobs.peek() != null && jobs.peek().section() == index) {
                writer.write(jobs.next().job());
            }
            while (entities.peek() != null && entities.peek().section() == index) {
                writer.write(entities.next().entity());
            }
            while (references.peek() != null && references.peek().section() == index) {
                writer.write(references.next().reference());
            }
            long found = writeFindings(writer, findings, index, groups);
            writer.endSection();
            datacenters.add(PlanSummary.Datacenter.of(section, found));
            safePoint.run();
        }
        if (findings.peek() != null) {
            writer.startSection(new PlanLine.SectionStart(DatacenterId.NOWHERE, null, null));
            writeFindings(writer, findings, content.nowhere(), groups);
            writer.endSection();
        }
        writer.finish();
    }

    private static long writeFindings(
            PlanWriter writer, Spool.Rows<SectionFinding> findings, int section, FindingGroups groups)
            throws IOException {
        long count = 0;
        while (findings.peek() != null && findings.peek().section() == section) {
            SectionFinding found = findings.next();
            groups.add(found.finding());
            writer.write(new PlanLine.Found(found.finding()));
            count++;
        }
        return count;
    }

    private String seal(PlanLine.Header header, Section section) {
        return section.endpoints.secrets().isEmpty()
                ? null
                : SealedPart.seal(header.planId(), section.id, section.endpoints.secrets(), recipients.of(section.id));
    }
}
