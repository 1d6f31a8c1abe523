package org.pimtools.common.finding;

import java.util.Optional;

/** What a finding is: one of those that this version makes, or one that another version made and this one only shows and counts. */
public sealed interface FindingKind permits FindingCode, OpaqueFinding {
    /** The lasting name that files and screens carry, for instance {@code PIM-0012}. */
    String code();

    Severity severity();

    String title();

    /** Why it matters. */
    String why();

    /** What to do about it while the platform is stopped. */
    String resolve();

    /** Whether the detail may have several lines, which a screen shows as they are: they hold nothing but what was validated. */
    boolean hasLines();

    /**
     * The kind that a line of a file names.
     *
     * @return empty when the text is no code, or the severity is not that of a code which this version knows
     */
    static Optional<FindingKind> of(String code, Severity severity, String title) {
        Optional<FindingCode> known = FindingCode.of(code);
        return known.isPresent()
                ? known.filter(own -> own.severity() == severity).map(own -> own)
                : OpaqueFinding.of(code, severity, title).map(own -> own);
    }
}
