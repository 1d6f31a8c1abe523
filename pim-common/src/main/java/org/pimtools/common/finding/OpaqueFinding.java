package org.pimtools.common.finding;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.common.text.Text;

/**
 * A finding of a version that knows more than this one. Two are equal when their codes are: what else is known of one depends on
 * where it was read.
 *
 * @param code like {@code PIM-0999}
 * @param title what its line says that it is: not trusted, escaped by whoever prints it, cut after {@value #LONGEST} characters
 */
public record OpaqueFinding(String code, Severity severity, String title) implements FindingKind {
    private static final Pattern CODE = Pattern.compile("PIM-[0-9]{4}");
    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException when the code does not look like one */
    public OpaqueFinding {
        if (!isCode(code)) {
            throw new IllegalArgumentException("not a finding code");
        }
        Objects.requireNonNull(severity);
        title = Text.shortened(title, LONGEST);
    }

    /** Empty when the text does not look like a code. */
    public static Optional<OpaqueFinding> of(String code, Severity severity, String title) {
        return isCode(code) ? Optional.of(new OpaqueFinding(code, severity, title)) : Optional.empty();
    }

    private static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    @Override
    public String why() {
        return "a newer version of the tools made this finding, and this one does not know its code";
    }

    @Override
    public String resolve() {
        return "look the code up in docs/finding-codes.md of the version that made it, or install that version here";
    }

    @Override
    public boolean hasLines() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpaqueFinding opaque && code.equals(opaque.code);
    }

    @Override
    public int hashCode() {
        return code.hashCode();
    }
}
