package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.planner.planning.VmRow;
import org.pimtools.planner.spool.RowCodec;

/**
 * A row of {@code virtualmachine} and where it goes.
 *
 * @param section of the plan that gets a line of it, or -1
 * @param endpointNo in that section, or 0
 */
record SpooledVm(int section, int endpointNo, VmRow vm) {
    static final int NO_SECTION = -1;

    /** By section, machine and VM. */
    static int compare(SpooledVm one, SpooledVm other) {
        int order = Integer.compare(one.section, other.section);
        if (order == 0) {
            order = Long.compare(one.machine(), other.machine());
        }
        return order == 0 ? Long.compare(one.vm.idVm(), other.vm.idVm()) : order;
    }

    private long machine() {
        return vm.idHypervisor() == null ? 0 : vm.idHypervisor();
    }

    static final RowCodec<SpooledVm> CODEC = new RowCodec<>() {
        @Override
        public void write(SpooledVm spooled, DataOutput out) throws IOException {
            VmRow vm = spooled.vm;
            out.writeInt(spooled.section);
            out.writeInt(spooled.endpointNo);
            out.writeLong(vm.idVm());
            out.writeBoolean(vm.idHypervisor() != null);
            out.writeLong(vm.idHypervisor() == null ? 0 : vm.idHypervisor());
            RowCodec.writeText(out, vm.uuid());
            RowCodec.writeText(out, vm.name());
            RowCodec.writeText(out, vm.state());
            out.writeBoolean(vm.captured());
            RowCodec.writeText(out, vm.providerId());
            writeTexts(out, vm.datastores());
            writeTexts(out, vm.macs());
            RowCodec.writeText(out, vm.previousState());
        }

        @Override
        public SpooledVm read(DataInput in) throws IOException {
            int section = in.readInt();
            int endpointNo = in.readInt();
            long idVm = in.readLong();
            boolean placed = in.readBoolean();
            long idHypervisor = in.readLong();
            return new SpooledVm(
                    section,
                    endpointNo,
                    new VmRow(
                            idVm,
                            placed ? Long.valueOf(idHypervisor) : null,
                            RowCodec.readText(in),
                            RowCodec.readText(in),
                            RowCodec.readText(in),
                            in.readBoolean(),
                            RowCodec.readText(in),
                            readTexts(in),
                            readTexts(in),
                            RowCodec.readText(in)));
        }

        private void writeTexts(DataOutput out, List<String> texts) throws IOException {
            out.writeInt(texts.size());
            for (String text : texts) {
                RowCodec.writeText(out, text);
            }
        }

        private List<String> readTexts(DataInput in) throws IOException {
            int count = in.readInt();
            List<String> texts = new ArrayList<>(count);
            while (texts.size() < count) {
                texts.add(RowCodec.readText(in));
            }
            return texts;
        }
    };
}
