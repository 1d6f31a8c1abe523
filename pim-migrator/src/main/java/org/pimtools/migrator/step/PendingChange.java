package org.pimtools.migrator.step;

/**
 * A change that is to be made or undone.
 *
 * @param undo what was there before, as {@link Look.Pending} or the journal gave it
 * @param task the task of the target that a run before this one began for it and did not see the end of, or null
 */
public record PendingChange<C extends Change, U>(C change, U undo, String task) {
    /** One that no task was begun for. */
    public PendingChange(C change, U undo) {
        this(change, undo, null);
    }
}
