package org.pimtools.planner.plan;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** What a view takes from the lines of a plan, in the plan's order, read anew by every iterator. */
public record PlanLines<T>(PlanView plan, Function<PlanView.Located, Optional<T>> view) implements Iterable<T> {
    @Override
    public Iterator<T> iterator() {
        return new Lines();
    }

    private final class Lines implements Iterator<T> {
        private final PlanView.Contents contents = plan.contents();
        private T next = advance();

        /** Closes the plan at its end. */
        private T advance() {
            for (PlanView.Located read = contents.next(); read != null; read = contents.next()) {
                Optional<T> taken = view.apply(read);
                if (taken.isPresent()) {
                    return taken.get();
                }
            }
            contents.close();
            return null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public T next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            T taken = next;
            next = advance();
            return taken;
        }
    }
}
