package org.pimtools.planner.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.output.Progress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.ReferenceTable;
import org.pimtools.planner.inventory.BackupJobQuery;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.inventory.ReferenceQuery;
import org.pimtools.planner.inventory.VmQuery;
import org.pimtools.planner.inventory.VmQuery.VmReader;
import org.pimtools.planner.inventory.VmTraits;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.HypervisorRow;
import org.pimtools.planner.planning.ReferenceRow;
import org.pimtools.planner.planning.SectionEndpoints;
import org.pimtools.planner.planning.SectionRules;
import org.pimtools.planner.planning.TemporalCopies;
import org.pimtools.planner.planning.VmRow;
import org.pimtools.planner.planning.VmRules;
import org.pimtools.planner.spool.Spool;

/** All that a plan will say, read from one snapshot and set aside in the order of its sections. */
final class PlanContent implements Closeable {
    private static final int BETWEEN_SAFE_POINTS = 1_000;

    final List<Section> sections = new ArrayList<>();
    final Spool<SpooledVm> vms;
    final Spool<SectionJob> jobs;
    final Spool<SectionReference> references;
    final Spool<SectionFinding> findings;
    final PlannedEntities entities;

    private final Path folder;
    private DuplicateSearch duplicates = new DuplicateSearch();
    private final Map<Long, Place> places = new HashMap<>();
    private final boolean wholePlatform;
    private final TemporalCopies lostCopies = new TemporalCopies();

    /** Where a machine's VMs go: null section for a datacenter that is not planned. */
    private record Place(Section section, int endpointNo) {}

    private PlanContent(Path folder, boolean wholePlatform) {
        this.folder = folder;
        this.wholePlatform = wholePlatform;
        this.vms = new Spool<>(folder, SpooledVm.CODEC, SpooledVm::compare);
        this.jobs = new Spool<>(folder, SectionJob.CODEC, SectionJob.BY_SECTION);
        this.references = new Spool<>(folder, SectionReference.CODEC, SectionReference.BY_SECTION);
        this.findings = new Spool<>(folder, SectionFinding.CODEC, SectionFinding.BY_SECTION_AND_CODE);
        this.entities = new PlannedEntities(folder);
    }

    /**
     * Reads everything.
     *
     * @param folder for what does not fit into memory
     * @param safePoint called now and then; may end the run by an exception
     */
    static PlanContent read(
            Inventory inventory,
            Platform platform,
            PlanRequest request,
            SchemaFacts schema,
            Path folder,
            Progress progress,
            Runnable safePoint)
            throws IOException {
        List<DatacenterRow> chosen = DatacenterChoice.of(request.datacenters(), platform.datacenters());
        PlanContent content = new PlanContent(folder, request.datacenters().isEmpty());
        try {
            content.addSections(chosen, platform, request, schema);
            long[] read = new long[1];
            try (VmTraits traits = VmTraits.read(inventory, folder)) {
                VmReader vms = vm -> {
                    content.add(vm);
                    if (++read[0] % BETWEEN_SAFE_POINTS == 0) {
                        progress.add(BETWEEN_SAFE_POINTS);
                        safePoint.run();
                    }
                };
                VmQuery.read(inventory, traits, vms, content::addCopy);
            }
            content.addCopies();
            progress.add(read[0] % BETWEEN_SAFE_POINTS);
            if (schema.state().has("backup_job")) {
                BackupJobQuery.read(inventory, content::add);
                content.addJobsWithoutServer();
            }
            for (ReferenceTable table : schema.state().references()) {
                ReferenceQuery.read(inventory, table, content::add);
            }
            content.entities.read(inventory, platform, schema, content.sections, content::addFinding);
            for (Finding finding : inventory.unreadable()) {
                content.findings.add(new SectionFinding(content.nowhere(), finding));
            }
            safePoint.run();
            content.duplicates.find(content.vms, folder, content.findings);
            content.duplicates = null; // its many MiB are not needed while the plan is written
            return content;
        } catch (IOException | RuntimeException | Error e) {
            content.close();
            throw e;
        }
    }

    /** The section of what no datacenter has, after all others. */
    int nowhere() {
        return sections.size();
    }

    /** Those that get a line, in the order of the plan. */
    Spool.Rows<SpooledVm> plannedVms() throws IOException {
        Spool.Rows<SpooledVm> rows = vms.sorted();
        while (rows.peek() != null && rows.peek().section() == SpooledVm.NO_SECTION) {
            rows.next();
        }
        return rows;
    }

