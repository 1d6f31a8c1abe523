package org.pimtools.testkit.doubles.veeam;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The edits that Enterprise Manager was asked for; they outlive the sessions. Called by one thread at a time. */
final class EditTasks {
    private final TaskEnd end;
    private final boolean fail;
    private final BiConsumer<String, String> edit;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    /** How a task looks from outside. @param result an element, or nothing while it is running */
    record View(String id, String state, String result) {}

    private static final class Task {
        private final String job;
        private final String name;
        private final Instant begun;
        private int polls;
        private boolean finished;

        private Task(String job, String name, Instant begun) {
            this.job = job;
            this.name = name;
            this.begun = begun;
        }
    }

    /** @param edit what a task does at its end, unless it fails: the job's id and its name */
    EditTasks(TaskEnd end, boolean fail, BiConsumer<String, String> edit) {
        this.end = end;
        this.fail = fail;
        this.edit = edit;
    }

    synchronized View begin(String job, String name) {
        String id = "task-" + (tasks.size() + 1);
        tasks.put(id, new Task(job, name, end.now()));
        return new View(id, "Running", "");
    }

    /** Finishes what is due, without anybody asking for a task. */
    synchronized void look() {
        tasks.values().forEach(this::finishWhenDue);
    }

    synchronized Optional<View> poll(String id) {
        Task task = tasks.get(id);
        if (task == null) {
            return Optional.empty();
        }
        task.polls++;
        finishWhenDue(task);
        return Optional.of(task.finished ? finished(id) : new View(id, "Running", ""));
    }

    synchronized int running() {
        return (int) tasks.values().stream().filter(task -> !task.finished).count();
    }

    private void finishWhenDue(Task task) {
        if (!task.finished && end.reached(task.begun, task.polls)) {
            task.finished = true;
            if (!fail) {
                edit.accept(task.job, task.name);
            }
        }
    }

    private View finished(String id) {
        return new View(
                id,
                "Finished",
                fail
                        ? "<Result Success=\"false\"><Message>Job is being edited by another user</Message></Result>"
                        : "<Result Success=\"true\"><Message>Ok</Message></Result>");
    }
}
