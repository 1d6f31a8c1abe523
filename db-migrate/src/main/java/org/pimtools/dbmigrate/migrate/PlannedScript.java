package org.pimtools.dbmigrate.migrate;

import java.util.List;
import org.pimtools.dbmigrate.script.Script;
import org.pimtools.dbmigrate.script.ScriptStatement;

/** A script that a real run would execute, with just the statements that it would still execute. */
public record PlannedScript(Script script, List<ScriptStatement> remaining) {
    public PlannedScript {
        remaining = List.copyOf(remaining);
    }
}
