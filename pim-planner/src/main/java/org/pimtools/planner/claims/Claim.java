package org.pimtools.planner.claims;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.planner.spool.RowCodec;

/**
 * A VM, firewall or load balancer that has, or will have, a provider ID.
 *
 * @param datacenter whose file says so; null when the database holds it, whatever the files say
 */
public record Claim(
        String providerId,
        DatacenterId datacenter,
        @JsonSerialize(using = ToStringSerializer.class) EntityKey entity) {
    static final Comparator<Claim> BY_PROVIDER_ID = Comparator.comparing(Claim::kind)
            .thenComparing(Claim::providerId)
            .thenComparing(Claim::datacenter, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Claim::entity);

    static final RowCodec<Claim> CODEC = new RowCodec<>() {
        @Override
        public void write(Claim claim, DataOutput out) throws IOException {
            RowCodec.writeText(out, claim.providerId);
            RowCodec.writeText(out, claim.datacenter == null ? "" : claim.datacenter.toString());
            out.writeByte(claim.kind().ordinal());
            out.writeLong(claim.entity.id());
        }

        @Override
        public Claim read(DataInput in) throws IOException {
            return new Claim(
                    RowCodec.readText(in),
                    DatacenterId.of(RowCodec.readText(in)).orElse(null),
                    new EntityKey(EntityKind.values()[in.readByte()], in.readLong()));
        }
    };

    /** The name of a classic load balancer of Amazon, which is its ID: of letters, digits and hyphens, at most 32. */
    private static final Pattern NAME_OF_A_REGION = Pattern.compile("(?![0-9]{10,}$)[A-Za-z0-9-]{1,32}");

    private EntityKind kind() {
        return entity.kind();
    }

    /**
     * Whether both cannot be true. Two regions can have classic load balancers of one name; what the database holds of firewalls and
     * load balancers of no file is the platform's own.
     */
    boolean contradicts(Claim other) {
        return kind() == other.kind()
                && providerId.equals(other.providerId)
                && (kind() == EntityKind.VM || datacenter != null || other.datacenter != null)
                && (kind() != EntityKind.LOAD_BALANCER
                        || !NAME_OF_A_REGION.matcher(providerId).matches());
    }

    /** For people: the entity, and how it is known. */
    public String holder() {
        return entity + (datacenter == null ? " in the database" : " of " + datacenter);
    }
}
