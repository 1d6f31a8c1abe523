package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.pimtools.planner.spool.RowCodec;

/**
 * What two plans are compared by of a VM.
 *
 * @param place index of its datacenter in the {@link ComparedPlaces} of its plan
 * @param server number of the endpoint that lists it, or 0
 */
record ComparedVm(long idVm, String uuid, String name, long machine, int place, int server) {
    /** What lasts of a VM, whatever its name and wherever it is. */
    static final Comparator<ComparedVm> BY_IDENTITY =
            Comparator.comparingLong(ComparedVm::idVm).thenComparing(ComparedVm::uuid);

    static final RowCodec<ComparedVm> CODEC = new RowCodec<>() {
        @Override
        public void write(ComparedVm vm, DataOutput out) throws IOException {
            out.writeLong(vm.idVm);
            RowCodec.writeText(out, vm.uuid);
            RowCodec.writeText(out, vm.name);
            out.writeLong(vm.machine);
            out.writeInt(vm.place);
            out.writeInt(vm.server);
        }

        @Override
        public ComparedVm read(DataInput in) throws IOException {
            return new ComparedVm(
                    in.readLong(),
                    RowCodec.readText(in),
                    RowCodec.readText(in),
                    in.readLong(),
                    in.readInt(),
                    in.readInt());
        }
    };

    /** A VM of a plan that is made. */
    static ComparedVm of(SpooledVm spooled) {
        return new ComparedVm(
                spooled.vm().idVm(),
                spooled.vm().uuid(),
                spooled.vm().name(),
                spooled.vm().idHypervisor(),
                spooled.section(),
                spooled.endpointNo());
    }

    String text() {
        return "vm:" + idVm + " '" + name + "'";
    }
}
