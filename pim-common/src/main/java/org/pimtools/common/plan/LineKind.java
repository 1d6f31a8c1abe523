package org.pimtools.common.plan;

import java.util.Optional;

/** The kinds of plan lines, in the order in which they may stand in a section. */
enum LineKind {
    HEADER("header", PlanLine.Header.class),
    SECTION("section", PlanLine.SectionStart.class),
    ENDPOINT("endpoint", PlanLine.Endpoint.class),
    MACHINE("machine", PlanLine.Machine.class),
    VM("vm", PlanLine.Vm.class),
    BACKUP_JOB("backup-job", PlanLine.BackupJob.class),
    REFERENCE("reference", PlanLine.Reference.class),
    FINDING("finding", PlanLine.Found.class),
    SECTION_END("section-end", PlanLine.SectionEnd.class),
    FOOTER("footer", PlanLine.Footer.class);

    private final String label;
    private final Class<? extends PlanLine> type;

    LineKind(String label, Class<? extends PlanLine> type) {
        this.label = label;
        this.type = type;
    }

    String label() {
        return label;
    }

    boolean isContent() {
        return compareTo(SECTION) > 0 && compareTo(SECTION_END) < 0;
    }

    static LineKind of(PlanLine line) {
        for (LineKind kind : values()) {
            if (kind.type == line.getClass()) {
                return kind;
            }
        }
        throw new IllegalArgumentException(line.getClass().getName());
    }

    static Optional<LineKind> of(String label) {
        for (LineKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
