package org.pimtools.common.plan;

import java.util.Optional;
import org.pimtools.common.entity.EntityKind;

/** The kinds of plan lines, in the order in which they may stand in a section. */
enum LineKind {
    HEADER("header", PlanLine.Header.class),
    SECTION("section", PlanLine.SectionStart.class),
    ENDPOINT("endpoint", PlanLine.Endpoint.class),
    MACHINE("machine", PlanLine.Machine.class),
    VM("vm", PlanLine.Vm.class),
    BACKUP_JOB("backup-job", PlanLine.BackupJob.class),
    FIREWALL(EntityKind.FIREWALL.word(), PlanLine.Entity.class),
    LOAD_BALANCER(EntityKind.LOAD_BALANCER.word(), PlanLine.Entity.class),
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

    /** The first version of the format that has such lines. */
    int since() {
        return type == PlanLine.Entity.class ? PlanFormat.VERSION : PlanFormat.OLDEST;
    }

    boolean isContent() {
        return compareTo(SECTION) > 0 && compareTo(SECTION_END) < 0;
    }

    static LineKind of(PlanLine line) {
        if (line instanceof PlanLine.Entity entity) {
            return of(entity.kind().word()).orElseThrow();
        }
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
