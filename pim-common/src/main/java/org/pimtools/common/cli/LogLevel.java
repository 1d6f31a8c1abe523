package org.pimtools.common.cli;

import java.util.Locale;

/** How much of a run is logged; each level has what those before it have. */
public enum LogLevel {
    /** What ended the run, with its stack trace. */
    ERROR,
    /** What the operator was warned of. */
    WARNING,
    /** What the operator typed and was shown, and how the run ended. */
    INFO,
    /** What libraries have to say besides. */
    DEBUG;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
