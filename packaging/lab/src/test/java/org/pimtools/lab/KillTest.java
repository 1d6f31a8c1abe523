package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** Kills a migration or a rollback with SIGKILL, or the Redis under it, at many moments, and runs it again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("slow")
class KillTest {
    /** The exit code of a process that SIGKILL ended. */
    private static final int KILLED = 137;

    private static final int MOMENTS_IN_TIME = 12;
    private static final int MOMENTS_IN_THE_JOURNAL = 18;
    private static final int ROLLBACKS_IN_TIME = 5;
    private static final int ROLLBACKS_IN_THE_JOURNAL = 7;

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    private static Platform platform;
    private static Operator operator;
    private static Tool migrator;
    private static Datacenter datacenter;
    private static Path host;
    private static Path hostAfterDryRun;
    private static Path hostAtTheEnd;
    private static long duration;
    private static long journalSize;
    private static RedisImage redisAfterDryRun;
    private static RedisSnapshot redisBefore;
    private static RedisImage redisMigrated;
    private static RedisSnapshot redisAtTheEnd;
    private static List<List<String>> sqlAtTheEnd;

    @BeforeAll
    static void undisturbed() throws Exception {
        World world = World.of(9, new Size(1, 3_500), Traits.standard().with(new Traits.Sites(false, 0)));
        platform = SERVERS.add(Platform.start(world, directory.resolve("platform"), Platform.Vsphere.DOUBLE));
        datacenter = world.datacenters().get(0);
        operator = new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
        EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
        ended(0, 5, operator.planner().run(operator.plan(Operator.PLAN).toArray(String[]::new)));
        Path classes = directory.resolve("classes.jsa");
        ended(
                0,
                5,
                operator.migrator()
                        .writing(classes)
                        .run(operator.run(Operator.PLAN, datacenter).toArray(String[]::new)));
        migrator = operator.migrator().with(classes);
        operator.decide(Operator.PLAN, datacenter);
        host = directory.resolve(Operator.state(datacenter));
        hostAfterDryRun = directory.resolve("host-after-dry-run");
        copy(host, hostAfterDryRun);
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            // its time to live would differ from one look to the next
            redis.persist("EventLog:" + datacenter.index());
            redisAfterDryRun = RedisImage.of(redis);
        }
        redisBefore = snapshot();
        restore();

