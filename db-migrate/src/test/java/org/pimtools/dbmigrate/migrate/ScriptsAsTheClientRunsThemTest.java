package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;

/** Every script of the splitter's corpus as a migration: the database is what the {@code mariadb} client makes of the same file. */
class ScriptsAsTheClientRunsThemTest {
    /** What the scripts call the database that they run in. */
    private static final String DATABASE = "split_corpus";

    private final String name = "split_" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path folder;

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/split"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void makesWhatTheClientMakes(Path script) throws Exception {
        // with comments, the client would send two dashes without a blank, too
        boolean dashes = script.endsWith("comments.sql");
        assertMakesWhatTheClientMakes(
                Files.readString(script).replace(DATABASE, name).getBytes(), dashes ? "--skip-comments" : "--comments");
    }

    /** Under the driver's own sql_mode the first is an error, and the second has it for ever. */
    @Test
    void namesThatAreAlsoFunctionsStandInFrontOfABracket() throws Exception {
        assertMakesWhatTheClientMakes("""
                CREATE TABLE places (position INT, count INT, KEY position (position), KEY count (count));
                CREATE PROCEDURE p() SELECT position FROM places;
                """.getBytes(), "--comments");
    }

    @Test
    void textsOfSeveralLinesAreThoseOfTheClient() throws Exception {
        assertMakesWhatTheClientMakes(
                "CREATE TABLE t (a TEXT);\r\nINSERT INTO t VALUES ('one\r\ntwo\n\r\nthree\r');\r\n".getBytes(),
                "--comments");
    }

    private void assertMakesWhatTheClientMakes(byte[] script, String comments) throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        Tools.require(server.client().isPresent(), "the mariadb client: install mariadb-client");
        String byTheClient;
        try (MigrationRig plain = new MigrationRig(server, folder.resolve("plain"), name)) {
            Path file = Files.write(folder.resolve("script.sql"), script);
            server.run("mariadb", file, List.of(comments, "--database=" + name));
            byTheClient = plain.schema();
        }
        try (MigrationRig ours = new MigrationRig(server, folder.resolve("ours"), name)) {
            ours.write("migrations/V1__script.sql", script);
            assertInstanceOf(ModuleResult.Changed.class, ours.newest());
            assertEquals(byTheClient, ours.schema());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a",
                "SELECT 1; /* a comment\n",
                "source other.sql",
                "SELECT 1\\G",
                "\\! touch x",
                "LOAD DATA LOCAL INFILE 'x' INTO TABLE t",
                "LOAD XML LOCAL INFILE 'x' INTO TABLE t",
                "LOAD DATA LOW_PRIORITY LOCAL INFILE 'x' INTO TABLE t"
            })
    void refusesBeforeAnythingRuns(String end) throws Exception {
        try (MigrationRig ours = new MigrationRig(MariaDbServer.shared(), folder, name)) {
            ours.migration(1, "good", "CREATE TABLE first (a INT);");
            ours.migration(2, "bad", "CREATE TABLE second (a INT);\n" + end);
            ModuleResult.Failed failed = assertInstanceOf(ModuleResult.Failed.class, ours.newest());
            assertEquals(ExitCode.INVALID_INPUT, failed.exit());
            assertTrue(failed.message().matches("V2__bad.sql: .*line [23].*"), failed.message());
            assertEquals("", ours.tables());
        }
    }
}
