package org.pimtools.migrator.step;

import java.util.Objects;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;

/**
 * The state of one change.
 *
 * @param finding why, as a kind, or null when it is only an outcome
 * @param detail why, in words; empty when there is nothing to add
 */
public record ChangeState(State state, FindingCode finding, String detail) {
    public static final ChangeState DONE = new ChangeState(State.DONE, null, "");
    public static final ChangeState PENDING = new ChangeState(State.PENDING, null, "");

    public ChangeState {
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
    }

    public static ChangeState failed(String reason) {
        return new ChangeState(State.FAILED, null, reason);
    }
}
