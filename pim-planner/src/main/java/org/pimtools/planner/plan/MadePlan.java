package org.pimtools.planner.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.planner.spool.Spool;

/** A plan that was just written, and until it is closed what it was written from, so that nobody has to read the file for that. */
public final class MadePlan implements Closeable {
    private final Path file;
    private final PlanLine.Header header;
    private final PlanContent content;
    private final PlanSummary summary;

    MadePlan(Path file, PlanLine.Header header, PlanContent content, PlanSummary summary) {
        this.file = file;
        this.header = header;
        this.content = content;
        this.summary = summary;
    }

    public PlanSummary summary() {
        return summary;
    }

    Path file() {
        return file;
    }

    PlanLine.Header header() {
        return header;
    }

    ComparedPlaces places() {
        return ComparedPlaces.of(content.sections);
    }

    /** The VMs in the order of the plan; every call begins anew. */
    Spool.Rows<SpooledVm> vms() throws IOException {
        return content.plannedVms();
    }

    /** Deletes what was set aside; the plan stays. */
    @Override
    public void close() throws IOException {
        content.close();
    }
}
