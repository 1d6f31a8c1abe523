package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An archive of a tool's classes beside its jar, with which runs start faster, those of the next rehearsal too. The first run that loads
 * most of them leaves it at its end.
 */
record ClassArchive(Path jar, Path file) {
    /** The subcommands that load most classes; of a tool that is not named here, every run does. */
    private static final Map<String, String> LARGE = Map.of("pim-planner", "plan", "pim-migrator", "run");

    /** Which archives this process writes or has written. */
    private static final Set<Path> BEGUN = ConcurrentHashMap.newKeySet();

    static ClassArchive of(String tool, Path jar) {
        return new ClassArchive(jar, jar.resolveSibling(tool + "-" + Runtime.version() + ".jsa"));
    }

    /** Options for the JVM. An archive that is not there yet, or is of another jar, does no harm. */
    List<String> reading() {
        // which classes cannot be archived is of no interest, and would stand among the tool's own lines
        return List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + file);
    }

    /** Runs a tool to its end, by a function of further options for the JVM. May be called by several threads at once. */
    Tool.Result running(String tool, List<String> arguments, Function<List<String>, Tool.Result> run) {
        if (isOfTheJar() || !loadsMost(tool, arguments) || !BEGUN.add(file)) {
            return run.apply(reading());
        }
        // whole, or not there: a JVM that met half of one would crash
        Path written = file.resolveSibling(UUID.randomUUID() + ".jsa");
        Tool.Result result = run.apply(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + written));
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the JVM left no archive of classes: " + result, e);
        }
        return result;
    }

    private static boolean loadsMost(String tool, List<String> arguments) {
        String large = LARGE.get(tool);
        return large == null || !arguments.isEmpty() && arguments.get(0).equals(large);
    }

    private boolean isOfTheJar() {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
