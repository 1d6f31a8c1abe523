package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.planner.spool.RowCodec;

/** A finding and the section that it belongs to. */
record SectionFinding(int section, Finding finding) {
    static final Comparator<SectionFinding> BY_SECTION_AND_CODE =
            Comparator.comparingInt(SectionFinding::section).thenComparing(found -> found.finding.code());

    static final RowCodec<SectionFinding> CODEC = new RowCodec<>() {
        private final FindingCode[] codes = FindingCode.values();

        @Override
        public void write(SectionFinding found, DataOutput out) throws IOException {
            out.writeInt(found.section);
            out.writeShort(found.finding.code().ordinal());
            RowCodec.writeText(out, found.finding.entity());
            RowCodec.writeText(out, found.finding.detail());
        }

        @Override
        public SectionFinding read(DataInput in) throws IOException {
            return new SectionFinding(
                    in.readInt(), new Finding(codes[in.readShort()], RowCodec.readText(in), RowCodec.readText(in)));
        }
    };
}
