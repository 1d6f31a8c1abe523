package org.pimtools.migrator.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;

/**
 * One datacenter's part of a plan, proven.
 *
 * @param machines by idHypervisor, in the plan's order
 * @param entities firewalls and load balancers
 */
public record PlanSection(
        PlanLine.Header header,
        PlanLine.SectionStart start,
        List<PlanLine.Endpoint> endpoints,
        Map<Long, PlanLine.Machine> machines,
        List<PlanLine.Vm> vms,
        List<PlanLine.BackupJob> backupJobs,
        List<PlanLine.Entity> entities,
        List<PlanLine.Reference> references,
        List<Finding> findings) {

    /**
     * Reads the copy of a section that {@link SectionCopy} made.
     *
     * @throws org.pimtools.common.error.ToolException when the copy was changed
     */
    public static PlanSection read(Path copy) {
        PlanLine.SectionStart start = null;
        List<PlanLine.Endpoint> endpoints = new ArrayList<>();
        Map<Long, PlanLine.Machine> machines = new LinkedHashMap<>();
        List<PlanLine.Vm> vms = new ArrayList<>();
        List<PlanLine.BackupJob> backupJobs = new ArrayList<>();
        List<PlanLine.Entity> entities = new ArrayList<>();
        List<PlanLine.Reference> references = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try (PlanReader reader = PlanReader.openSection(copy)) {
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.Vm vm) {
                    vms.add(vm);
                } else if (line instanceof PlanLine.Machine machine) {
                    machines.put(machine.idHypervisor(), machine);
                } else if (line instanceof PlanLine.Endpoint endpoint) {
                    endpoints.add(endpoint);
                } else if (line instanceof PlanLine.BackupJob job) {
                    backupJobs.add(job);
                } else if (line instanceof PlanLine.Entity entity) {
                    entities.add(entity);
                } else if (line instanceof PlanLine.Reference reference) {
                    references.add(reference);
                } else if (line instanceof PlanLine.Found found) {
                    findings.add(found.finding());
                } else if (line instanceof PlanLine.SectionStart first) {
                    start = first;
                }
            }
            return new PlanSection(
                    reader.header(), start, endpoints, machines, vms, backupJobs, entities, references, findings);
        }
    }

    /** The entities of one kind besides VMs. */
    public List<PlanLine.Entity> entities(EntityKind kind) {
        return entities.stream().filter(entity -> entity.kind() == kind).toList();
    }
}
