package org.pimtools.migrator.report;

import org.pimtools.common.result.ResultLine.Decision;
import org.pimtools.common.result.ResultLine.Outcome;
import org.pimtools.common.result.ResultLine.State;

/** What screens and pages call what a result file names in capitals. */
final class Labels {
    private Labels() {}

    static String label(Outcome outcome) {
        return switch (outcome) {
            case RESOLVED -> "resolved";
            case ALREADY_MIGRATED -> "already migrated";
            case NOT_FOUND -> "not found";
            case AMBIGUOUS -> "ambiguous";
            case CONFLICT -> "in conflict";
            case BLOCKED -> "blocked";
        };
    }

    static String label(State subscription) {
        return switch (subscription) {
            case PENDING -> "to re-key";
            case DONE -> "re-keyed";
            case ABSENT -> "nothing to re-key";
            case REFUSED -> "refused";
            case FAILED -> "failed";
            case BY_HAND -> "by hand";
            case UNKNOWN -> "unknown";
            case ROLLED_BACK -> "rolled back";
        };
    }

    /** Of steps that do not re-key. */
    static String stepLabel(State state) {
        return switch (state) {
            case PENDING -> "to change";
            case DONE -> "changed";
            case ABSENT -> "nothing to change";
            case REFUSED, FAILED, BY_HAND, UNKNOWN, ROLLED_BACK -> label(state);
        };
    }

    static String label(Decision decision) {
        return switch (decision) {
            case EXCLUDE -> "left out";
            case PROVIDER_ID -> "given an ID";
            case ACCEPT -> "accepted";
        };
    }
}
