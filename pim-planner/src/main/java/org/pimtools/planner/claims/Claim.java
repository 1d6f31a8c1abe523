package org.pimtools.planner.claims;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.UUID;
import org.pimtools.planner.spool.RowCodec;

/**
 * A VM that has, or will have, a provider ID.
 *
 * @param datacenter whose file says so, or {@link #DATABASE}
 */
public record Claim(String providerId, UUID datacenter, long idVm) {
    /** In place of a datacenter: the database holds it, whatever the files say. */
    public static final UUID DATABASE = new UUID(0, 0);

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

    /** For people: the VM, and how it is known. */
    public String holder() {
        return "vm:" + idVm + (datacenter.equals(DATABASE) ? " in the database" : " of " + datacenter);
    }
}
