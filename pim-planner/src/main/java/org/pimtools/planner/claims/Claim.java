package org.pimtools.planner.claims;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.planner.spool.RowCodec;

/**
 * A VM that has, or will have, a provider ID.
 *
 * @param datacenter whose file says so; null when the database holds it, whatever the files say
 */
public record Claim(String providerId, DatacenterId datacenter, long idVm) {
    static final Comparator<Claim> BY_PROVIDER_ID = Comparator.comparing(Claim::providerId)
            .thenComparing(Claim::datacenter, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(Claim::idVm);

    static final RowCodec<Claim> CODEC = new RowCodec<>() {
        @Override
        public void write(Claim claim, DataOutput out) throws IOException {
            RowCodec.writeText(out, claim.providerId);
            RowCodec.writeText(out, claim.datacenter == null ? "" : claim.datacenter.toString());
            out.writeLong(claim.idVm);
        }

        @Override
        public Claim read(DataInput in) throws IOException {
            return new Claim(
                    RowCodec.readText(in),
                    DatacenterId.of(RowCodec.readText(in)).orElse(null),
                    in.readLong());
        }
    };

    /** For people: the VM, and how it is known. */
    public String holder() {
        return "vm:" + idVm + (datacenter == null ? " in the database" : " of " + datacenter);
    }
}
