package org.pimtools.dbmigrate.execute;

import java.sql.SQLWarning;
import org.pimtools.dbmigrate.script.Script;

/** Takes what the server warns of behind a statement. */
@FunctionalInterface
public interface Warnings {
    /** @param first of all that the server has of this statement */
    void of(Script script, int number, SQLWarning first);
}
