package org.pimtools.lab;

import java.nio.file.Path;

/**
 * What Ctrl-C and SIGTERM do to a command of the lab: the tools that run are ended, and it says where the files are. The servers end by
 * themselves with the JVM.
 */
final class Interruption {
    private final String name;
    private volatile boolean over;
    private volatile boolean ending;

    /** @param name of the command */
    Interruption(String name) {
        this.name = name;
    }

    void watch(Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory), "end-tools"));
    }

    /** The command ends by itself. */
    void over() {
        over = true;
    }

    /** Returns at once, unless the JVM is ending: what fails then fails because of that. */
    void waitForTheEnd() {
        while (ending) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void end(Path directory) {
        if (!over) {
            ending = true;
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            System.err.println(name + ": interrupted; what there is, is in " + directory);
        }
    }
}
