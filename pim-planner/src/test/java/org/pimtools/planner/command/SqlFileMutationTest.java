package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.sqlfile.PlannedRows;
import org.pimtools.planner.sqlfile.SqlFiles;
import org.pimtools.testkit.mutation.Digests;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/**
 * An SQL file is refused, or does to the byte what the migrator wrote: only the times, the run's name and the counts of its header
 * may differ, which no statement uses.
 */
@Tag("slow")
class SqlFileMutationTest {
    private static final int NUMBER = 1_000;
    private static final Predicate<Exception> REFUSAL = e -> e instanceof ToolException refusal
            && (refusal.exitCode() == ExitCode.INVALID_INPUT
                    || refusal.getMessage().contains(" is signed with "));
    private static final String[] PIECES = {
        "-- ",
        "\\! id\n",
        "DROP TABLE virtualmachine;\n",
        "UPDATE virtualmachine SET provider_id=NULL;\n",
        "DELIMITER ;\n",
        "_utf8mb4 X'414243'",
        "X'4",
        "'x'",
        "),\n(5,5,",
        "NULL",
        "BEGIN NOT ATOMIC",
        "SIGNAL SQLSTATE",
        "rollback",
        "update",
        "/*!50000 "
    };

    @TempDir
    private Path directory;

    @Test
    void update() throws IOException {
        mutate("SQL update file", HostFiles.ofSmallPlan(directory).updates.get(0), 10);
    }

    @Test
    void rollback() throws IOException {
        mutate("SQL rollback file", HostFiles.ofSmallPlan(directory).rollbacks.get(0), 11);
    }

    private void mutate(String kind, Path sql, long seed) throws IOException {
        PlannedRows plan = PlannedRows.read(directory.resolve("plan"));
        byte[] good = Files.readAllBytes(sql);
        String statements = statements(good);
        Path file = Files.createDirectory(directory.resolve(kind)).resolve(sql.getFileName());
        Mutator mutator = new Mutator(seed, PIECES);
        SigningKey key = HostFiles.key(plan.datacenters().keySet().iterator().next());
        HostFiles.trust(directory);
        HostKeys hosts = new HostKeys(directory.resolve("hosts"), List.of(), options -> "");
        new Mutations(kind, NUMBER, mutator, REFUSAL).of(good, spoilt -> {
            byte[] signed = Digests.signedAnew(spoilt, digest -> key.sign(SignedAs.SQL, digest));
            Mutations.write(file, signed);
            SqlFiles.read(List.of(file), plan, SchemaProfile.shipped(), hosts);
            assertEquals(statements, statements(signed));
        });
    }

    /** Without the comments, and with those lines of the header that say what the file belongs to. */
    private static String statements(byte[] file) {
        StringBuilder statements = new StringBuilder();
        new String(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.matches("-- (run|created|vms|decided|signature) .*"))
                .map(line -> line.replaceFirst("^(-- plan \\S+) of .*", "$1"))
                .forEach(line -> statements.append(line).append('\n'));
        return statements.toString();
    }
}
