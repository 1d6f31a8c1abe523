package org.pimtools.migrator.run;

import java.util.Objects;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.Subscription;

/**
 * Where one change stands.
 *
 * @param finding why, as a kind, or null when it is only an outcome
 * @param detail why, in words; empty when there is nothing to say
 */
record Standing(Subscription state, FindingCode finding, String detail) {
    static final Standing DONE = new Standing(Subscription.DONE, null, "");
    static final Standing PENDING = new Standing(Subscription.PENDING, null, "");

    Standing {
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
    }

    static Standing failed(String reason) {
        return new Standing(Subscription.FAILED, null, reason);
    }
}
