package org.pimtools.dbmigrate.script;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One migration or undo script, with what its statements are.
 *
 * @param version the version that a migration leads to, or that an undo script takes back; not none
 * @param description as the file name has it, with spaces for underscores
 * @param file the name of the file, without its folder
 * @param checksum Flyway's checksum of the file, which ignores line ends
 * @param statements in order, numbered from 1; may be empty
 * @param names what its session carries from one statement to the next
 * @param unfit what would stop it in the middle: lower case, no final stop
 * @param suspicious true when plain Flyway may see other statements in the file
 */
public record Script(
        Direction direction,
        Version version,
        String description,
        String file,
        int checksum,
        List<ScriptStatement> statements,
        SessionNames names,
        List<String> unfit,
        boolean suspicious) {
    /** @throws IllegalArgumentException when there is no version, or the numbering is not from 1 */
    public Script {
        Objects.requireNonNull(direction);
        Objects.requireNonNull(description);
        Objects.requireNonNull(file);
        Objects.requireNonNull(names);
        statements = List.copyOf(statements);
        unfit = List.copyOf(unfit);
        if (version.isNone()) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).number() != i + 1) {
                throw new IllegalArgumentException("statements are not numbered from 1");
            }
        }
    }

    /** The same, with only those variables that the server knows: it skips what names others, in a comment for other versions. */
    public Script knowing(Set<String> variables) {
        return new Script(
                direction, version, description, file, checksum, statements, names.only(variables), unfit, suspicious);
    }

    public int size() {
        return statements.size();
    }

    /** @param number from 1 */
    public ScriptStatement statement(int number) {
        return statements.get(number - 1);
    }

    public StatementKind kind(int number) {
        return statement(number).kind();
    }

    /** The same for all statements that name the same. */
    public StatementFacts facts(int number) {
        return statement(number).facts();
    }

    public String sql(int number) {
        return statement(number).sql();
    }

    /** A hash over the statement and all before it: equal hashes mean that nothing up to there was edited. */
    public String chain(int number) {
        return statement(number).chain();
    }

    /** True for a statement that asks what the one before it did to how many rows, or with what warnings. */
    public boolean countsRows(int number) {
        return facts(number).counts();
    }

    /** True when it gives its session another role. */
    public boolean setsRole() {
        return statements.stream()
                .anyMatch(statement -> statement.facts().assigned().containsKey("role"));
    }

    /** True when the session may not take our own statements for the UTF-8 that they are. */
    public boolean setsCharacterSet() {
        return names.system().contains(SessionNames.CLIENT);
    }
}
