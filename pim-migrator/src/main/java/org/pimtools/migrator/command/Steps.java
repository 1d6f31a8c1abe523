package org.pimtools.migrator.command;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.migrator.execute.StepList;
import org.pimtools.migrator.step.redis.RedisSource;
import org.pimtools.migrator.step.redis.RedisStepFactory;
import org.pimtools.migrator.step.veeam.VeeamStepFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The steps of this tool: the one place where they are registered. */
final class Steps {
    /** Their names, in the order in which they are executed. */
    static final List<String> NAMES = List.of(RedisStepFactory.NAME, VeeamStepFactory.NAME);

    private Steps() {}

    /** All of them may act. */
    static StepList of(RedisSource redis) {
        return StepList.of(List.of(new RedisStepFactory(redis), new VeeamStepFactory()));
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

    /** Takes the name of a step. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String given) {
            return oneOf(NAMES, given);
        }
    }

    /** Takes the name of a part. */
    static final class Part implements ITypeConverter<String> {
        @Override
        public String convert(String given) {
            return oneOf(new Parts(), given);
        }
    }

    private static String oneOf(List<String> known, String given) {
        if (!known.contains(given)) {
            throw new TypeConversionException(
                    "expected one of " + String.join(", ", known) + " but was '" + given + "'");
        }
        return given;
    }
}
