package org.pimtools.migrator.step;

/**
 * How what undo needs is written to the journal.
 *
 * @param <U> what undo needs
 */
public interface UndoCodec<U> {
    /** One line of text. */
    String write(U undo);

    /** @throws IllegalArgumentException for anything but what {@link #write} writes */
    U read(String text);

    /**
     * What undo needs after two acts of the same change, of which nobody knows whether the first one was done.
     *
     * @param first what was there before the first
     * @param again what was there before the second
     */
    U joined(U first, U again);
}
