package org.pimtools.common.finding;

import java.util.Locale;

/** How much a finding stands in the way. Only undecided errors block a migration. */
public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** As a person reads it: in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
