package org.pimtools.common.output;

/** How far a long work is. Safe for use by several threads. */
public interface Progress extends AutoCloseable {
    /** Counts {@code n} more as done. */
    void add(long n);

    /** Ends the display; the last count stays when the work took long. */
    @Override
    void close();
}
