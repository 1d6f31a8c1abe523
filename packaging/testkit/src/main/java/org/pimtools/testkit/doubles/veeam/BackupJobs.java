package org.pimtools.testkit.doubles.veeam;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The backup jobs of one server, in the order in which it lists them; safe to use from several threads. */
public final class BackupJobs {
    private final List<Job> jobs = new ArrayList<>();

    /**
     * One job.
     *
     * @param id a UUID, which stays when the job is renamed
     * @param name any text; several jobs can have the same one
     */
    public record Job(String id, String name) {}

    private BackupJobs() {}

    /** Jobs of these names, in this order. */
    public static BackupJobs named(List<String> names) {
        BackupJobs jobs = new BackupJobs();
        names.forEach(jobs::add);
        return jobs;
    }

    public static BackupJobs named(String... names) {
        return named(List.of(names));
    }

    /** Adds a job and returns its id. */
    public synchronized String add(String name) {
        String id = UUID.nameUUIDFromBytes((jobs.size() + " " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
        jobs.add(new Job(id, name));
        return id;
    }

    /** Gives a job another name. @throws IllegalArgumentException when there is none with the id */
    public synchronized void rename(String id, String name) {
        jobs.set(position(id), new Job(id, name));
    }

    /** Removes a job. @throws IllegalArgumentException when there is none with the id */
    public synchronized void remove(String id) {
        jobs.remove(position(id));
    }

    public synchronized List<Job> all() {
        return List.copyOf(jobs);
    }

    public synchronized List<String> names() {
        return jobs.stream().map(Job::name).toList();
    }

    public synchronized Optional<Job> find(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** The id of the only job of that name. @throws IllegalArgumentException when it is not exactly one */
    public synchronized String idOf(String name) {
        List<Job> found = jobs.stream().filter(job -> job.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " jobs are called " + name);
        }
        return found.get(0).id();
    }

    private int position(String id) {
        for (int position = 0; position < jobs.size(); position++) {
            if (jobs.get(position).id().equals(id)) {
                return position;
            }
        }
        throw new IllegalArgumentException("no job has the id " + id);
    }
}
