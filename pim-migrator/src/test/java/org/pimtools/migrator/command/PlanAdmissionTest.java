package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** Which plans a host takes: a dry run takes them all and says what would be refused. */
@Tag("slow")
class PlanAdmissionTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;

    @BeforeEach
    void start() {
        host = servers.add(Host.start(World.of(11, new Size(1, 60), Traits.clean()), RedisLayout.MONITOR, directory));
    }

    @Test
    void anOldPlanAndARehearsalAreForDryRunsOnly() {
        Instant now = Instant.now();
        assertDry(host.plan("tonight.plan"), "is trusted on this host");
        RedisSnapshot before = host.snapshot();

        Path old = host.plan("old.plan", "planner.key", now.minus(Duration.ofHours(25)), false);
        assertDry(old, "which is too long ago; a migration will be refused: make a new plan");
        assertRefused(old, "which is too long ago");

        Path rehearsal = host.plan("rehearsal.plan", "planner.key", now, true);
        assertDry(rehearsal, "the plan is for a rehearsal; a migration will be refused: make a plan of the updated");
        assertRefused(rehearsal, "the plan is for a rehearsal");
        assertEquals(List.of(), before.diff(host.snapshot()));
    }

    @Test
    void afterAMigrationOlderPlansAreForDryRunsOnly() {
        Instant now = Instant.now();
        Path earlier = host.plan("earlier.plan", "planner.key", now.minus(Duration.ofHours(2)), false);
        Path plan = host.plan("tonight.plan", "planner.key", now.minus(Duration.ofHours(1)), false);
        assertDry(plan, "is trusted on this host");
        Host.Said migrated = host.run(plan.toString(), "--identity", host.identity(), "--no-dry-run");
        assertEquals(0, migrated.exit(), migrated::toString);
        RedisSnapshot after = host.snapshot();

        assertDry(earlier, "which was migrated here already; a migration will be refused: use the newest plan");
        assertRefused(earlier, "which was migrated here already");
        Host.Said again = host.run(plan.toString(), "--identity", host.identity());
        assertEquals(0, again.exit(), again::toString);
        assertEquals("", again.err());
        assertEquals(List.of(), after.diff(host.snapshot()));
    }

    @Test
    void aDryRunThatFailedHasNotMetThePlanner() {
        Path strange = host.plan("strange.plan", "strange.key", Instant.now(), false);
        Host.Said failed = host.run(
                strange.toString(), "--identity", directory.resolve("none").toString());
        assertEquals(3, failed.exit(), failed::toString);
        assertFalse(failed.err().contains("trusted"), failed::toString);
        Path remembered =
                directory.resolve("state").resolve(host.datacenter().id()).resolve("planner.key");
        assertFalse(Files.exists(remembered));

        assertDry(host.plan("night.plan"), "from now on only the planner");
        assertTrue(Files.exists(remembered));
        assertDry(strange, "than the one that this host trusts; a migration will be refused");
        assertRefused(strange, "than the one that this host trusts");
    }

    private void assertDry(Path plan, String warning) {
        Host.Said said = host.run(plan.toString(), "--identity", host.identity());
        assertEquals(0, said.exit(), said::toString);
        assertTrue(said.err().contains(warning), said::toString);
    }

    private void assertRefused(Path plan, String why) {
        Host.Said said = host.run(plan.toString(), "--identity", host.identity(), "--no-dry-run");
        assertEquals(6, said.exit(), said::toString);
        assertTrue(said.err().contains("error: the plan") && said.err().contains(why), said::toString);
        assertTrue(said.err().contains("hint: "), said::toString);
    }
}
