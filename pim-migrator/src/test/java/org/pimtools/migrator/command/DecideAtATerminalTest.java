package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;
import org.pimtools.testkit.server.PseudoTerminal;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** {@code pim-migrator decide} with a person at the keyboard, who also goes away in the middle. */
@Tag("slow")
class DecideAtATerminalTest {
    private static final String QUESTION = "q(uit): ";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Path decisions;
    private String written;

    @BeforeEach
    void dryRun() throws Exception {
        Traits traits = Traits.standard().with(new Traits.Trouble(0.03, 0.05, 0.03, 0, 0, 0, 0.05));
        Host host = servers.add(Host.start(World.of(7, new Size(1, 300), traits), RedisLayout.MONITOR, directory));
        Host.Said said = host.run(host.plan("night.plan").toString(), "--identity", host.identity());
        assertEquals(5, said.exit(), said.err());
        decisions = host.newest("decisions.yaml");
        written = Files.readString(decisions);
    }

    private PseudoTerminal decide() throws Exception {
        List<String> command = new ArrayList<>(ChildJvm.command(PimMigrator.class));
        command.addAll(
                List.of("decide", "--state-dir", directory.resolve("state").toString()));
        return PseudoTerminal.start(command, directory, Map.of("NO_COLOR", "1"));
    }

    @Test
    void ctrlCInTheMiddleLosesNoAnswer() throws Exception {
        String firstGroup;
        try (PseudoTerminal terminal = decide()) {
            terminal.await(QUESTION);
            terminal.type("e\r");
            terminal.await("why: ");
            terminal.type("gone \"for good\"\r");
            terminal.await(QUESTION);
            terminal.type("e\r");
            terminal.await("why: ");
            terminal.type("half a rea");
            terminal.await("half a rea");
            terminal.type(CTRL_C);
            PseudoTerminal.Seen seen = terminal.end();
            assertEquals(130, seen.exit(), seen.screen());
            assertTrue(seen.restored());
            assertTrue(
                    seen.screen()
                            .contains("pim-migrator: stopped; what was answered is kept in " + decisions
                                    + ": run pim-migrator decide again for the rest"),
                    seen.screen());
            firstGroup = shown(seen.screen());
        }
        String kept = Files.readString(decisions);
        assertEquals(
                written.replaceFirst(
                        "decision:\n    reason: \"\"", "decision: exclude\n    reason: \"gone \\\\\"for good\\\\\"\""),
                kept);

        try (PseudoTerminal terminal = decide()) {
            terminal.await(QUESTION);
            terminal.type(CTRL_D);
            PseudoTerminal.Seen seen = terminal.end();
            assertEquals(5, seen.exit(), seen.screen());
            assertTrue(seen.restored());
            assertFalse(shown(seen.screen()).equals(firstGroup), "it is not asked again: " + firstGroup);
            assertTrue(seen.screen().contains("NOT ALL DECIDED: 0 errors decided"), seen.screen());
        }
        assertEquals(kept, Files.readString(decisions));
    }

    @Test
    void ctrlCBeforeTheFirstAnswerLeavesTheFileAsItIs() throws Exception {
        try (PseudoTerminal terminal = decide()) {
            terminal.await(QUESTION);
            terminal.type(CTRL_C);
            PseudoTerminal.Seen seen = terminal.end();
            assertEquals(130, seen.exit(), seen.screen());
            assertTrue(seen.restored());
        }
        assertEquals(written, Files.readString(decisions));
    }

    /** What stands before the first question. */
    private static String shown(String screen) {
        return screen.substring(0, screen.indexOf(QUESTION));
    }
}
