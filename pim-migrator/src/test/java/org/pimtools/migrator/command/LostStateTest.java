package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.pimtools.testkit.world.Subscription;
import org.pimtools.testkit.world.World;

/** What was migrated is in Redis, and the state that knows how to get back is not here. */
@Tag("slow")
class LostStateTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;

    @BeforeEach
    void migrate() throws IOException {
        host = servers.add(Host.start(World.of(7, new Size(1, 120)), RedisLayout.MONITOR, directory));
        plan = host.plan("night.plan");
        host.run(plan.toString(), "--identity", host.identity());
        Host.Said migrated = host.run(migration(decide("decided.yaml", "exclude")));
        assertEquals(0, migrated.exit(), migrated::toString);
    }

    private Path decide(String name, String decision) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 " + decision)
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
    }

    private String[] migration(Path decisions) {
        return new String[] {
            plan.toString(), "--identity", host.identity(), "--decisions", decisions.toString(), "--no-dry-run"
        };
    }

    private void loseState() throws IOException {
        Files.move(directory.resolve("state"), directory.resolve("copy"));
    }

    private void assertNoticed(Path given) throws IOException {
        RedisSnapshot before = host.snapshot();
        Host.Said dry = host.run(
                given.toString(),
                "--identity",
                host.identity(),
                "--decisions",
                directory.resolve("decided.yaml").toString());
        assertEquals(5, dry.exit(), dry::toString);
        assertTrue(dry.out().contains("PIM-0138"), dry::toString);
        assertTrue(dry.out().contains("put the state directory back from its copy"), dry::toString);
        Host.Said real = host.run(
                given.toString(),
                "--identity",
                host.identity(),
                "--decisions",
                directory.resolve("decided.yaml").toString(),
                "--no-dry-run");
        assertTrue(real.exit() == 5 || real.exit() == 6, real::toString);
        assertFalse(host.has("work.jsonl"), "nothing is begun");
        assertEquals(List.of(), before.diff(host.snapshot()));
    }

    @Test
    void aLostStateIsNoticedAndPutBack() throws IOException {
        RedisSnapshot migrated = host.snapshot();
        loseState();
        assertNoticed(plan);

        Files.move(directory.resolve("state"), directory.resolve("empty"));
        Files.move(directory.resolve("copy"), directory.resolve("state"));
        Host.Said back = host.run("rollback", "--no-dry-run");
        assertEquals(0, back.exit(), back::toString);
        assertFalse(migrated.diff(host.snapshot()).isEmpty(), "it has its old names again");
    }

    @Test
    void aMigrationOfWhichAPartWasDoneIsNoticedToo() throws IOException {
        StringBuilder half = new StringBuilder();
        int[] count = {0};
        host.world.forEachSubscription(0, (Subscription subscription) -> {
            if (subscription.expected().newProviderId().isPresent() && count[0]++ % 2 == 0) {
                half.append(half.isEmpty() ? "" : ",").append(subscription.vm().idVm());
            }
        });
        Host.Said back = host.run("rollback", "--vm", half.toString(), "--no-dry-run");
        assertTrue(back.exit() == 0 || back.exit() == 5, back::toString);
        loseState();
        assertNoticed(plan);
    }

    /** As a second host of the datacenter sees it, after the SQL file was applied. */
    @Test
    void theDatabaseKnowsTheProviderIdsAndTheStateIsLost() throws IOException {
        loseState();
        assertNoticed(host.planAgain("again.plan"));
    }

    @Test
    void whatWasDeployedSinceIsNoErrorWhereTheStateIsThere() throws IOException {
        Path again = host.planAgain("again.plan");
        Host.Said said = host.run(again.toString(), "--identity", host.identity());
        assertFalse(said.out().contains("PIM-0138"), said::toString);
    }

    @Test
    void whoSaysSoMayGoOnWithoutTheState() throws IOException {
        loseState();
        host.run(
                plan.toString(),
                "--identity",
                host.identity(),
                "--decisions",
                directory.resolve("decided.yaml").toString());
        Host.Said accepted = host.run(migration(decide("accepted.yaml", "accept")));
        assertEquals(0, accepted.exit(), accepted::toString);
        Host.Said back = host.run("rollback", "--no-dry-run");
        assertEquals(5, back.exit(), back::toString);
        assertTrue(back.out().contains("PIM-0142"), back::toString);
    }
}
