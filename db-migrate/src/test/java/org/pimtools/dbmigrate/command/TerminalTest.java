package org.pimtools.dbmigrate.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;
import org.pimtools.testkit.server.Tools;

/** A way down as an operator sees it at a terminal, which is one of Python's pseudo-terminals here. */
@Tag("slow")
class TerminalTest {
    /** Runs a command, answers the first question, prints all that the command showed, and ends as it ended. */
    private static final String TERMINAL = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            shown, asked = b'', False
            while True:
                try:
                    more = os.read(terminal, 4096)
                except OSError:
                    break
                if not more:
                    break
                shown += more
                if not asked and b'[y/N]: ' in shown:
                    asked = True
                    os.write(terminal, sys.argv[1].encode() + b'\\n')
            sys.stdout.buffer.write(shown)
            sys.exit(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
            """;

    @TempDir
    Path home;

    @Test
    void aWayDownShowsWhatIsGoneAndAsks() throws Exception {
        try (Controller controller = new Controller(home).module("dashboard", 9, 9)) {
            controller.write(
                    "sql/dashboard/undo/U9__index_by_expiry.sql",
                    "DROP INDEX ix_sessions_expires ON sessions;\nSELECT 1;\nCREATE TABLE IF NOT EXISTS kept (n INT);\n");
            Controller.Seen no = atTerminal("n");
            assertEquals(2, no.exit(), no.out());
            String shown = "Dashboard goes down by 1 undo script:\n  U9__index_by_expiry.sql: 3 statements\n"
                    + "    line 1: DROP INDEX ix_sessions_expires ON sessions\n"
                    + "run it? What it drops or deletes is gone [y/N]: n\n"
                    + "aos-db-migrate: error: the way down was not confirmed; nothing was changed\n"
                    + "hint: answer y, or give --yes; --dry-run shows every statement\n";
            assertEquals(shown, no.out());
            assertFalse(controller.tables("dashboard").contains("kept"));

            Controller.Seen up = atTerminal("", "--migration", "9");
            assertEquals(0, up.exit(), up.out());
            assertFalse(up.out().contains("[y/N]"), up.out());

            Controller.Seen yes = atTerminal("y");
            assertEquals(0, yes.exit(), yes.out());
            assertTrue(yes.out().contains("| OK     | 9 -> 8 |"), yes.out());
            assertTrue(controller.tables("dashboard").contains("kept"));
            assertEquals(0, controller.run().exit());

            Controller.Seen told = atTerminal("", "--migration", "8", "--yes");
            assertEquals(0, told.exit(), told.out());
            assertFalse(told.out().contains("[y/N]"), told.out());
        }
    }

    private Controller.Seen atTerminal(String answer) throws IOException, InterruptedException {
        return atTerminal(answer, "--migration", "8");
    }

    private Controller.Seen atTerminal(String answer, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.require("python3").toString(), "-c", TERMINAL, answer));
        command.addAll(ChildJvm.command(AosDbMigrate.class));
        command.addAll(List.of(
                "--names",
                "dashboard",
                "--modules-dir",
                home.resolve("modules.d").toString(),
                "--log-file",
                home.resolve("run.log").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder terminal = new ProcessBuilder(command).redirectErrorStream(true);
        terminal.environment().put("NO_COLOR", "1");
        Process process = terminal.start();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Controller.Seen(process.waitFor(), shown.replace("\r", ""), "");
    }
}
