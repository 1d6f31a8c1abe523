package org.pimtools.dbmigrate.migrate;

import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;

/**
 * A script that a real run would execute.
 *
 * @param remaining just the statements that it would still execute
 * @param warning what is to be known before plain Flyway runs the script
 */
public record PlannedScript(Script script, List<ScriptStatement> remaining, Optional<String> warning) {
    public PlannedScript {
        remaining = List.copyOf(remaining);
    }
}
