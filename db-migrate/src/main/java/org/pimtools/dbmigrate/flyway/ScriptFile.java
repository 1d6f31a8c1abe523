package org.pimtools.dbmigrate.flyway;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.pimtools.dbmigrate.script.Dialect;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.Version;

/**
 * A script as its folder has it, read no further than its name.
 *
 * @param version not none
 * @param description as the name has it, with spaces for underscores
 * @param file the name below the module's folder, with {@code /} between folders
 */
public record ScriptFile(Direction direction, Version version, String description, String file, Path folder) {
    public ScriptFile {
        Objects.requireNonNull(direction);
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        Objects.requireNonNull(file);
        Objects.requireNonNull(folder);
    }

    /**
     * Flyway's checksum of the text, whatever its line ends.
     *
     * @throws org.pimtools.common.error.ToolException when the file cannot be read, or is not UTF-8
     */
    public int checksum() {
        return ScriptReader.checksum(this);
    }

    /**
     * All its statements, as the {@code mariadb} client would send them.
     *
     * @param dialect of the session that it would run in
     * @throws org.pimtools.common.error.ToolException when the file cannot be read, is not UTF-8, has something without an end, or
     *     holds commands of the client
     */
    public Script load(Dialect dialect) {
        return ScriptReader.read(this, dialect);
    }

    /**
     * What is to be known before plain Flyway runs the script, which would see other statements in it. Empty for an undo script, which it
     * does not run.
     *
     * @param loaded the same script
     */
    public Optional<String> warning(Script loaded) {
        return direction == Direction.MIGRATE && loaded.suspicious()
                ? FlywayComparison.difference(this, loaded)
                : Optional.empty();
    }

    Path path() {
        return folder.resolve(file);
    }
}
