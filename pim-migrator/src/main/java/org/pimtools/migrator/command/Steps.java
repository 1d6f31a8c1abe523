package org.pimtools.migrator.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.step.redis.RedisSettings;
import org.pimtools.migrator.step.redis.RedisStepFactory;

/** The steps of this tool: the one place where they are registered. */
final class Steps {
    /** Their names, in the order in which they are executed. */
    static final List<String> NAMES = List.of(RedisStepFactory.NAME);

    private Steps() {}

    /** All of them may act. */
    static StepList of(RedisSettings redis) {
        return StepList.of(List.of(new RedisStepFactory(redis)));
    }

    /** What an option may name: all steps. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(NAMES);
        }
    }

    /** What an option may name: all steps, the SQL file and the list of backup jobs. */
    static final class Parts extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        /** The rollback file for the database. */
        static final String SQL = "sql";
        /** The list of jobs that must have their old names again. */
        static final String BACKUP = "backup";

        Parts() {
            super(NAMES);
            addAll(List.of(SQL, BACKUP));
        }
    }

    /** @throws org.pimtools.common.error.ToolException when a name is not one of those that may be given */
    static void require(String option, Collection<String> given, List<String> known) {
        for (String name : given) {
            if (!known.contains(name)) {
                throw new ToolException(
                        ExitCode.USAGE,
                        option + " does not know \"" + Text.printable(name) + "\"",
                        "give one or several of " + String.join(", ", known));
            }
        }
    }
}
