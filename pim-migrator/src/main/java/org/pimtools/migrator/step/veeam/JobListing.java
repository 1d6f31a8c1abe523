package org.pimtools.migrator.step.veeam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs of a server at one moment, by name and by id. Names are the same when all their characters are. */
final class JobListing {
    private final Map<String, List<Job>> byName = new HashMap<>();
    private final Map<String, Job> byId = new HashMap<>();

    JobListing(List<Job> jobs) {
        for (Job job : jobs) {
            byName.computeIfAbsent(job.name(), unseen -> new ArrayList<>()).add(job);
            byId.put(job.id(), job);
        }
    }

    List<Job> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    Optional<Job> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
