package org.pimtools.migrator.report;

import java.util.Locale;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;

/** How the page colours a word; the word itself always says the same. */
enum Appearance {
    GOOD("good"),
    KNOWN("calm"),
    CALM("calm"),
    WARN("warn"),
    BAD("bad");

    private final String chip;

    Appearance(String chip) {
        this.chip = chip;
    }

    /** The class of a word. */
    String chip() {
        return chip;
    }

    /** The class of a part of a bar. */
    String bar() {
        return "b-" + name().toLowerCase(Locale.ROOT);
    }

    static Appearance of(Enum<?> kind) {
        if (kind instanceof Outcome outcome) {
            return of(outcome);
        }
        return of((State) kind);
    }

    static Appearance of(Outcome outcome) {
        return switch (outcome) {
            case RESOLVED -> GOOD;
            case ALREADY_MIGRATED -> KNOWN;
            case NOT_FOUND, CONFLICT -> BAD;
            case AMBIGUOUS -> WARN;
            case BLOCKED -> CALM;
        };
    }

    static Appearance of(State subscription) {
        return switch (subscription) {
            case DONE -> GOOD;
            case PENDING, ROLLED_BACK, BY_HAND -> KNOWN;
            case ABSENT -> CALM;
            case REFUSED, FAILED, UNKNOWN -> BAD;
        };
    }

    static Appearance of(Severity severity) {
        return switch (severity) {
            case ERROR -> BAD;
            case WARNING -> WARN;
            case INFO -> CALM;
        };
    }
}
