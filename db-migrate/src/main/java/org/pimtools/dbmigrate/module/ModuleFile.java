package org.pimtools.dbmigrate.module;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.pimtools.common.secret.SecretReader;

/**
 * What a module's file says. The password may still have to be found.
 *
 * @param file where it is written
 * @param undo that of the migrations, where the file names none
 */
public record ModuleFile(
        Path file,
        String name,
        String displayName,
        int order,
        Path migrations,
        Path undo,
        ModuleDatabase database,
        Optional<Predecessor> predecessor,
        boolean strict) {
    public ModuleFile {
        Objects.requireNonNull(file);
        Objects.requireNonNull(name);
        Objects.requireNonNull(displayName);
        Objects.requireNonNull(migrations);
        Objects.requireNonNull(undo);
        Objects.requireNonNull(database);
        Objects.requireNonNull(predecessor);
    }

    /**
     * The module, ready to be connected to.
     *
     * @throws org.pimtools.common.error.ToolException when there is no password, or its file cannot be read
     */
    public Module module(SecretReader secrets) {
        return new Module(
                name, displayName, order, migrations, undo, database.settings(name, secrets), predecessor, strict);
    }
}
