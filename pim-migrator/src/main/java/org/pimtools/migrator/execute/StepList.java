package org.pimtools.migrator.execute;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.migrator.step.StepFactory;

/**
 * The steps of this tool, in the order in which they are executed.
 *
 * @param acting the names of those that a run may let change anything; the others are only looked at
 */
public record StepList(List<StepFactory<?, ?>> steps, Set<String> acting) {
    public StepList {
        steps = List.copyOf(steps);
        acting = Set.copyOf(acting);
    }

    /** All of them may act. */
    public static StepList of(List<StepFactory<?, ?>> steps) {
        return new StepList(
                steps, steps.stream().map(step -> step.info().name()).collect(Collectors.toSet()));
    }

    /**
     * The same steps, of which fewer may act.
     *
     * @param names of steps; other words are no harm
     */
    public StepList only(Set<String> names) {
        return new StepList(steps, acting.stream().filter(names::contains).collect(Collectors.toSet()));
    }

    /** Those before the SQL files: without their targets a run cannot go on. */
    public List<StepFactory<?, ?>> gating() {
        return steps.stream().filter(step -> step.info().gatesRows()).toList();
    }

    /** Those after the SQL files, which hold nothing up. */
    public List<StepFactory<?, ?>> following() {
        return steps.stream().filter(step -> !step.info().gatesRows()).toList();
    }

    public boolean mayAct(StepFactory<?, ?> step) {
        return acting.contains(step.info().name());
    }
}
