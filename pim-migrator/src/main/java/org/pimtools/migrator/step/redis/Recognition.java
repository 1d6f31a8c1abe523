package org.pimtools.migrator.step.redis;

import org.pimtools.migrator.step.Refusal;

/** What a look at the keys says about the layout. */
public sealed interface Recognition {
    record Known(Layout layout) implements Recognition {}

    /** None of the known layouts. */
    record Unknown(String reason) implements Recognition {
        Refusal refusal() {
            return new Refusal(
                    "the layout of the subscriptions in redis is not known: " + reason,
                    "check address and database number of redis; this version re-keys known layouts only");
        }
    }
}
