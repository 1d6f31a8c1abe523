package org.pimtools.planner.verify;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pimtools.planner.spool.RowCodec;

/**
 * A VM of the plan without a provider ID in the database.
 *
 * @param decided true when the operator decided to leave it out, or rolled it back
 */
public record Unmigrated(long idVm, String name, String reason, boolean decided) {
    static final RowCodec<Unmigrated> CODEC = new RowCodec<>() {
        @Override
        public void write(Unmigrated vm, DataOutput out) throws IOException {
            out.writeLong(vm.idVm);
            RowCodec.writeText(out, vm.name);
            RowCodec.writeText(out, vm.reason);
            out.writeBoolean(vm.decided);
        }

        @Override
        public Unmigrated read(DataInput in) throws IOException {
            return new Unmigrated(in.readLong(), RowCodec.readText(in), RowCodec.readText(in), in.readBoolean());
        }
    };

    /** For people; data in it is not yet printable. */
    public String text() {
        return "vm:" + idVm + " '" + name + "': " + reason;
    }
}
