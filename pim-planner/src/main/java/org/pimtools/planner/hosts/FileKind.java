package org.pimtools.planner.hosts;

import java.util.Set;

/** What a file of a host tells; by it, which later files take its place. */
public enum FileKind {
    DRY_RUN("made a dry run"),
    MIGRATED("migrated"),
    ROLLED_BACK("rolled back"),
    VERIFIED("verified"),
    UPDATE_FILE("wrote an update file"),
    ROLLBACK_FILE("wrote a rollback file");

    private final String word;

    FileKind(String word) {
        this.word = word;
    }

    /** What the host did, for people. */
    String word() {
        return word;
    }

    /**
     * The kinds of which a later file makes this one untrue. The newest SQL files of a datacenter are complete, whatever their
     * direction. A migration leaves the update file of an earlier run in force when nothing in it changed, a dry run changes nothing.
     */
    Set<FileKind> superseding() {
        return switch (this) {
            case DRY_RUN -> Set.of();
            case MIGRATED, ROLLED_BACK -> Set.of(MIGRATED, ROLLED_BACK);
            case VERIFIED -> Set.of(VERIFIED);
            case UPDATE_FILE -> Set.of(UPDATE_FILE, ROLLBACK_FILE, ROLLED_BACK);
            case ROLLBACK_FILE -> Set.of(UPDATE_FILE, ROLLBACK_FILE);
        };
    }

    /** Whether a later file of the other kind makes one of this kind untrue. */
    public boolean isSupersededBy(FileKind other) {
        return superseding().contains(other);
    }
}
