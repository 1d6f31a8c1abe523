package org.pimtools.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies around where somebody completes. */
final class CompletionFiles {
    private CompletionFiles() {}

    /** Files and folders with blanks, and a folder of modules, one of them hostile. */
    static void layOut(Path directory) throws IOException {
        Path modules = Files.createDirectories(directory.resolve("my modules"));
        Files.writeString(modules.resolve("dashboard.yaml"), "# name: no\nname: dashboard\ndisplay-name: Dashboard\n");
        Files.writeString(modules.resolve("50-cloud.yml"), "order: 1\nname:  \"cloud_manager\" # quoted\r\n");
        Files.writeString(modules.resolve("monitor.yaml"), "database:\n  name: not_the_module\n");
        Files.writeString(modules.resolve("$(touch pwned).yaml"), "name: $(touch pwned)`touch pwned`\n");
        Files.writeString(modules.resolve(".hidden.yaml"), "name: hidden\n");
        Files.writeString(modules.resolve("notes.txt"), "name: notes\n");
        Files.createDirectories(directory.resolve("state dir"));
        Files.writeString(directory.resolve("night plan.gz"), "");
        Files.writeString(directory.resolve("it's.sql"), "");
        Files.writeString(directory.resolve("ca:1.pem"), "");
    }
}
