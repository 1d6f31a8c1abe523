package org.pimtools.migrator.step.veeam;

import java.util.Objects;

/**
 * A job as its server lists it.
 *
 * @param id the server's own, which stays when the job is renamed: a UUID
 */
record Job(String id, String name) {
    Job {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }
}
