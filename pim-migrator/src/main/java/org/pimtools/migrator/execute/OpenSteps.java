package org.pimtools.migrator.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Refusal;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;

/** Several steps that are open for this run, and are closed together. */
public final class OpenSteps implements AutoCloseable {
    private final List<OpenStep<?, ?>> steps = new ArrayList<>();

    /** @throws org.pimtools.common.error.ToolException when the target of one of them cannot be looked at; none is open then */
    public static OpenSteps of(List<StepFactory<?, ?>> factories, StepContext context) {
        OpenSteps open = new OpenSteps();
        try {
            factories.forEach(factory -> open.steps.add(OpenStep.of(factory, context)));
            return open;
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    public List<OpenStep<?, ?>> all() {
        return List.copyOf(steps);
    }

    /** The step that makes changes of this kind. */
    @SuppressWarnings("unchecked")
    public <C extends Change> Optional<OpenStep<C, ?>> making(Class<C> changes) {
        for (OpenStep<?, ?> step : steps) {
            if (step.info().changes() == changes) {
                return Optional.of((OpenStep<C, ?>) step);
            }
        }
        return Optional.empty();
    }

    /** Every reason not to change one of the targets now. */
    public List<Refusal> refusals() {
        return steps.stream().flatMap(step -> step.step().refusals().stream()).toList();
    }

    /**
     * Makes ready to change all of them.
     *
     * @throws org.pimtools.common.error.ToolException when one of them must not be changed now
     */
    public void enter() {
        steps.forEach(step -> step.step().enter());
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (OpenStep<?, ?> step : steps) {
            try {
                step.close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        steps.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
