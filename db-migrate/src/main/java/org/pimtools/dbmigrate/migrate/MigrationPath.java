package org.pimtools.dbmigrate.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.dbmigrate.execute.OpenScript;
import org.pimtools.dbmigrate.flyway.Fault;
import org.pimtools.dbmigrate.flyway.ScriptFile;
import org.pimtools.dbmigrate.flyway.ScriptFolder;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Preflight;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;

/**
 * The scripts that lead a database from where it is to a version, in order; the first may be one to go on with.
 *
 * @param inTheWay a begun script of the other direction, which must be given up first
 */
record MigrationPath(List<ScriptFile> scripts, Optional<OpenScript> inTheWay) {
    MigrationPath {
        scripts = List.copyOf(scripts);
    }

    /** @throws ToolException when folder and history forbid to go, or there is no way */
    static MigrationPath find(ScriptFolder folder, DatabaseState state, Optional<Version> wanted) {
        List<Fault> faults = state.history().faults(folder, state.openVersion());
        if (!faults.isEmpty()) {
            throw invalid(
                    together(faults.stream().map(Fault::message).toList()),
                    together(faults.stream().map(Fault::hint).toList()));
        }
        Version current = state.current();
        Version target = wanted.orElse(folder.newest().orHigher(current));
        known(folder, state, target);
        Optional<OpenScript> open = state.open();
        boolean up = state.isOpen(Direction.MIGRATE);
        boolean down = state.isOpen(Direction.UNDO);
        boolean turned = up && !target.isAbove(current) || down && !current.isAbove(target);
        List<ScriptFile> scripts = new ArrayList<>();
        if (open.isPresent() && !turned) {
            scripts.add(file(folder, open.get().direction(), open.get().version()));
        }
        if (target.isAbove(current)) {
            Version from = up ? open.orElseThrow().version() : current;
            for (Version version : folder.above(from)) {
                if (!version.isAbove(target)) {
                    scripts.add(file(folder, Direction.MIGRATE, version));
                }
            }
        } else {
            Version from = down && !turned ? state.history().below(current) : current;
            for (Version version : state.history().applied()) {
                if (!version.isAbove(from) && version.isAbove(target)) {
                    scripts.add(file(folder, Direction.UNDO, version));
                }
            }
        }
        return new MigrationPath(scripts, turned ? open : Optional.empty());
    }

    /** Numbered when there are several, so that each hint finds its fault. */
    private static String together(List<String> texts) {
        return texts.size() == 1
                ? texts.get(0)
                : IntStream.range(0, texts.size())
                        .mapToObj(i -> "(" + (i + 1) + ") " + texts.get(i))
                        .collect(Collectors.joining("; "));
    }

    /** True when the database is where it should be. */
    boolean isEmpty() {
        return scripts.isEmpty() && inTheWay.isEmpty();
    }

    /**
     * All scripts, read to the end and found to be fit to run.
     *
     * @param dialect of the session that they would run in
     * @throws ToolException for the first that is not
     */
    List<Script> load(Dialect dialect) {
        List<Script> loaded =
                scripts.stream().map(script -> script.load(dialect)).toList();
        loaded.forEach(Preflight::check);
        return loaded;
    }

    /** What is to be known before plain Flyway runs one of the migrations. @param loaded what {@link #load} gave */
    List<String> warnings(List<Script> loaded) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < loaded.size(); i++) {
            scripts.get(i).warning(loaded.get(i)).ifPresent(warnings::add);
        }
        return warnings;
    }

    private static void known(ScriptFolder folder, DatabaseState state, Version target) {
        Version baseline = state.history().baseline();
        if (baseline.isAbove(target)) {
            throw invalid(
                    "version " + target + " is below version " + baseline + ", at which the database was adopted",
                    "go down no further than --migration " + baseline);
        }
        if (!target.isNone()
                && !target.equals(baseline)
                && !target.equals(state.current())
                && !folder.migrations().containsKey(target)) {
            throw invalid(
                    "there is no version " + target
                            + (folder.newest().isNone() ? "" : "; the newest is " + folder.newest()),
                    "--status shows the versions; is the folder of migrations complete?");
        }
    }

    private static ScriptFile file(ScriptFolder folder, Direction direction, Version version) {
        ScriptFile file = (direction == Direction.UNDO ? folder.undos() : folder.migrations()).get(version);
        if (file == null) {
            throw invalid(
                    direction == Direction.UNDO
                            ? "version " + version + " has no undo script"
                            : "version " + version + " was begun, and its script is missing",
                    direction == Direction.UNDO
                            ? "restore a backup, or write U" + version + "__<what it takes back>.sql"
                            : "put it back into the folder of migrations");
        }
        return file;
    }

    private static ToolException invalid(String message, String hint) {
        return new ToolException(ExitCode.INVALID_INPUT, message, hint);
    }
}
