package org.pimtools.common.finding;

/** How much a finding stands in the way. Only undecided errors block a migration. */
public enum Severity {
    ERROR,
    WARNING,
    INFO
}
