package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.planner.spool.RowCodec;

/**
 * How the database differs from a plan in one VM, firewall or load balancer.
 *
 * @param idVm of a VM; null of another entity
 * @param entity such as {@code vm:12} or {@code firewall:3}
 * @param planned what the plan says, or null
 * @param found what the database says now, or null
 */
public record PlanDifference(Kind kind, Long idVm, String entity, String planned, String found) {
    static PlanDifference of(Kind kind, EntityKey key, String planned, String found) {
        return new PlanDifference(kind, key.kind() == EntityKind.VM ? key.id() : null, key.toString(), planned, found);
    }

    static PlanDifference ofVm(Kind kind, long idVm, String planned, String found) {
        return of(kind, EntityKey.vm(idVm), planned, found);
    }

    /** For a list of any length. */
    public static final RowCodec<PlanDifference> CODEC = new RowCodec<>() {
        private final Kind[] kinds = Kind.values();

        @Override
        public void write(PlanDifference difference, DataOutput out) throws IOException {
            out.writeByte(difference.kind.ordinal());
            RowCodec.writeText(out, difference.entity);
            RowCodec.writeText(out, difference.planned);
            RowCodec.writeText(out, difference.found);
        }

        @Override
        public PlanDifference read(DataInput in) throws IOException {
            Kind kind = kinds[in.readByte()];
            EntityKey key = EntityKey.of(RowCodec.readText(in)).orElseThrow();
            return of(kind, key, RowCodec.readText(in), RowCodec.readText(in));
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
        PROVIDER_ID("has another provider ID"),
        NO_ROW("is gone"),
        NOT_PROVIDED("is in no virtual datacenter any more"),
        VIRTUAL_DATACENTER("is in another virtual datacenter");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As a person reads it, after the VM or whatever it is. */
        public String text() {
            return text;
        }
    }
}
