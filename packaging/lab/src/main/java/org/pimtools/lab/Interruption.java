package org.pimtools.lab;

import java.nio.file.Path;

/**
 * What Ctrl-C and SIGTERM do to a rehearsal: the tools that run are ended, and it says where the files are. The servers end by
 * themselves with the JVM.
 */
final class Interruption {
    private volatile boolean over;
    private volatile boolean ending;

    void watch(Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory), "end-tools"));
    }

    /** The rehearsal ends by itself. */
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
            System.err.println("rehearse: interrupted; what there is, is in " + directory);
        }
    }
}
