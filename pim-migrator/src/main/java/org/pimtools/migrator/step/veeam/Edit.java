package org.pimtools.migrator.step.veeam;

import java.util.Optional;

/** What a server said to the request for another name; only reading back tells whether the job has it. */
sealed interface Edit {
    /** What the server calls the task that it made of the request. */
    Optional<String> task();

    /** Why it did not take the request: lower case, no final stop. */
    Optional<String> refusal();

    /** It took the request, and says that it is done. */
    record Accepted() implements Edit {
        @Override
        public Optional<String> task() {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }
    }

    /** It took the request as a task that may still be running. */
    record Begun(String name) implements Edit {
        @Override
        public Optional<String> task() {
            return Optional.of(name);
        }

        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }
    }

    /** It did not take it. */
    record Refused(String reason) implements Edit {
        @Override
        public Optional<String> task() {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusal() {
            return Optional.of(reason);
        }
    }
}
