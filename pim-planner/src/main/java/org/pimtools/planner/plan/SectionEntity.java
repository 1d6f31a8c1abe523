package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.spool.RowCodec;

/** A firewall or a load balancer and the section that it belongs to. */
record SectionEntity(int section, PlanLine.Entity entity) {
    static final Comparator<SectionEntity> BY_SECTION_AND_KIND =
            Comparator.comparingInt(SectionEntity::section).thenComparing(spooled -> spooled.entity.key());

    static final RowCodec<SectionEntity> CODEC = new RowCodec<>() {
        private final EntityKind[] kinds = EntityKind.values();

        @Override
        public void write(SectionEntity spooled, DataOutput out) throws IOException {
            PlanLine.Entity entity = spooled.entity;
            out.writeInt(spooled.section);
            out.writeByte(entity.kind().ordinal());
            out.writeLong(entity.id());
            RowCodec.writeText(out, entity.name());
            out.writeInt(entity.endpointNo());
            out.writeLong(entity.virtualDatacenter());
            RowCodec.writeText(out, entity.providerId());
            out.writeInt(entity.vms().size());
            for (long vm : entity.vms()) {
                out.writeLong(vm);
            }
        }

        @Override
        public SectionEntity read(DataInput in) throws IOException {
            int section = in.readInt();
            EntityKind kind = kinds[in.readByte()];
            long id = in.readLong();
            String name = RowCodec.readText(in);
            int endpointNo = in.readInt();
            long virtualDatacenter = in.readLong();
            String providerId = RowCodec.readText(in);
            List<Long> vms = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                vms.add(in.readLong());
            }
            return new SectionEntity(
                    section, new PlanLine.Entity(kind, id, name, endpointNo, virtualDatacenter, providerId, vms));
        }
    };
}
