package org.pimtools.common.finding;

import org.pimtools.common.json.Fields;
import org.pimtools.common.json.LineException;

/** A finding as plans and results have it: code, severity and title, so that one of a newer version can be shown, entity and detail. */
public final class FindingFields {
    private FindingFields() {}

    /** @throws LineException when the code is none, or the severity is not the one of a code that is known here */
    public static Finding read(Fields fields) throws LineException {
        FindingKind kind = FindingKind.of(
                        fields.text("code"), fields.choice("severity", Severity.class), fields.text("title"))
                .orElseThrow(
                        () -> new LineException("field code is not a finding code, or severity is not the code's"));
        return new Finding(kind, fields.text("entity"), fields.text("detail"));
    }
}
