package org.pimtools.planner.claims;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.UUID;
import org.pimtools.planner.spool.RowCodec;

/** A VM of a datacenter that has, or will have, a provider ID. */
public record Claim(String providerId, UUID datacenter, long idVm) {
    static final Comparator<Claim> BY_PROVIDER_ID = Comparator.comparing(Claim::providerId)
            .thenComparing(Claim::datacenter)
            .thenComparingLong(Claim::idVm);

    static final RowCodec<Claim> CODEC = new RowCodec<>() {
        @Override
        public void write(Claim claim, DataOutput out) throws IOException {
            RowCodec.writeText(out, claim.providerId);
            out.writeLong(claim.datacenter.getMostSignificantBits());
            out.writeLong(claim.datacenter.getLeastSignificantBits());
            out.writeLong(claim.idVm);
        }

        @Override
        public Claim read(DataInput in) throws IOException {
            return new Claim(RowCodec.readText(in), new UUID(in.readLong(), in.readLong()), in.readLong());
        }
    };
}
