package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module of the platform that has a database of its own.
 *
 * @param name as an operator types it; its database is called so too
 * @param displayName as the tables show it
 * @param order its place in the list of modules
 * @param folder holds {@code migrations} and {@code undo}
 */
record LabModule(String name, String displayName, int order, Path folder) {

    /** The seven modules of the lab, by name. @param folder {@code packaging/lab/modules}, or a copy of it */
    static List<LabModule> all(Path folder) {
        return List.of(
                new LabModule("cloud_manager", "CloudManager", 1, folder.resolve("cloud_manager")),
                new LabModule("clouds", "Clouds", 2, folder.resolve("clouds")),
                new LabModule("dashboard", "Dashboard", 3, folder.resolve("dashboard")),
                new LabModule("journal", "Journal", 4, folder.resolve("journal")),
                new LabModule("monitor", "Monitor", 5, folder.resolve("monitor")),
                new LabModule("rs_server", "RSserver", 7, folder.resolve("rs_server")),
                new LabModule("scheduler", "Scheduler", 6, folder.resolve("scheduler")));
    }

    /** The lab's modules, with copies of their scripts that may be changed. @param folder is made */
    static List<LabModule> copies(Path checkout, Path folder) {
        Path from = checkout.resolve("packaging/lab/modules");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all(folder);
    }

    Path migrations() {
        return folder.resolve("migrations");
    }

    Path undo() {
        return folder.resolve("undo");
    }

    /** The newest version that has a migration. */
    int newest() {
        return scripts(migrations()).stream().mapToInt(LabModule::version).max().orElse(0);
    }

    /** The scripts of a folder, lowest version first. */
    static List<Path> scripts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparingInt(LabModule::version)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 28 of {@code V28__locks_of_servers.sql}. */
    static int version(Path script) {
        String name = script.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
