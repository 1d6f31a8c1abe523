package org.pimtools.migrator.execute;

import java.util.Objects;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.Subscription;

/**
 * Where one change stands.
 *
 * @param finding why, as a kind, or null when it is only an outcome
 * @param detail why, in words; empty when there is nothing to say
 */
public record ChangeState(Subscription state, FindingCode finding, String detail) {
    public static final ChangeState DONE = new ChangeState(Subscription.DONE, null, "");
    static final ChangeState PENDING = new ChangeState(Subscription.PENDING, null, "");

    public ChangeState {
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
    }

    public static ChangeState failed(String reason) {
        return new ChangeState(Subscription.FAILED, null, reason);
    }
}
