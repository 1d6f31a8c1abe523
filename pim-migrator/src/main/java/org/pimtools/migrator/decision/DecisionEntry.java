package org.pimtools.migrator.decision;

import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingKind;

/**
 * One entry of a decisions file.
 *
 * @param line where it begins, from 1
 * @param decision null when nothing is decided yet
 * @param note the reason of an entry whose decision is still empty
 */
record DecisionEntry(int line, Subject subject, Decision decision, String note) {
    /** What is decided. */
    sealed interface Subject {
        /**
         * One VM or another entity.
         *
         * @param name its primary key; or the UUID of a VM
         * @param code which of its errors, or null
         */
        record One(EntityKind kind, String name, FindingKind code) implements Subject {}

        /**
         * Every error of a kind.
         *
         * @param endpoint {@code ADDRESS:PORT}, with the account where there are several, or null for all endpoints
         */
        record Group(FindingKind code, String endpoint) implements Subject {}
    }
}
