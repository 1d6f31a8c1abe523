package org.pimtools.migrator.migrate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.migrator.inventory.EntityResolution;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.VmResolution;
import org.pimtools.migrator.state.FormerValues;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.PlannedVm;
import org.pimtools.migrator.step.StepFactory;

/** The changes that follow from what VMs and other entities were resolved to, numbered from 1; made anew at each iteration, never all held. */
final class PlannedChanges implements Iterable<Change> {
    private final List<VmResolution> resolutions;
    private final LongPredicate included;
    private final List<StepFactory<?, ?>> steps;
    private final Map<Long, List<PlanLine.Reference>> references;
    private final Map<Long, List<PlanLine.BackupJob>> jobs;
    private final List<PlanLine.Endpoint> endpoints;
    private final VmTable table;
    private final FormerValues former;
    private final Map<Long, ProviderId> migrated;
    private final List<EntityResolution> entities;
    private final EntityTables entityTables;

    /**
     * @param included which VMs are migrated, of those that have a provider ID
     * @param steps each plans its own changes
     * @param references what refers to a VM by its old name, by idVm
     * @param jobs backup jobs by idVm
     * @param endpoints all of the plan's section
     * @param migrated what earlier runs migrated VMs to, so that Redis has them under that, by idVm
     * @param entities firewalls and load balancers that are migrated
     */
    PlannedChanges(
            List<VmResolution> resolutions,
            LongPredicate included,
            List<StepFactory<?, ?>> steps,
            Map<Long, List<PlanLine.Reference>> references,
            Map<Long, List<PlanLine.BackupJob>> jobs,
            List<PlanLine.Endpoint> endpoints,
            VmTable table,
            FormerValues former,
            Map<Long, ProviderId> migrated,
            List<EntityResolution> entities,
            EntityTables entityTables) {
        this.resolutions = resolutions;
        this.included = included;
        this.steps = List.copyOf(steps);
        this.references = references;
        this.jobs = jobs;
        this.endpoints = List.copyOf(endpoints);
        this.table = table;
        this.former = former;
        this.migrated = migrated;
        this.entities = List.copyOf(entities);
        this.entityTables = entityTables;
    }

    @Override
    public Iterator<Change> iterator() {
        return new Numbering();
    }

    private final class Numbering implements Iterator<Change> {
        private final Iterator<VmResolution> vms = resolutions.iterator();
        private final Iterator<EntityResolution> others = entities.iterator();
        private Iterator<Change> current = List.<Change>of().iterator();
        private int last;

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && vms.hasNext()) {
                VmResolution vm = vms.next();
                if (vm.providerId().isPresent() && included.test(vm.vm().idVm())) {
                    current = changes(vm).iterator();
                }
            }
            if (!current.hasNext() && others.hasNext()) {
                current =
                        List.<Change>of(entityTables.row(++last, others.next())).iterator();
            }
            return current.hasNext();
        }

        @Override
        public Change next() {
            hasNext();
            return current.next();
        }

        private List<Change> changes(VmResolution resolution) {
            PlanLine.Vm vm = resolution.vm();
            String providerId = resolution.providerId().orElseThrow().value();
            List<Change> changes = new ArrayList<>(2);
            PlannedVm planned = new PlannedVm(
                    vm,
                    providerId,
                    oldNames(resolution, providerId),
                    jobs.getOrDefault(vm.idVm(), List.of()),
                    endpoints);
            steps.forEach(step -> changes.addAll(step.plan(planned, () -> ++last)));
            String before =
                    providerId.equals(vm.providerId()) ? former.before(vm.idVm(), vm.providerId()) : vm.providerId();
            changes.add(new Change.SetRow(
                    ++last,
                    vm.idVm(),
                    SqlRole.VM,
                    table.table(),
                    List.of(new Change.KeyPart(table.idVm(), KeyCell.of(vm.idVm()))),
                    List.of(
                            new Change.Cell(table.uuid(), vm.uuid()),
                            new Change.Cell(table.name(), vm.name()),
                            new Change.Cell(table.idHypervisor(), Long.toString(vm.idHypervisor()))),
                    table.providerId(),
                    before,
                    providerId));
            for (PlanLine.Reference reference : references.getOrDefault(vm.idVm(), List.of())) {
                changes.add(new Change.SetRow(
                        ++last,
                        vm.idVm(),
                        SqlRole.REFERENCE,
                        reference.table(),
                        reference.key().entrySet().stream()
                                .map(key -> new Change.KeyPart(key.getKey(), key.getValue()))
                                .toList(),
                        List.of(),
                        reference.column(),
                        reference.value(),
                        reference.renamed(providerId)));
            }
            return changes;
        }

        /** With the provider ID of an earlier run, when the VM has another one now. */
        private List<String> oldNames(VmResolution resolution, String providerId) {
            ProviderId before = migrated.get(resolution.vm().idVm());
            if (before == null || before.value().equals(providerId)) {
                return resolution.oldNames();
            }
            List<String> names = new ArrayList<>(resolution.oldNames());
            names.add(before.value());
            return names;
        }
    }
}
