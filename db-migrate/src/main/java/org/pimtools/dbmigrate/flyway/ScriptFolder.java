package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pimtools.dbmigrate.module.Module;
import org.pimtools.dbmigrate.script.Direction;

/**
 * The scripts of a module, by version, as plain Flyway would find them: in the folder and all below it. What it would run and we do
 * not (repeatable scripts, callbacks, Java) is a fault, not a surprise; what neither knows is left alone.
 *
 * @param faults all that are wrong with the two folders
 */
public record ScriptFolder(
        SortedMap<Integer, ScriptFile> migrations, SortedMap<Integer, ScriptFile> undos, List<Fault> faults) {
    private static final Pattern VERSIONED = Pattern.compile("(?<version>.*?)__(?<description>.+)\\.sql");
    private static final Pattern WHOLE = Pattern.compile("0*[1-9][0-9]{0,8}");
    private static final Pattern LOOKS_LIKE_ONE =
            Pattern.compile("[VvUuBbRr][0-9._]*_.*\\.(sql|class|java|sh|py|ps1|bat|cmd)");
    private static final Pattern CALLBACK = Pattern.compile(
            "(before|after)(Each|Migrate|Versioned|Repeatables|Clean|Info|Validate|Baseline|Repair|Undo|Connect|Deploy|Create)?"
                    + "[A-Za-z]*(__.*)?\\.(sql|sh|py|ps1|bat|cmd)|createSchema(__.*)?\\.sql");

    public ScriptFolder {
        faults = List.copyOf(faults);
    }

    /** Never throws for what the folders hold: that is in {@link #faults()}. */
    public static ScriptFolder read(Module module) {
        List<Fault> faults = new ArrayList<>();
        SortedMap<Integer, ScriptFile> migrations = new TreeMap<>();
        SortedMap<Integer, ScriptFile> undos = new TreeMap<>();
        if (!Files.isDirectory(module.migrations())) {
            faults.add(new Fault(
                    "there is no folder of migrations " + module.migrations(),
                    "check `migrations` in the module's file"));
        } else {
            read(module.migrations(), Direction.MIGRATE, module.undo(), migrations, faults);
        }
        if (Files.exists(module.undo())) {
            read(module.undo(), Direction.UNDO, module.migrations(), undos, faults);
        }
        return new ScriptFolder(migrations, undos, faults);
    }

    /** The newest version that there is a migration to; 0 for none. */
    public int newest() {
        return migrations.isEmpty() ? 0 : migrations.lastKey();
    }

    private static void read(
            Path folder, Direction direction, Path other, SortedMap<Integer, ScriptFile> scripts, List<Fault> faults) {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(path -> !Files.isDirectory(path))
                    .filter(path -> !isBelow(path, other, folder))
                    .sorted()
                    .forEach(path -> file(folder, path, direction, folder.equals(other), scripts, faults));
        } catch (IOException | UncheckedIOException e) {
            faults.add(new Fault(
                    "the folder " + folder + " cannot be read: " + e.getClass().getSimpleName(),
                    "check that it exists and who may read it"));
        }
    }

    /** A folder of undo scripts inside that of migrations, or the other way round. */
    private static boolean isBelow(Path path, Path other, Path folder) {
        return other.startsWith(folder) && !other.equals(folder) && path.startsWith(other);
    }

    private static void file(
            Path folder,
            Path path,
            Direction direction,
            boolean shared,
            SortedMap<Integer, ScriptFile> scripts,
            List<Fault> faults) {
        String name = path.getFileName().toString();
        String relative =
                folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        String prefix = direction == Direction.MIGRATE ? "V" : "U";
        Matcher versioned = VERSIONED.matcher(name);
        if (name.startsWith(prefix) && versioned.matches()) {
            version(folder, relative, direction, versioned, scripts, faults);
        } else if (shared && (name.startsWith("V") || name.startsWith("U")) && versioned.matches()) {
            return;
        } else {
            other(name, relative, direction, faults);
        }
    }

    private static void version(
            Path folder,
            String relative,
            Direction direction,
            Matcher name,
            SortedMap<Integer, ScriptFile> scripts,
            List<Fault> faults) {
        String version = name.group("version").substring(1);
        if (!WHOLE.matcher(version).matches()) {
            faults.add(new Fault(
                    relative + ": the version is not a whole number from 1",
                    "name it " + name.group().charAt(0) + "<number>__<what it does>.sql"));
            return;
        }
        ScriptFile script = new ScriptFile(
                direction, Integer.parseInt(version), name.group("description").replace('_', ' '), relative, folder);
        ScriptFile before = scripts.putIfAbsent(script.version(), script);
        if (before != null) {
            faults.add(new Fault(
                    "version " + script.version() + " is there twice: " + before.file() + " and " + relative,
                    "keep the one that belongs to this release"));
        } else if (!Files.isReadable(script.path())) {
            faults.add(new Fault(relative + " cannot be read", "check the file and its rights: " + script.path()));
        }
    }

    private static void other(String name, String relative, Direction direction, List<Fault> faults) {
        if (name.endsWith(".sql.conf")) {
            faults.add(
                    new Fault(
                            relative + ": settings of a single script are not supported",
                            "take the file away; each statement here has a transaction of its own unless the script begins one"));
        } else if (name.matches("R__.*\\.sql")) {
            faults.add(new Fault(
                    relative + ": repeatable scripts are not supported",
                    "make it a migration with a version of its own"));
        } else if (CALLBACK.matcher(name).matches()) {
            faults.add(new Fault(
                    relative + ": callbacks are not supported",
                    "put its statements into a migration, or take it away"));
        } else if (LOOKS_LIKE_ONE.matcher(name).matches()) {
            faults.add(new Fault(
                    relative + " is not the name of "
                            + (direction == Direction.MIGRATE ? "a migration" : "an undo script") + " in SQL",
                    direction == Direction.MIGRATE
                            ? "name it V<number>__<what it does>.sql, or move it out of the folder"
                            : "name it U<number>__<what it does>.sql, or move it out of the folder"));
        }
    }
}
