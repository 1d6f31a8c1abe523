package org.pimtools.dbmigrate.script;

import java.util.List;
import java.util.Objects;

/**
 * One migration or undo script.
 *
 * @param version the version that a migration leads to, or that an undo script takes back; not none
 * @param description as the file name has it, with spaces for underscores
 * @param file the name of the file, without its folder
 * @param checksum Flyway's checksum of the file, which ignores line ends
 * @param statements in order, numbered from 1; may be empty
 */
public record Script(
        Direction direction,
        Version version,
        String description,
        String file,
        int checksum,
        List<ScriptStatement> statements) {
    /** @throws IllegalArgumentException when there is no version, or the numbering is not from 1 */
    public Script {
        Objects.requireNonNull(direction);
        Objects.requireNonNull(description);
        Objects.requireNonNull(file);
        statements = List.copyOf(statements);
        if (version.isNone()) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).number() != i + 1) {
                throw new IllegalArgumentException("statements are not numbered from 1");
            }
        }
    }
}
