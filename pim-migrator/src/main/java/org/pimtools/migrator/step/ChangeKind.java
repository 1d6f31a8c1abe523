package org.pimtools.migrator.step;

/** The kinds of changes, by the names that they have in the files; the one list from which those are read and written. */
public enum ChangeKind {
    REKEY("rekey", Change.Rekey.class),
    SET_ROW("setRow", Change.SetRow.class),
    RENAME_JOB("renameJob", Change.RenameJob.class);

    private final String label;
    private final Class<? extends Change> type;

    ChangeKind(String label, Class<? extends Change> type) {
        this.label = label;
        this.type = type;
    }

    /** The value of {@code kind} in {@code work.jsonl}. */
    public String label() {
        return label;
    }

    public Class<? extends Change> type() {
        return type;
    }

    /** @throws IllegalArgumentException for a type that is no kind of its own */
    public static ChangeKind of(Class<? extends Change> type) {
        for (ChangeKind kind : values()) {
            if (kind.type == type) {
                return kind;
            }
        }
        throw new IllegalArgumentException(type + " is no kind of change");
    }
}
