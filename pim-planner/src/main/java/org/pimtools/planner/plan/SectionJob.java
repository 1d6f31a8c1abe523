package org.pimtools.planner.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.spool.RowCodec;

/** A backup job and the section that it belongs to. */
record SectionJob(int section, PlanLine.BackupJob job) {
    static final Comparator<SectionJob> BY_SECTION = Comparator.comparingInt(SectionJob::section);

    static final RowCodec<SectionJob> CODEC = new RowCodec<>() {
        @Override
        public void write(SectionJob spooled, DataOutput out) throws IOException {
            PlanLine.BackupJob job = spooled.job;
            out.writeInt(spooled.section);
            out.writeLong(job.id());
            out.writeLong(job.idVm());
            RowCodec.writeText(out, job.system());
            RowCodec.writeText(out, job.endpoint());
            RowCodec.writeText(out, job.jobName());
            RowCodec.writeText(out, job.jobRef());
            out.writeInt(job.server());
        }

        @Override
        public SectionJob read(DataInput in) throws IOException {
            return new SectionJob(
                    in.readInt(),
                    new PlanLine.BackupJob(
                            in.readLong(),
                            in.readLong(),
                            RowCodec.readText(in),
                            RowCodec.readText(in),
                            RowCodec.readText(in),
                            RowCodec.readText(in),
                            in.readInt()));
        }
    };
}
