package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Kinton;

/** A database that is not the one that was planned, or does not have its data: no command ends as if all were right. */
@Tag("slow")
class WrongDatabaseTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planned;
    private Path plan;
    private HostFiles files;
    private int others;

    @BeforeEach
    void planAndMigrate() throws Exception {
        planned = servers.add(new PlannerHarness(folder)).withSmallPlatform();
        plan = planned.plan("night.plan");
        assertEquals(0, planned.run("plan", "-o", plan.toString()).exit());
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
        planned.knowHosts();
    }

    private PlannerHarness other(Kinton.Option... options) throws Exception {
        return servers.add(new PlannerHarness(Files.createDirectories(folder.resolve("other-" + ++others)), options));
    }

    /** Nothing is changed there, and nobody is told that all is well. */
    private void assertWrong(String what, PlannerHarness other) throws Exception {
        Map<String, String> before = other.checksums();
        String state = folder.resolve("state").toString();
        for (String[] more : new String[][] {{}, {"--no-dry-run"}}) {
            String[] options = new String[more.length + 2];
            options[0] = "--state-dir";
            options[1] = state;
            System.arraycopy(more, 0, options, 2, more.length);
            PlannerHarness.Run applied = other.apply(plan, files.updates, options);
            assertTrue(applied.exit() != 0 && applied.exit() != 10, what + ": " + applied);
            assertTrue(applied.err().contains("error: ") || applied.exit() == 5, what + ": " + applied);
        }
        assertEquals(before, other.checksums(), what);
        PlannerHarness.Run verified = other.run(
                "verify",
                "--plan",
                plan.toString(),
                "--sql",
                files.updates.get(0).toString(),
                "--state-dir",
                state);
        assertTrue(verified.exit() != 0 && verified.exit() != 10, what + ": " + verified);
        PlannerHarness.Run checked = other.run("check", plan.toString(), "--state-dir", state);
        assertTrue(checked.exit() != 0 && checked.exit() != 10, what + ": " + checked);
    }

    @Test
    void anEmptyPlatformIsNot() throws Exception {
        assertWrong("empty", other());
    }

    @Test
    void anotherPlatformWithTheSameNumbersIsNot() throws Exception {
        PlannerHarness other = other().withSmallPlatform();
        other.sql("UPDATE virtualmachine SET UUID = CONCAT('bbbbbbbb', SUBSTRING(UUID, 9))");
        assertWrong("other UUIDs", other);
        PlannerHarness named = other().withSmallPlatform();
        named.sql("UPDATE virtualmachine SET name = CONCAT('x', name)");
        assertWrong("other names", named);
    }

    @Test
    void anOldDumpIsNot() throws Exception {
        PlannerHarness missing = other().withSmallPlatform();
        missing.sql("DELETE FROM virtualmachine WHERE idVM = 2");
        assertWrong("a VM is missing", missing);
        PlannerHarness moved = other().withSmallPlatform();
        moved.sql("UPDATE virtualmachine SET idHypervisor = 1 WHERE idVM = 1");
        assertWrong("a VM was elsewhere", moved);
    }

    @Test
    void oneThatIsMigratedToOtherProviderIdsIsNot() throws Exception {
        PlannerHarness migrated = other().withSmallPlatform();
        migrated.sql("UPDATE virtualmachine SET provider_id = CONCAT('x#vm-', idVM)");
        assertWrong("migrated otherwise", migrated);
    }
}
