package org.pimtools.migrator.step;

import org.pimtools.common.finding.FindingCode;

/** What a step sees when it looks at the target of one change. */
public sealed interface Look {
    /** Not done yet; {@code before} is what undo needs, as one line of text that only the step understands. */
    record Pending(String before) implements Look {}

    /** The target is as the change wants it. */
    record Done() implements Look {}

    /** There is nothing to change; {@code finding} says why it is worth knowing. */
    record Absent(FindingCode finding, String detail) implements Look {}

    /** The change must not be made. */
    record Refused(FindingCode finding, String detail) implements Look {}
}
