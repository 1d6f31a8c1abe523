package org.pimtools.migrator.execute;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.pimtools.common.result.ResultLine.Subscription;

/** Where each change of a work stands, by its number; small enough for millions. */
public final class ChangeStates {
    private static final Subscription[] STATES = Subscription.values();

    private final byte[] states;
    private final Map<Integer, ChangeState> explained = new HashMap<>();
    private int known;

    /** @param changes the highest number of a change */
    public ChangeStates(int changes) {
        states = new byte[changes + 1];
        Arrays.fill(states, (byte) -1);
    }

    public void set(int no, ChangeState standing) {
        known += states[no] < 0 ? 1 : 0;
        states[no] = (byte) standing.state().ordinal();
        if (standing.detail().isEmpty() && standing.finding() == null) {
            explained.remove(no);
        } else {
            explained.put(no, standing);
        }
    }

    /** How many changes it is known of where they stand. */
    int known() {
        return known;
    }

    /** @throws IllegalArgumentException when the change was not looked at */
    public ChangeState of(int no) {
        if (states[no] < 0) {
            throw new IllegalArgumentException("change " + no + " was not looked at");
        }
        ChangeState standing = explained.get(no);
        return standing == null ? new ChangeState(STATES[states[no]], null, "") : standing;
    }

    /** How many changes stand in each state, those with none left out. */
    Map<Subscription, Long> counts() {
        Map<Subscription, Long> counts = new EnumMap<>(Subscription.class);
        for (byte state : states) {
            if (state >= 0) {
                counts.merge(STATES[state], 1L, Long::sum);
            }
        }
        return counts;
    }
}
