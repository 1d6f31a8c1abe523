package org.pimtools.migrator.execute;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.pimtools.common.result.ResultLine.State;
import org.pimtools.migrator.step.ChangeState;

/** The state of each change of a work, by its number; small enough for millions. */
public final class ChangeStates {
    private static final State[] STATES = State.values();

    private final byte[] states;
    private final Map<Integer, ChangeState> explained = new HashMap<>();
    private int known;

    /** @param changes the highest number of a change */
    public ChangeStates(int changes) {
        states = new byte[changes + 1];
        Arrays.fill(states, (byte) -1);
    }

    public void set(int no, ChangeState state) {
        known += states[no] < 0 ? 1 : 0;
        states[no] = (byte) state.state().ordinal();
        if (state.detail().isEmpty() && state.finding() == null) {
            explained.remove(no);
        } else {
            explained.put(no, state);
        }
    }

    void setIfMissing(int no, ChangeState state) {
        if (states[no] < 0) {
            set(no, state);
        }
    }

    /** Of how many changes the state is known. */
    int known() {
        return known;
    }

    /** @throws IllegalArgumentException when the change was not looked at */
    public ChangeState of(int no) {
        if (states[no] < 0) {
            throw new IllegalArgumentException("change " + no + " was not looked at");
        }
        ChangeState state = explained.get(no);
        return state == null ? new ChangeState(STATES[states[no]], null, "") : state;
    }

    /** How many changes have each state; states that none has are left out. */
    Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        for (byte state : states) {
            if (state >= 0) {
                counts.merge(STATES[state], 1L, Long::sum);
            }
        }
        return counts;
    }
}
