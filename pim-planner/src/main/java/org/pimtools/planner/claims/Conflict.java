package org.pimtools.planner.claims;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pimtools.planner.spool.RowCodec;

/** Two claims to one provider ID. */
public record Conflict(Claim claim, Claim other) {
    static final RowCodec<Conflict> CODEC = new RowCodec<>() {
        @Override
        public void write(Conflict conflict, DataOutput out) throws IOException {
            Claim.CODEC.write(conflict.claim, out);
            Claim.CODEC.write(conflict.other, out);
        }

        @Override
        public Conflict read(DataInput in) throws IOException {
            return new Conflict(Claim.CODEC.read(in), Claim.CODEC.read(in));
        }
    };

    /** For people; data in it is not yet printable. */
    public String text() {
        return "provider ID '" + claim.providerId() + "' is claimed by " + claim.holder() + " and by " + other.holder();
    }
}