    private void addSections(List<DatacenterRow> chosen, Platform platform, PlanRequest request, SchemaFacts schema)
            throws IOException {
        platform.datacenters()
                .forEach(datacenter -> platform.machinesOf(datacenter)
                        .forEach(machine -> places.put(machine.id(), new Place(null, 0))));
        Set<DatacenterId> taken = new HashSet<>();
        List<Finding> withoutIdentity = new ArrayList<>();
        for (DatacenterRow datacenter : chosen) {
            Optional<DatacenterId> id = datacenter.identity();
            if (id.isEmpty() || !taken.add(id.get())) {
                withoutIdentity.add(SectionRules.noIdentity(datacenter, id.isPresent()));
                continue;
            }
            List<HypervisorRow> machines = platform.machinesOf(datacenter);
            SectionEndpoints endpoints = SectionEndpoints.of(
                    machines, platform.backupServersOf(datacenter, request.overrides()), request.overrides());
            Section section = new Section(sections.size(), datacenter, id.get(), endpoints);
            sections.add(section);
            endpoints.endpointOfMachine().forEach((machine, no) -> places.put(machine, new Place(section, no)));
            List<Finding> found = new ArrayList<>(endpoints.findings());
            found.addAll(SectionRules.surroundings(
                    datacenter,
                    platform.monitored().contains(datacenter.id()),
                    schema.state().triggersVisible()));
            schema.state()
                    .providerId()
                    .flatMap(column -> SectionRules.shortColumn(column, machines))
                    .ifPresent(found::add);
            for (Finding finding : found) {
                findings.add(new SectionFinding(section.index, finding));
            }
        }
        for (Finding finding : withoutIdentity) {
            findings.add(new SectionFinding(nowhere(), finding));
        }
    }

    private void add(VmRow vm) throws IOException {
        Place place = vm.idHypervisor() == null ? null : places.get(vm.idHypervisor());
        Section section = place == null ? null : place.section;
        boolean planned = section != null && vm.canBePlanned();
        SpooledVm spooled =
                new SpooledVm(planned ? section.index : SpooledVm.NO_SECTION, planned ? place.endpointNo : 0, vm);
        vms.add(spooled);
        duplicates.add(spooled);
        if (!vm.vmState().deployed()) {
            if (section != null) {
                section.notDeployed++;
            }
            return;
        }
        if (place == null) {
            if (wholePlatform) {
                findings.add(new SectionFinding(nowhere(), SectionRules.lost(vm)));
            }
        } else if (section != null) {
            section.vms += planned ? 1 : 0;
            for (Finding finding : VmRules.check(vm)) {
                findings.add(new SectionFinding(section.index, finding));
            }
        }
    }

    private void addCopy(VmRow copy, long original) {
        Place place = copy.idHypervisor() == null ? null : places.get(copy.idHypervisor());
        TemporalCopies copies = place == null ? lostCopies : place.section == null ? null : place.section.copies;
        if (copies != null) {
            copies.add(copy.idVm(), copy.name(), original);
        }
    }

    private void addCopies() throws IOException {
        for (Section section : sections) {
            add(section.index, section.copies.finding("datacenter:" + section.datacenter.id()));
        }
        if (wholePlatform) {
            add(nowhere(), lostCopies.finding("table:virtualmachine"));
        }
    }

    private void add(int section, Optional<Finding> finding) throws IOException {
        if (finding.isPresent()) {
            findings.add(new SectionFinding(section, finding.get()));
        }
    }

    private Optional<Section> sectionOf(VmRow vm) {
        Place place = vm.idHypervisor() == null ? null : places.get(vm.idHypervisor());
        return vm.canBePlanned() && place != null ? Optional.ofNullable(place.section) : Optional.empty();
    }

    private void add(PlanLine.BackupJob job, VmRow vm) throws IOException {
        Section section = sectionOf(vm).orElse(null);
        if (section == null) {
            return;
        }
        Optional<Finding> tooLong = SectionRules.tooLong(job);
        if (tooLong.isPresent()) {
            findings.add(new SectionFinding(section.index, tooLong.get()));
        } else {
            section.backupJobs++;
            PlanLine.BackupJob located = section.endpoints.servers().located(job);
            section.jobsWithoutServer += job.kind().isPresent() && located.server() == 0 ? 1 : 0;
            jobs.add(new SectionJob(section.index, located));
            add(section.index, SectionRules.backupSystem(job));
        }
    }

    private void addJobsWithoutServer() throws IOException {
        for (Section section : sections) {
            add(section.index, SectionRules.withoutServer(section.datacenter, section.jobsWithoutServer));
        }
    }

    private void add(ReferenceRow row) throws IOException {
        Section section = sectionOf(row.vm()).orElse(null);
        PlanLine.Reference reference = section == null ? null : row.line().orElse(null);
        if (reference != null) {
            section.references++;
            references.add(new SectionReference(section.index, reference));
        }
    }

    /** @param section null for what no datacenter has, which only a plan of the whole platform reports */
    private void addFinding(Section section, Finding finding) throws IOException {
        if (section != null || wholePlatform) {
            findings.add(new SectionFinding(section == null ? nowhere() : section.index, finding));
        }
    }

    @Override
    public void close() throws IOException {
        entities.close();
        vms.close();
        jobs.close();
        references.close();
        findings.close();
    }
}
