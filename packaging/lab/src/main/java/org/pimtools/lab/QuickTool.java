package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tool that is run many times: its first run leaves an archive of its classes beside its jar, with which later ones start faster,
 * those of the next rehearsal too.
 */
final class QuickTool {
    private final Tool tool;
    private final Path archive;
    private final AtomicBoolean first = new AtomicBoolean(true);
    private volatile boolean archived;

    QuickTool(Tool tool) {
        this.tool = tool;
        this.archive = tool.jar().resolveSibling(tool.name() + "-" + Runtime.version() + ".jsa");
        this.archived = !tool.isInstalled() && isOfTheJar();
    }

    String name() {
        return tool.name();
    }

    /** Runs to the end. May be called by several threads at once. */
    Tool.Result run(String... arguments) {
        if (archived) {
            return tool.with(archive).run(arguments);
        }
        return !tool.isInstalled() && first.getAndSet(false) ? runFirst(arguments) : tool.run(arguments);
    }

    private Tool.Result runFirst(String... arguments) {
        Path written = archive.resolveSibling(UUID.randomUUID() + ".jsa");
        Tool.Result result = tool.writing(written).run(arguments);
        try {
            Files.move(written, archive, StandardCopyOption.ATOMIC_MOVE);
            archived = true;
        } catch (IOException e) {
            throw new UncheckedIOException("the JVM left no archive of classes", e);
        }
        return result;
    }

    private boolean isOfTheJar() {
        try {
            return Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(tool.jar())) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
