package org.pimtools.dbmigrate.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.GeneralLog;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;

/**
 * Splits the scripts in {@code split} and lets the {@code mariadb} client run the same files: what reached the server, as its general
 * log has it, must be the same. The client leaves comments out, and sends what stands between two
 * delimiters at once.
 */
class ClientAsJudgeTest {
    private static final Path CORPUS = Path.of("src/test/resources/split");
    /** What the scripts call the database that they run in. */
    private static final String DATABASE = "split_corpus";

    @TempDir
    Path folder;

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void splitsAsTheClientDoes(Path script) throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        Tools.require(server.client().isPresent(), "the mariadb client: install mariadb-client");
        String user = "judge_" + UUID.randomUUID().toString().substring(0, 8);
        Path file = folder.resolve("script.sql");
        Files.writeString(file, Files.readString(script).replace(DATABASE, user));
        Splits ours = Splits.of(text(file));
        assertEquals(List.of(), ours.faults());
        server.createUser(user, server.password(), "ALL ON *.*");
        try (Database database = server.createDatabase(user)) {
            List<String> client = sent(database, user, file);
            assertEquals(bare(client), bare(together(ours, client)));
        }
    }

    @Test
    void theJudgeSeesADifference() {
        assertTrue(bare(List.of("SELECT 'a b'")).equals(bare(List.of("SELECT  'a b' -- c"))));
        assertTrue(!bare(List.of("SELECT 'a b'")).equals(bare(List.of("SELECT 'a  b'"))));
        assertTrue(!bare(List.of("SELECT 1 /*! + 1 */")).equals(bare(List.of("SELECT 1"))));
    }

    private static String text(Path script) throws IOException {
        String text = Files.readString(script).replace("\r\n", "\n");
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static List<String> sent(Database database, String user, Path script) {
        MariaDbServer server = database.server();
        try (GeneralLog log = server.generalLog()) {
            server.run(
                    "mariadb", script, List.of("--user=" + user, "--skip-comments", "--database=" + database.name()));
            return log.statements(user).stream()
                    .filter(statement -> !statement.startsWith("select @@"))
                    .toList();
        }
    }

    /** Ours, where the client sends several at once put together again; a USE of ours is this question and a command of its. */
    private static List<String> together(Splits ours, List<String> client) {
        List<String> joined = new ArrayList<>();
        List<String> rest = new ArrayList<>(ours.texts());
        for (String sent : client) {
            if (rest.isEmpty()) {
                break;
            }
            String text = rest.remove(0);
            while (!rest.isEmpty()
                    && bare(sent).startsWith(bare(text) + ";")
                    && !bare(sent).equals(bare(text))) {
                text += ";" + rest.remove(0);
            }
            joined.add(text.toLowerCase().startsWith("use ") ? "SELECT DATABASE()" : text);
        }
        joined.addAll(rest);
        return joined;
    }

    private static List<String> bare(List<String> statements) {
        return statements.stream().map(ClientAsJudgeTest::bare).toList();
    }

    /** Without comments and blanks outside of quotes; a dump's command to the client is no part of what it sends. */
    private static String bare(String sql) {
        StringBuilder bare = new StringBuilder();
        for (int at = 0; at < sql.length(); ) {
            char c = sql.charAt(at);
            int end = at + 1;
            if (c == '\'' || c == '"' || c == '`') {
                end = Math.max(sql.indexOf(c, at + 1), at) + 1;
                bare.append(sql, at, end);
            } else if (sql.startsWith("/*", at) && !sql.startsWith("/*!", at) && !sql.startsWith("/*M!", at)) {
                end = sql.indexOf("*/", at) + 2;
            } else if (c == '#' || sql.startsWith("-- ", at) || sql.startsWith("--\n", at)) {
                end = sql.indexOf('\n', at) < 0 ? sql.length() : sql.indexOf('\n', at);
            } else if (sql.startsWith("\\-", at)) {
                end = at + 2;
            } else if (!Character.isWhitespace(c)) {
                bare.append(c);
            }
            at = end;
        }
        // the client drops a backslash in front of a line's end, which means nothing
        // the server drops semicolons at the end
        return bare.toString().replace("\\\n", "\n").replaceFirst(";+$", "");
    }
}
