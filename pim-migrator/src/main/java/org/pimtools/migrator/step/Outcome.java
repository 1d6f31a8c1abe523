package org.pimtools.migrator.step;

import org.pimtools.common.result.ResultLine.State;

/** What came of one act or undo. */
public sealed interface Outcome {
    /** The state of the change when nothing more is tried. */
    ChangeState state();

    /** Whether the change is to be looked at again and tried once more. */
    boolean repeats();

    /** Whether the target was changed, so that there is something to take back. */
    boolean applied();

    /** Done, and read back where the target allows it. */
    record Applied() implements Outcome {
        @Override
        public ChangeState state() {
            return ChangeState.DONE;
        }

        @Override
        public boolean repeats() {
            return false;
        }

        @Override
        public boolean applied() {
            return true;
        }
    }

    /** The target changed since it was looked at; nothing was done: look again. */
    record Moved(String detail) implements Outcome {
        @Override
        public ChangeState state() {
            return ChangeState.failed("changed by somebody else at every attempt: " + detail);
        }

        @Override
        public boolean repeats() {
            return true;
        }

        @Override
        public boolean applied() {
            return false;
        }
    }

    /** Nothing was changed: only a person can do it, as the instruction says. */
    record ByHand(String instruction) implements Outcome {
        @Override
        public ChangeState state() {
            return new ChangeState(State.BY_HAND, null, instruction);
        }

        @Override
        public boolean repeats() {
            return false;
        }

        @Override
        public boolean applied() {
            return false;
        }
    }

    /** It failed, and was not done. */
    record Failed(String reason) implements Outcome {
        @Override
        public ChangeState state() {
            return ChangeState.failed(reason);
        }

        @Override
        public boolean repeats() {
            return false;
        }

        @Override
        public boolean applied() {
            return false;
        }
    }

    /** Nobody knows whether it was done: the target was asked and did not answer. The next look decides. */
    record Unknown(String detail) implements Outcome {
        @Override
        public ChangeState state() {
            return new ChangeState(State.UNKNOWN, null, detail);
        }

        @Override
        public boolean repeats() {
            return false;
        }

        @Override
        public boolean applied() {
            return false;
        }
    }
}
