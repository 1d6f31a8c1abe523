package org.pimtools.dbmigrate.flyway;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Version;

/**
 * What Flyway takes a file for, by its name alone, by the rules of its own {@code ResourceNameParser}; that needs Flyway's
 * configuration, which takes longer to make than a run without changes. Undo scripts, which the free edition does not know, follow the
 * rules of migrations.
 */
sealed interface ScriptName {
    /** What is done with each kind but {@link Other}. */
    interface Use {
        void versioned(Version version, String description);

        void unsupported(String what, String hint);

        void mistaken();
    }

    void among(Use use);

    /** A script of a version. */
    record Versioned(Version version, String description) implements ScriptName {
        @Override
        public void among(Use use) {
            use.versioned(version, description);
        }
    }

    /**
     * Something that Flyway runs, or reads, and this tool does not.
     *
     * @param what in the plural
     */
    record Unsupported(String what, String hint) implements ScriptName {
        @Override
        public void among(Use use) {
            use.unsupported(what, hint);
        }
    }

    /** Something that Flyway leaves out, though its author may have meant a script. */
    record Mistaken() implements ScriptName {
        @Override
        public void among(Use use) {
            use.mistaken();
        }
    }

    /** Anything else. */
    record Other() implements ScriptName {
        @Override
        public void among(Use use) {
            // not ours
        }
    }

    /** Reads the name of a file, without its folder, in a folder of scripts of one direction. */
    static ScriptName of(String name, Direction direction) {
        return Rules.read(name, direction);
    }

    /** Flyway's rules, with its defaults for prefixes, separator and suffix. */
    final class Rules {
        private static final String SUFFIX = ".sql";
        private static final String SEPARATOR = "__";
        private static final Pattern LOOKS_LIKE_ONE = Pattern.compile(
                "(?i)(\\._|[.\\s])*([VUBR]\\s*[0-9._]+[^.]*|[VUBR]__.*)\\.(sql|class|java|sh|py|ps1|bat|cmd)\\s*");
        /** What Java, and so Flyway, reads a number from. */
        private static final Pattern NUMBERS = Pattern.compile("[+-]?\\p{Nd}+([._]\\p{Nd}+)*");

        private static final Pattern PROGRAM = Pattern.compile("(.*)\\.(?i:sh|bash|py|ps1|bat|cmd)");
        /** Flyway's events, with what may stand behind the separator. */
        private static final Pattern CALLBACK = Pattern.compile("((before|after)[A-Z][A-Za-z]*|createSchema)(__.*)?");

        private Rules() {}

        static ScriptName read(String name, Direction direction) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.endsWith(SUFFIX + ".conf")) {
                return new Unsupported(
                        "settings of a single script",
                        "take the file away; each statement here has a transaction of its own unless the script begins one");
            }
            if (direction == Direction.MIGRATE && isProgram(name)) {
                return new Unsupported(
                        "programs as migrations", "make it a migration in SQL, or move it out of the folder");
            }
            Matcher looks = LOOKS_LIKE_ONE.matcher(name);
            ScriptName otherwise = looks.matches() ? new Mistaken() : new Other();
            return lower.endsWith(SUFFIX)
                    ? script(name.substring(0, name.length() - SUFFIX.length()), direction)
                            .orElse(otherwise)
                    : otherwise;
        }

        /** Flyway runs a file of such a name, and one without any suffix. */
        private static boolean isProgram(String name) {
            Matcher program = PROGRAM.matcher(name);
            return program.matches()
                            && script(program.group(1), Direction.MIGRATE).isPresent()
                    || name.matches("[VR][^.]*")
                            && script(name, Direction.MIGRATE).isPresent();
        }

        private static Optional<ScriptName> script(String stem, Direction direction) {
            if (stem.startsWith(direction == Direction.UNDO ? "U" : "V")) {
                Optional<Versioned> versioned = versioned(stem);
                return versioned.isEmpty() && NUMBERS.matcher(version(stem)).matches()
                        ? Optional.of(new Unsupported(
                                "versions with a sign, with other digits than 0 to 9, or of more than 50 characters",
                                "give it a version such as 7 or 1.10"))
                        : versioned.map(ScriptName.class::cast);
            }
            if (direction == Direction.UNDO) {
                return Optional.empty();
            }
            if (stem.startsWith("R" + SEPARATOR)) {
                return Optional.of(
                        new Unsupported("repeatable scripts", "make it a migration with a version of its own"));
            }
            if (stem.startsWith("B") && versioned(stem).isPresent()) {
                return Optional.of(new Unsupported(
                        "baseline scripts", "make it a migration, and adopt older databases with --baseline VERSION"));
            }
            return CALLBACK.matcher(stem).matches()
                    ? Optional.of(new Unsupported("callbacks", "put its statements into a migration, or take it away"))
                    : Optional.empty();
        }

        private static String version(String stem) {
            int separator = stem.indexOf(SEPARATOR);
            return stem.substring(1, separator < 0 ? stem.length() : separator);
        }

        private static Optional<Versioned> versioned(String stem) {
            int separator = stem.indexOf(SEPARATOR);
            String description = separator < 0 ? "" : stem.substring(separator + SEPARATOR.length());
            return Version.parse(version(stem)).map(found -> new Versioned(found, description.replace('_', ' ')));
        }
    }
}
