package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.planner.spool.RowCodec;

/** A finding that the planner makes, and the section that it belongs to. */
record SectionFinding(int section, Finding finding) {
    static final Comparator<SectionFinding> BY_SECTION_AND_CODE = Comparator.comparingInt(SectionFinding::section)
            .thenComparing(found -> found.finding.code().code());

    static final RowCodec<SectionFinding> CODEC = new RowCodec<>() {
        @Override
        public void write(SectionFinding found, DataOutput out) throws IOException {
            out.writeInt(found.section);
            RowCodec.writeText(out, found.finding.code().code());
            RowCodec.writeText(out, found.finding.entity());
            RowCodec.writeText(out, found.finding.detail());
        }

        @Override
        public SectionFinding read(DataInput in) throws IOException {
            int section = in.readInt();
            FindingCode code = FindingCode.of(RowCodec.readText(in)).orElseThrow();
            return new SectionFinding(section, new Finding(code, RowCodec.readText(in), RowCodec.readText(in)));
        }
    };
}
