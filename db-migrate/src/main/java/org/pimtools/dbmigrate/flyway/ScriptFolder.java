package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pimtools.common.file.FileFailure;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Version;

/**
 * The scripts of a module, by version, as plain Flyway would find them: in the folder and all below it. What it would run and we do
 * not (repeatable scripts, callbacks) is a fault; what it leaves out though it may have been meant as a script is named.
 *
 * @param isRead false when there is no folder of migrations that can be read
 * @param strict true when versions must be whole numbers without a gap, and every file that looks like a script must be one
 * @param faults all that are wrong with the two folders
 * @param leftOut what was named, and counts for nothing
 */
public record ScriptFolder(
        SortedMap<Version, ScriptFile> migrations,
        SortedMap<Version, ScriptFile> undos,
        boolean isRead,
        boolean strict,
        List<Fault> faults,
        List<Fault> leftOut) {
    public ScriptFolder {
        faults = List.copyOf(faults);
        leftOut = List.copyOf(leftOut);
    }

    /** Never throws for what the folders hold: that is in {@link #faults()}. */
    public static ScriptFolder read(Module module) {
        Reader reader = new Reader(module);
        boolean isRead = reader.migrations();
        reader.undos();
        return new ScriptFolder(
                reader.migrations, reader.undos, isRead, module.strict(), reader.faults.list(), reader.leftOut.list());
    }

    /** The newest version that there is a migration to; none for none. */
    public Version newest() {
        return migrations.isEmpty() ? Version.NONE : migrations.lastKey();
    }

    /** The versions above one, lowest first. */
    public List<Version> above(Version version) {
        return migrations.keySet().stream()
                .filter(each -> each.isAbove(version))
                .toList();
    }

    private static final class Reader {
        private final Module module;
        private final SortedMap<Version, ScriptFile> migrations = new TreeMap<>();
        private final SortedMap<Version, ScriptFile> undos = new TreeMap<>();
        private final FaultList faults = new FaultList();
        private final FaultList leftOut = new FaultList();

        Reader(Module module) {
            this.module = module;
        }

        boolean migrations() {
            if (!Files.isDirectory(module.migrations())) {
                fault(
                        "folder",
                        "there is no folder " + firstMissing(module.migrations()) + ", and so there are no migrations",
                        "check `migrations` in the module's file: a relative path begins in the folder of that file");
                return false;
            }
            return read(module.migrations(), Direction.MIGRATE, module.undo(), migrations);
        }

        void undos() {
            if (Files.exists(module.undo())) {
                read(module.undo(), Direction.UNDO, module.migrations(), undos);
            }
        }

        /** One name for all modules whose folders are below it. */
        private static Path firstMissing(Path folder) {
            Path missing = folder;
            while (missing.getParent() != null && !Files.isDirectory(missing.getParent())) {
                missing = missing.getParent();
            }
            return missing;
        }

        private boolean read(Path folder, Direction direction, Path other, SortedMap<Version, ScriptFile> scripts) {
            try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
                walk.filter(path -> !Files.isDirectory(path))
                        .filter(path -> !isBelow(path, other, folder))
                        .sorted()
                        .forEach(path -> file(folder, path, direction, folder.equals(other), scripts));
                return true;
            } catch (UncheckedIOException e) {
                unreadable(folder, e.getCause());
            } catch (IOException e) {
                unreadable(folder, e);
            }
            return false;
        }

        private void unreadable(Path folder, IOException e) {
            if (e instanceof FileSystemLoopException loop) {
                fault(
                        "folder",
                        "the folder " + folder + " holds a link that leads back into it: " + loop.getFile(),
                        "take the link away");
            } else {
                fault(
                        "folder",
                        "the folder " + folder + " cannot be read: " + FileFailure.reason(e),
                        "check who may read it and what is below it");
            }
        }

        /** A folder of undo scripts inside that of migrations, or the other way round. */
        private static boolean isBelow(Path path, Path other, Path folder) {
            return other.startsWith(folder) && !other.equals(folder) && path.startsWith(other);
        }

        /** @param shared true when scripts of the other direction are in the same folder */
        private void file(
                Path folder, Path path, Direction direction, boolean shared, SortedMap<Version, ScriptFile> scripts) {
            String name = path.getFileName().toString();
            String relative = folder.relativize(path)
                    .toString()
                    .replace(path.getFileSystem().getSeparator(), "/");
            Direction back = direction == Direction.MIGRATE ? Direction.UNDO : Direction.MIGRATE;
            if (shared && ScriptName.of(name, back) instanceof ScriptName.Versioned) {
                return;
            }
            boolean hidden = relative.startsWith(".") && relative.contains("/") || relative.contains("/.");
            ScriptName.of(name, direction).among(new ScriptName.Use() {
                @Override
                public void versioned(Version version, String description) {
                    if (hidden) {
                        hidden(relative);
                        return;
                    }
                    script(new ScriptFile(direction, version, description, relative, folder), scripts);
                }

                @Override
                public void unsupported(String what, String hint) {
                    if (!hidden && (!shared || direction == Direction.MIGRATE)) {
                        fault(what, relative + ": " + what + " are not supported", hint);
                    }
                }

                @Override
                public void mistaken() {
                    if (!hidden && (!shared || direction == Direction.MIGRATE)) {
                        leftOut(relative, direction);
                    }
                }
            });
        }

        private void script(ScriptFile script, SortedMap<Version, ScriptFile> scripts) {
            Optional<Long> number = script.version().number();
            if (script.version().isNone()) {
                fault(
                        "none",
                        script.file() + ": version 0 stands for a database before its first migration",
                        "give it a version above 0, such as 0.1");
                return;
            }
            if (module.strict()
                    && (number.isEmpty() && !script.version().toString().matches("0*[1-9][0-9]{0,8}"))) {
                fault(
                        "whole",
                        script.file() + ": the version is not a whole number from 1, and the module's file is strict",
                        "name it " + prefix(script.direction()) + "<number>__<what it does>.sql");
                return;
            }
            ScriptFile before = scripts.putIfAbsent(script.version(), script);
            if (before != null) {
                fault(
                        "twice",
                        "version " + script.version() + " is there twice: " + before.file() + " and " + script.file(),
                        "keep the one that belongs to this release");
            } else if (!Files.isReadable(script.path())) {
                fault(
                        "unreadable",
                        script.file() + " cannot be read",
                        "check the file and its rights: " + script.path());
            }
        }

        private void leftOut(String relative, Direction direction) {
            String what = relative + " is not the name of "
                    + (direction == Direction.MIGRATE ? "a migration" : "an undo script") + " in SQL";
            String hint =
                    "name it " + prefix(direction) + "<version>__<what it does>.sql, or move it out of the folder";
            if (module.strict()) {
                fault("name", what, hint);
            } else {
                leftOut.add("name", new Fault(what + ", and is left out, as plain Flyway does", hint));
            }
        }

        private void hidden(String relative) {
            Fault fault = new Fault(
                    relative + " is in a hidden folder, and is left out, as plain Flyway does",
                    "move it into a folder whose name does not begin with a dot, or out of the folder of the scripts");
            if (module.strict()) {
                faults.add("hidden", fault);
            } else {
                leftOut.add("hidden", fault);
            }
        }

        private static String prefix(Direction direction) {
            return direction == Direction.MIGRATE ? "V" : "U";
        }

        private void fault(String kind, String message, String hint) {
            faults.add(kind, new Fault(message, hint));
        }
    }
}
