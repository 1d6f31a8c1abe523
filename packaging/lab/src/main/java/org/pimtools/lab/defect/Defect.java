package org.pimtools.lab.defect;

import java.util.List;
import java.util.Locale;

/** What a tool could be wrong in, and where that is put into it. */
enum Defect {
    /** The journal has the outcome of a change that is not made yet. */
    OUTCOME_BEFORE_ACT(new Hook("org.pimtools.migrator.journal.Journal", "appendDurably", EarlyOutcomes.class)),
    /** The database is changed whatever it holds. */
    UNGUARDED_SQL(new Hook("org.pimtools.planner.apply.SqlApply", "execute", UnguardedUpdate.class)),
    /** A rollback undoes what somebody else has changed since. */
    BLIND_UNDO(
            new Hook("org.pimtools.migrator.step.redis.LookBack", "judge", BlindLook.class),
            new Hook("org.pimtools.migrator.step.redis.SubscriptionState", "isOurs", AlwaysTrue.class)),
    /** A run ends before Redis has saved. */
    NO_BARRIER(new Hook("org.pimtools.migrator.step.redis.Durability", "settle", NothingDone.class));

    private final List<Hook> hooks;

    Defect(Hook... hooks) {
        this.hooks = List.of(hooks);
    }

    List<Hook> hooks() {
        return hooks;
    }

    /** @throws IllegalArgumentException when there is none */
    static Defect of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
