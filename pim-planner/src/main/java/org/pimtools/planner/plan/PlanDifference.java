package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pimtools.planner.spool.RowCodec;

/**
 * How the database differs from a plan in one VM.
 *
 * @param planned what the plan says, or null
 * @param found what the database says now, or null
 */
public record PlanDifference(Kind kind, long idVm, String planned, String found) {
    /** For a list of any length. */
    public static final RowCodec<PlanDifference> CODEC = new RowCodec<>() {
        private final Kind[] kinds = Kind.values();

        @Override
        public void write(PlanDifference difference, DataOutput out) throws IOException {
            out.writeByte(difference.kind.ordinal());
            out.writeLong(difference.idVm);
            RowCodec.writeText(out, difference.planned);
            RowCodec.writeText(out, difference.found);
        }

        @Override
        public PlanDifference read(DataInput in) throws IOException {
            return new PlanDifference(
                    kinds[in.readByte()], in.readLong(), RowCodec.readText(in), RowCodec.readText(in));
        }
    };

    /** What differs. */
    public enum Kind {
        GONE("is in no hypervisor any more"),
        NEW("is new"),
        REPLACED("has another UUID"),
        RENAMED("has another name"),
        MOVED("is on another machine"),
        STATE("has another state"),
        PROVIDER_ID("has another provider ID");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As a person reads it, after the VM. */
        public String text() {
            return text;
        }
    }
}
