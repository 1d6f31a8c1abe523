package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.planner.spool.KeyCellCodec;
import org.pimtools.planner.spool.RowCodec;

/** A reference and the section that it belongs to. */
record SectionReference(int section, PlanLine.Reference reference) {
    static final Comparator<SectionReference> BY_SECTION = Comparator.comparingInt(SectionReference::section);

    static final RowCodec<SectionReference> CODEC = new RowCodec<>() {
        @Override
        public void write(SectionReference spooled, DataOutput out) throws IOException {
            PlanLine.Reference reference = spooled.reference;
            out.writeInt(spooled.section);
            RowCodec.writeText(out, reference.table());
            out.writeInt(reference.key().size());
            for (Map.Entry<String, KeyCell> part : reference.key().entrySet()) {
                RowCodec.writeText(out, part.getKey());
                KeyCellCodec.write(part.getValue(), out);
            }
            out.writeLong(reference.idVm());
            RowCodec.writeText(out, reference.column());
            RowCodec.writeText(out, reference.value());
            RowCodec.writeText(out, reference.part());
        }

        @Override
        public SectionReference read(DataInput in) throws IOException {
            int section = in.readInt();
            String table = RowCodec.readText(in);
            SortedMap<String, KeyCell> key = new TreeMap<>();
            for (int parts = in.readInt(); parts > 0; parts--) {
                key.put(RowCodec.readText(in), KeyCellCodec.read(in));
            }
            return new SectionReference(
                    section,
                    new PlanLine.Reference(
                            table,
                            key,
                            in.readLong(),
                            RowCodec.readText(in),
                            RowCodec.readText(in),
                            RowCodec.readText(in)));
        }
    };
}
