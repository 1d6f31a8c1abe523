package org.pimtools.migrator.step;

import java.util.Optional;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.State;

/**
 * What a step sees when it looks at the target of one change.
 *
 * @param <U> what undo needs
 */
public sealed interface Look<U> {
    /** The state of the change, as it is now. */
    ChangeState state();

    /** What undo needs when the change is to be made; empty when it is not to be made. */
    Optional<U> undo();

    /** Not done yet. */
    record Pending<U>(U record) implements Look<U> {
        @Override
        public ChangeState state() {
            return ChangeState.PENDING;
        }

        @Override
        public Optional<U> undo() {
            return Optional.of(record);
        }
    }

    /** The target is as the change wants it. */
    record Done<U>() implements Look<U> {
        @Override
        public ChangeState state() {
            return ChangeState.DONE;
        }

        @Override
        public Optional<U> undo() {
            return Optional.empty();
        }
    }

    /** There is nothing to change; {@code finding} says why it is worth knowing, or is null. */
    record Absent<U>(FindingCode finding, String detail) implements Look<U> {
        @Override
        public ChangeState state() {
            return new ChangeState(State.ABSENT, finding, detail);
        }

        @Override
        public Optional<U> undo() {
            return Optional.empty();
        }
    }

    /** The change must not be made. */
    record Refused<U>(FindingCode finding, String detail) implements Look<U> {
        @Override
        public ChangeState state() {
            return new ChangeState(State.REFUSED, finding, detail);
        }

        @Override
        public Optional<U> undo() {
            return Optional.empty();
        }
    }

    /** Only a person can make the change, as {@code instruction} says. */
    record ByHand<U>(FindingCode finding, String instruction) implements Look<U> {
        @Override
        public ChangeState state() {
            return new ChangeState(State.BY_HAND, finding, instruction);
        }

        @Override
        public Optional<U> undo() {
            return Optional.empty();
        }
    }

    /** This target could not be seen, which holds up this change only. */
    record Unknown<U>(FindingCode finding, String detail) implements Look<U> {
        @Override
        public ChangeState state() {
            return new ChangeState(State.UNKNOWN, finding, detail);
        }

        @Override
        public Optional<U> undo() {
            return Optional.empty();
        }
    }
}
