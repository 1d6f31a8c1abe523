package org.pimtools.dbmigrate.migrate;

import java.util.List;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.dbmigrate.script.Version;

/** What came of one module. */
public sealed interface ModuleResult {
    /** It already was where it should be. */
    record NoChanges(Version version) implements ModuleResult {}

    /** It moved; {@code from} is none for a database without any version. */
    record Changed(Version from, Version to, List<ScriptRun> scripts) implements ModuleResult {
        public Changed {
            scripts = List.copyOf(scripts);
        }
    }

    /** It was adopted at a version, and nothing else was done. */
    record Adopted(Version version) implements ModuleResult {}

    /**
     * It did not get there.
     *
     * @param exit what kind of failure it is
     * @param message lower case, no final stop; for an error of the database with its class and code
     * @param hint what the operator does next
     * @param causeClass the simple name of the cause's class
     * @param database true when the database or the way to it is the cause
     * @param from where it was, if that is known
     * @param reached where it is now, if that is known
     * @param cause for {@code --debug} and the log
     */
    record Failed(
            ExitCode exit,
            String message,
            String hint,
            String causeClass,
            boolean database,
            Optional<Version> from,
            Optional<Version> reached,
            List<ScriptRun> scripts,
            Throwable cause)
            implements ModuleResult {
        public Failed {
            scripts = List.copyOf(scripts);
        }
    }

    /**
     * One script that ran to its end in this run.
     *
     * @param undo true when it took its version back
     * @param resumedAt the first statement that this run executed; 1 when an earlier run had done nothing of it
     * @param executed how many statements this run executed
     */
    record ScriptRun(String file, Version version, boolean undo, int resumedAt, int executed, long millis) {}
}
