package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.SuggestedLines;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

/** What the migrator says is next is run as it stands, over a whole night with its way back. */
@Tag("slow")
class SuggestedLinesTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;

    @BeforeEach
    void start() {
        host = servers.add(Host.start(World.of(42, new Size(1, 400)), RedisLayout.MONITOR, directory));
    }

    /** Runs what was suggested, which must be a command line of ours with files that are there. */
    private Host.Said follow(Host.Said said) {
        List<String> words = SuggestedLines.last(said.out()).orElseThrow(() -> new AssertionError(said));
        assertEquals("pim-migrator", words.get(0), said::toString);
        Host.Said next = Host.runWith(words.subList(1, words.size()));
        assertFalse(
                next.exit() == ExitCode.USAGE.code() || next.exit() == ExitCode.INVALID_INPUT.code(),
                () -> words + "\n" + next);
        return next;
    }

    /** With the platform's own file, which says where Redis is. */
    private Host.Said status() {
        Path config = directory.resolve("abiquo.properties");
        host.write(
                config,
                "abiquo.redis.host = %s\nabiquo.redis.port = %d\n".formatted(host.redis.host(), host.redis.port()));
        return Host.runWith(List.of(
                "status",
                "--config",
                config.toString(),
                "--state-dir",
                directory.resolve("state").toString()));
    }

    private static void forController(Host.Said said, String command, Path plan) {
        List<String> words = SuggestedLines.last(said.out()).orElseThrow(() -> new AssertionError(said));
        assertEquals(List.of("pim-planner", command), words.subList(0, 2));
        assertEquals(List.of("--plan", plan.getFileName().toString()), words.subList(words.size() - 2, words.size()));
    }

    private void decideAll() throws IOException {
        Path decisions = host.newest("decisions.yaml");
        Files.writeString(
                decisions,
                Files.readString(decisions)
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
    }

    /** The last line but for the next command. */
    private static void assertVerdict(Host.Said said, String pattern) {
        List<String> lines = said.out().lines().toList();
        assertTrue(lines.get(lines.size() - 2).matches(pattern), said::toString);
    }

    @Test
    void aWholeNightThereAndBack() throws IOException {
        Path plan = host.plan("the night's.plan");
        host.run(plan.toString(), "--identity", host.identity());
        Host.Said anew = follow(status());
        assertTrue(anew.out().contains("dry run"), anew::toString);
        Host.Said dryRun = host.run(plan.toString(), "--identity", host.identity());
        assertEquals(5, dryRun.exit(), dryRun::toString);
        decideAll();
        Host.Said now = follow(dryRun);
        assertEquals(0, now.exit(), now::toString);
        assertVerdict(dryRun, "NOT READY: [0-9,]+ errors? undecided, [0-9,]+ of [0-9,]+ VMs found.*, [0-9.]+ s");
        assertVerdict(now, "MIGRATED [0-9,]+ of [0-9,]+ VMs, [0-9,]+ left out.*, [0-9.]+ s");
        forController(now, "apply", plan);

        Host.Said verified = follow(status());
        assertEquals(0, verified.exit(), verified::toString);
        forController(verified, "verify", plan);
        forController(host.run("sql"), "apply", plan);

        Host.Said back = follow(host.run("rollback"));
        assertEquals(0, back.exit(), back::toString);
        assertVerdict(back, "ROLLED BACK [0-9,]+ of [0-9,]+ VMs.*, [0-9.]+ s");
        forController(back, "apply", plan);
        Host.Said verifiedBack = follow(status());
        assertEquals(0, verifiedBack.exit(), verifiedBack::toString);
    }

    @Test
    void aPlanThatIsGoneIsAskedForAndNotNamed() throws IOException {
        Path plan = host.plan("night.plan");
        host.run(plan.toString(), "--identity", host.identity());
        Files.delete(plan);
        Host.Said status = status();
        assertEquals(Optional.empty(), SuggestedLines.last(status.out()), status::toString);
    }

    @Test
    void aMigrationThatWillBeRefusedIsNotSuggested() {
        Path rehearsal = host.plan("rehearsal.plan", "planner.key", Instant.now(), true);
        Host.Said dryRun = host.run(rehearsal.toString(), "--identity", host.identity());
        assertFalse(
                SuggestedLines.last(dryRun.out())
                        .filter(words -> words.contains("--no-dry-run"))
                        .isPresent(),
                dryRun::toString);
        assertTrue(
                dryRun.out().contains("next: # before a migration: make a plan of the updated database"),
                dryRun::toString);
    }
}