        long started = System.nanoTime();
        ended(0, 0, migrate());
        duration = System.nanoTime() - started;
        journalSize = size("journal.jsonl");
        redisAtTheEnd = snapshot();
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            redisMigrated = RedisImage.of(redis);
        }
        hostAtTheEnd = directory.resolve("host-at-the-end");
        copy(host, hostAtTheEnd);
        sqlAtTheEnd = sql();
    }

    @Test
    void aMigrationThatIsKilledAtAnyMomentEndsAsIfItWereNot() throws Exception {
        int frozen = 0;
        int underway = 0;
        for (int moment = 0; moment < MOMENTS_IN_TIME + MOMENTS_IN_THE_JOURNAL; moment++) {
            boolean killed;
            do {
                restore();
                Process process = migrator.start(operator.migrate(Operator.PLAN, datacenter));
                if (moment < MOMENTS_IN_TIME) {
                    process.waitFor(duration * (2L * moment + 1) / (2L * MOMENTS_IN_TIME), TimeUnit.NANOSECONDS);
                } else {
                    waitForJournal(process, journalSize * (moment - MOMENTS_IN_TIME) / MOMENTS_IN_THE_JOURNAL);
                }
                killed = process.destroyForcibly().waitFor() == KILLED;
            } while (!killed && moment >= MOMENTS_IN_TIME);
            boolean wasFrozen = size("work.jsonl") > 0;
            frozen += wasFrozen ? 1 : 0;
            underway += killed && size("journal.jsonl") > 0 ? 1 : 0;

            long requests = platform.vsphereRequests();
            Tool.Result again = migrate();
            String where = "moment " + moment + "\n" + again.out() + again.err();
            assertEquals(0, again.exit(), where);
            if (wasFrozen) {
                assertEquals(requests, platform.vsphereRequests(), "a new inventory at " + where);
            }
            assertEquals(List.of(), redisAtTheEnd.diff(snapshot()), where);
            assertEquals(sqlAtTheEnd, sql(), where);
        }
        assertTrue(frozen >= MOMENTS_IN_THE_JOURNAL, "killed after the freeze: " + frozen);
        assertTrue(underway >= MOMENTS_IN_THE_JOURNAL, "killed while re-keying: " + underway);
    }

    /** Every third one is not ended but taken back: the migration goes on, or begins anew when the rollback was over. */
    @Test
    void aRollbackThatIsKilledAtAnyMomentEndsAsIfItWereNot() throws Exception {
        restore(hostAtTheEnd, redisMigrated);
        long started = System.nanoTime();
        ended(0, 0, rollBack());
        long whole = System.nanoTime() - started;
        long written = size("journal.jsonl") - journalSize;
        assertEquals(List.of(), redisBefore.diff(snapshot()));
        assertEquals(sqlAtTheEnd.get(1), statements("-rollback.sql"));

        int underway = 0;
        for (int moment = 0; moment < ROLLBACKS_IN_TIME + ROLLBACKS_IN_THE_JOURNAL; moment++) {
            boolean killed;
            do {
                restore(hostAtTheEnd, redisMigrated);
                Process process = migrator.start(operator.rollback(Operator.PLAN, datacenter, "--no-dry-run"));
                if (moment < ROLLBACKS_IN_TIME) {
                    process.waitFor(whole * (2L * moment + 1) / (2L * ROLLBACKS_IN_TIME), TimeUnit.NANOSECONDS);
                } else {
                    waitForJournal(
                            process, journalSize + written * (moment - ROLLBACKS_IN_TIME) / ROLLBACKS_IN_THE_JOURNAL);
                }
                killed = process.destroyForcibly().waitFor() == KILLED;
            } while (!killed && moment >= ROLLBACKS_IN_TIME);
            underway += killed && size("journal.jsonl") > journalSize ? 1 : 0;

            boolean takenBack = moment % 3 == 2;
            Tool.Result again = takenBack ? migrate() : rollBack();
            String where = "moment " + moment + "\n" + again.out() + again.err();
            assertEquals(0, again.exit(), where);
            assertEquals(List.of(), (takenBack ? redisAtTheEnd : redisBefore).diff(snapshot()), where);
            assertEquals(sqlAtTheEnd.get(1), statements("-rollback.sql"), where);
            if (takenBack) {
                assertEquals(sqlAtTheEnd.get(0), statements("-update.sql"), where);
            }
        }
        assertTrue(underway >= ROLLBACKS_IN_THE_JOURNAL, "killed while rolling back: " + underway);
    }

    @Test
    void aRedisThatComesBackWithoutItsLastWritesIsNoticedAndRepaired() throws Exception {
        for (int part = 1; part <= 3; part++) {
            restore();
            Process process = migrator.start(operator.migrate(Operator.PLAN, datacenter));
            waitForJournal(process, journalSize * part / 4);
            platform.redis(datacenter).kill();
            platform.redis(datacenter).restart();
            Tool.Result disturbed = Tool.finish(process);
            if (disturbed.exit() != 0) {
                assertTrue(disturbed.err().contains("hint: "), disturbed.err());
                ended(0, 0, migrate());
            }
            assertEquals(List.of(), redisAtTheEnd.diff(snapshot()));
            assertEquals(sqlAtTheEnd, sql());
        }
    }

    private static Tool.Result migrate() {
        return migrator.run(operator.migrate(Operator.PLAN, datacenter).toArray(String[]::new));
    }

    private static Tool.Result rollBack() {
        return migrator.run(
                operator.rollback(Operator.PLAN, datacenter, "--no-dry-run").toArray(String[]::new));
    }

    private static void restore() throws IOException {
        restore(hostAfterDryRun, redisAfterDryRun);
    }

    private static void restore(Path state, RedisImage keys) throws IOException {
        try (Stream<Path> files = Files.walk(host)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        copy(state, host);
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            keys.restore(redis);
        }
    }

    private static void waitForJournal(Process process, long bytes) throws Exception {
        while (process.isAlive() && size("journal.jsonl") <= bytes) {
            TimeUnit.MICROSECONDS.sleep(200);
        }
    }

    /** Size of the newest file of that name that a run of the host has, 0 when there is none. */
    private static long size(String name) throws IOException {
        try (Stream<Path> runs = Files.list(host.resolve(datacenter.id()).resolve("runs"))) {
            for (Path run : runs.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.exists(run.resolve(name))) {
                    return Files.size(run.resolve(name));
                }
            }
        }
        return 0;
    }

    private static RedisSnapshot snapshot() {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    /** The update and the rollback file without their headers, which name the run and its time. */
    private static List<List<String>> sql() throws IOException {
        return List.of(statements("-update.sql"), statements("-rollback.sql"));
    }

    private static List<String> statements(String ending) throws IOException {
        return Files.readAllLines(operator.latest(datacenter, ending)).stream()
                .filter(line -> !line.startsWith("--"))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void ended(int good, int alsoGood, Tool.Result result) {
        assertTrue(
                result.exit() == good || result.exit() == alsoGood,
                "exit " + result.exit() + "\n" + result.out() + result.err());
    }
}
