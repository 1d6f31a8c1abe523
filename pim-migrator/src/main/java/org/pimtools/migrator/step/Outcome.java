package org.pimtools.migrator.step;

/** What came of one act or undo. */
public sealed interface Outcome {
    /** Done, and read back where the target allows it. */
    record Applied() implements Outcome {}

    /** The target changed since it was looked at; nothing was done: look again. */
    record Moved(String detail) implements Outcome {}

    /** Only a person can do it, as the instruction says. */
    record ByHand(String instruction) implements Outcome {}

    /** It failed, and was not done. */
    record Failed(String reason) implements Outcome {}
}
