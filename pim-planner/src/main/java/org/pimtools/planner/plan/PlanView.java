package org.pimtools.planner.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;

/** A plan file that was proven from its first to its last line. */
public final class PlanView {
    private final Path file;
    private final PlanLine.Header header;
    private final List<Section> sections;

    /**
     * What a section holds.
     *
     * @param counts lines by kind
     */
    public record Section(DatacenterId datacenter, String name, boolean sealed, Map<String, Long> counts) {
        /** Whether it is the section for what no datacenter has. */
        public boolean nowhere() {
            return datacenter.equals(DatacenterId.NOWHERE);
        }
    }

    private PlanView(Path file, PlanLine.Header header, List<Section> sections) {
        this.file = file;
        this.header = header;
        this.sections = List.copyOf(sections);
    }

    /** Verifies the whole file. */
    public static PlanView verify(Path file) {
        List<Section> sections = new ArrayList<>();
        try (PlanReader reader = PlanReader.open(file)) {
            PlanLine.SectionStart start = null;
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart opened) {
                    start = opened;
                } else if (line instanceof PlanLine.SectionEnd end) {
                    sections.add(new Section(end.datacenter(), start.name(), start.sealed() != null, end.counts()));
                }
            }
            return new PlanView(file, reader.header(), sections);
        }
    }

    public PlanLine.Header header() {
        return header;
    }

    public List<Section> sections() {
        return sections;
    }

    /** A line and its section. */
    public record Located(Section section, PlanLine line) {}

    /** Reads the file again, which is verified again, and gives what its sections contain. Close it. */
    public Contents contents() {
        return new Contents(PlanReader.open(file));
    }

    /** What the sections contain, line by line. */
    public final class Contents implements AutoCloseable {
        private final PlanReader reader;
        private int section = -1;

        private Contents(PlanReader reader) {
            this.reader = reader;
        }

        /** The next line, or null at the end. */
        public Located next() {
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart) {
                    section++;
                } else if (!(line instanceof PlanLine.SectionEnd || line instanceof PlanLine.Footer)) {
                    return new Located(sections.get(section), line);
                }
            }
            return null;
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
