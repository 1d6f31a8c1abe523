package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.inventory.Inventory;
import org.pimtools.planner.inventory.Platform;
import org.pimtools.planner.inventory.VmQuery;
import org.pimtools.planner.planning.DatacenterRow;
import org.pimtools.planner.planning.HypervisorRow;
import org.pimtools.planner.planning.VmRow;
import org.pimtools.planner.spool.RowCodec;
import org.pimtools.planner.spool.Spool;

/** Compares a plan with the database as it is now, in constant memory. */
public final class PlanCheck {
    private static final RowCodec<PlanLine.Vm> CODEC = new RowCodec<>() {
        @Override
        public void write(PlanLine.Vm vm, DataOutput out) throws IOException {
            out.writeLong(vm.idVm());
            RowCodec.writeText(out, vm.uuid());
            RowCodec.writeText(out, vm.name());
            out.writeLong(vm.idHypervisor());
            RowCodec.writeText(out, vm.state());
            out.writeBoolean(vm.captured());
            RowCodec.writeText(out, vm.providerId());
        }

        @Override
        public PlanLine.Vm read(DataInput in) throws IOException {
            return new PlanLine.Vm(
                    in.readLong(),
                    RowCodec.readText(in),
                    RowCodec.readText(in),
                    in.readLong(),
                    RowCodec.readText(in),
                    in.readBoolean(),
                    RowCodec.readText(in));
        }
    };

    /** Takes one difference. */
    @FunctionalInterface
    public interface Sink {
        void take(PlanDifference difference) throws IOException;
    }

    private final Spool.Rows<PlanLine.Vm> planned;
    private final Set<Long> machines;
    private final Sink sink;
    private long same;

    private PlanCheck(Spool.Rows<PlanLine.Vm> planned, Set<Long> machines, Sink sink) {
        this.planned = planned;
        this.machines = machines;
        this.sink = sink;
    }

    /**
     * Hands over every difference: by VM, then by firewall and load balancer.
     *
     * @param folder for what does not fit into memory
     */
    public static AsPlanned run(PlanView plan, Inventory inventory, SchemaFacts schema, Path folder, Sink sink)
            throws IOException {
        Platform platform = Platform.read(inventory, schema.state());
        Set<Long> machines = machinesNow(plan, platform);
        try (Spool<PlanLine.Vm> spool = new Spool<>(folder, CODEC, Comparator.comparingLong(PlanLine.Vm::idVm));
                EntityCheck entities = new EntityCheck(folder, sink)) {
            try (PlanView.Contents contents = plan.contents()) {
                for (PlanView.Located read = contents.next(); read != null; read = contents.next()) {
                    if (read.line() instanceof PlanLine.Vm vm) {
                        spool.add(vm);
                    } else if (read.line() instanceof PlanLine.Entity entity) {
                        entities.add(entity);
                    }
                }
            }
            PlanCheck check = new PlanCheck(spool.sorted(), machines, sink);
            VmQuery.read(inventory, check::compare);
            check.goneBefore(Long.MAX_VALUE);
            return new AsPlanned(check.same, entities.compare(inventory, schema, datacentersNow(plan, platform)));
        }
    }

    /** How many are as they were planned. @param others firewalls and load balancers */
    public record AsPlanned(long vms, long others) {}

    private static Set<Long> datacentersNow(PlanView plan, Platform platform) {
        Set<DatacenterId> planned =
                plan.sections().stream().map(PlanView.Section::datacenter).collect(Collectors.toSet());
        return platform.datacenters().stream()
                .filter(datacenter ->
                        datacenter.identity().filter(planned::contains).isPresent())
                .map(DatacenterRow::id)
                .collect(Collectors.toSet());
    }

    /** The machines of the plan's datacenters: a VM on one of them that the plan does not know is new. */
    private static Set<Long> machinesNow(PlanView plan, Platform platform) {
        Set<Long> datacenters = datacentersNow(plan, platform);
        Set<Long> machines = new HashSet<>();
        for (DatacenterRow datacenter : platform.datacenters()) {
            if (datacenters.contains(datacenter.id())) {
                platform.machinesOf(datacenter).stream().map(HypervisorRow::id).forEach(machines::add);
            }
        }
        return machines;
    }

    private void compare(VmRow now) throws IOException {
        goneBefore(now.idVm());
        PlanLine.Vm before = planned.peek();
        if (before == null || before.idVm() != now.idVm()) {
            if (now.canBePlanned() && machines.contains(now.idHypervisor())) {
                sink.take(PlanDifference.ofVm(PlanDifference.Kind.NEW, now.idVm(), null, now.name()));
            }
            return;
        }
        planned.next();
        if (!now.vmState().deployed()) {
            sink.take(PlanDifference.ofVm(PlanDifference.Kind.GONE, now.idVm(), before.name(), now.state()));
            return;
        }
        boolean equal = equal(PlanDifference.Kind.REPLACED, now, before.uuid(), now.uuid())
                & equal(PlanDifference.Kind.RENAMED, now, before.name(), now.name())
                & equal(
                        PlanDifference.Kind.MOVED,
                        now,
                        Long.toString(before.idHypervisor()),
                        String.valueOf(now.idHypervisor()))
                & equal(PlanDifference.Kind.STATE, now, before.state(), now.state() == null ? "" : now.state())
                & equal(PlanDifference.Kind.PROVIDER_ID, now, before.providerId(), now.heldProviderId());
        same += equal ? 1 : 0;
    }

    private boolean equal(PlanDifference.Kind kind, VmRow vm, String planned, String found) throws IOException {
        if (Objects.equals(planned, found)) {
            return true;
        }
        sink.take(PlanDifference.ofVm(kind, vm.idVm(), planned, found));
        return false;
    }

    private void goneBefore(long idVm) throws IOException {
        while (planned.peek() != null && planned.peek().idVm() < idVm) {
            PlanLine.Vm gone = planned.next();
            sink.take(PlanDifference.ofVm(PlanDifference.Kind.GONE, gone.idVm(), gone.name(), null));
        }
    }
}
