package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.RequestLog;
import org.pimtools.testkit.doubles.veeam.BackupJobs;
import org.pimtools.testkit.doubles.veeam.BackupServerDouble;
import org.pimtools.testkit.doubles.veeam.Effect;
import org.pimtools.testkit.doubles.veeam.EnterpriseManagerDouble;
import org.pimtools.testkit.doubles.veeam.FaultAt;
import org.pimtools.testkit.doubles.veeam.Place;
import org.pimtools.testkit.doubles.veeam.Renaming;
import org.pimtools.testkit.doubles.veeam.SessionCount;
import org.pimtools.testkit.doubles.veeam.TaskEnd;
import org.pimtools.testkit.server.ChildJvm;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.World;

/** Whole runs of the command in a datacenter with backup servers: the real Redis, simulated providers, the doubles of Veeam. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BackupJobsRunTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private final StoppedClock clock = new StoppedClock();
    private final List<Vm> vms = new ArrayList<>();
    private Host host;

    /** The time of a server: stands still at first, and then makes a minute whenever it is asked. */
    private static final class StoppedClock {
        private Instant now = Instant.EPOCH;
        private Duration pace = Duration.ZERO;

        synchronized void run() {
            pace = Duration.ofMinutes(1);
        }

        synchronized Instant instant() {
            now = now.plus(pace);
            return now;
        }
    }

    @BeforeEach
    void start() {
        host = servers.add(Host.start(World.of(7, new Size(1, 60), Traits.clean()), RedisLayout.MONITOR, directory));
        host.world.forEachVm(0, vm -> {
            if (host.world.expected(vm) instanceof Expected.Resolved) {
                vms.add(vm);
            }
        });
    }

    private String providerId(int vm) {
        return ((Expected.Resolved) host.world.expected(vms.get(vm))).providerId();
    }

    private BackupJobs jobs(int... numbers) {
        BackupJobs jobs = BackupJobs.named("nightly");
        for (int number : numbers) {
            jobs.add(oldName(number));
        }
        return jobs;
    }

    private String oldName(int vm) {
        return "backup of " + vms.get(vm).hypervisorName();
    }

    private List<String> renamed(int... numbers) {
        List<String> names = new ArrayList<>(List.of("nightly"));
        for (int number : numbers) {
            names.add("backup of " + providerId(number));
        }
        return names;
    }

    private Map<Long, String> planned(int... numbers) {
        Map<Long, String> planned = new TreeMap<>();
        for (int number : numbers) {
            planned.put(vms.get(number).idVm(), oldName(number));
        }
        return planned;
    }

    private EnterpriseManagerDouble manager(EnterpriseManagerDouble.Options options) {
        return servers.add(EnterpriseManagerDouble.start(options));
    }

    private BackupServerDouble server(BackupServerDouble.Options options) {
        return servers.add(BackupServerDouble.start(options));
    }

    private static Host.Backup of(EnterpriseManagerDouble server, Map<Long, String> jobs) {
        return new Host.Backup(server.port(), server.user(), server.password(), null, Map.of("transport", "tcp"), jobs);
    }

    private static Host.Backup of(BackupServerDouble server, Map<Long, String> jobs) {
        return new Host.Backup(
                server.port(),
                server.user(),
                server.password(),
                server.certificate().sha256(),
                Map.of("interface", "backup-server"),
                jobs);
    }

    private Host.Said migrate(int exit, Path plan, String... more) {
        List<String> arguments = new ArrayList<>(List.of(plan.toString(), "--identity", host.identity()));
        arguments.addAll(List.of(more));
        Host.Said said = host.run(arguments.toArray(String[]::new));
        assertEquals(exit, said.exit(), said::toString);
        return said;
    }

    private static long writes(RequestLog log) {
        return log.methods().stream().filter(call -> call.startsWith("PUT")).count();
    }

    @Test
    void twoServersOfOneDatacenterFromTheDryRunToTheRollback() {
        EnterpriseManagerDouble manager =
                manager(EnterpriseManagerDouble.Options.of(jobs(0, 1)).taskEnd(new TaskEnd.AfterPolls(1)));
        BackupServerDouble server = server(BackupServerDouble.Options.of(jobs(1, 2)));
        host.backups(of(manager, planned(0)), of(server, planned(1, 2)));
        List<String> ofManager = manager.jobs().names();
        List<String> ofServer = server.jobs().names();
        Path plan = host.plan("night.plan");

        migrate(0, plan);
        assertEquals(ofManager, manager.jobs().names());
        assertEquals(0, writes(manager.log()) + writes(server.log()), "a dry run reads");

        RedisSnapshot before = host.snapshot();
        migrate(0, plan, "--no-dry-run");
        List<String> one = List.of("nightly", "backup of " + providerId(0), oldName(1));
        assertEquals(one, manager.jobs().names(), "the job of the other server is not touched here");
        assertEquals(renamed(1, 2), server.jobs().names());
        Host.Said verified = host.run("verify", "--identity", host.identity());
        assertEquals(0, verified.exit(), verified::toString);
        RedisSnapshot migrated = host.snapshot();

        long written = writes(manager.log()) + writes(server.log());
        rollback(0, "--only", "veeam");
        assertEquals(written, writes(manager.log()) + writes(server.log()), "a dry run reads");
        rollback(0, "--only", "veeam", "--no-dry-run");
        assertEquals(ofManager, manager.jobs().names());
        assertEquals(ofServer, server.jobs().names());
        assertEquals(List.of(), migrated.diff(host.snapshot()));

        migrate(0, plan, "--no-dry-run");
        assertEquals(one, manager.jobs().names());
        rollback(0, "--no-dry-run");
        assertEquals(ofManager, manager.jobs().names());
        assertEquals(ofServer, server.jobs().names());
        assertEquals(List.of(), before.diff(host.snapshot()));
        for (SessionCount sessions : List.of(manager.sessions(), server.sessions())) {
            assertEquals(sessions.opened(), sessions.closed());
            assertTrue(sessions.opened() > 5, sessions::toString);
        }
    }

    private void rollback(int exit, String... more) {
        List<String> arguments = new ArrayList<>(List.of("rollback", "--identity", host.identity()));
        arguments.addAll(List.of(more));
        Host.Said said = host.run(arguments.toArray(String[]::new));
        assertEquals(exit, said.exit(), said::toString);
    }

    @Test
    void aRunThatIsKilledBetweenRequestAndAnswerResumesAndDoesNothingTwice() throws Exception {
        EnterpriseManagerDouble manager = manager(EnterpriseManagerDouble.Options.of(jobs(0))
                .taskEnd(new TaskEnd.After(Duration.ofMinutes(1), clock::instant)));
        BackupServerDouble server = server(BackupServerDouble.Options.of(jobs(1)));
        host.backups(of(manager, planned(0)), of(server, planned(1)));
        Path plan = host.plan("night.plan");
        migrate(0, plan);
        killedWhen(plan, () -> manager.log().methods().stream().anyMatch(call -> call.startsWith("GET /api/tasks/")));
        assertEquals(jobs(0).names(), manager.jobs().names(), "its task is still running");
        clock.run();

        server.inject(FaultAt.next(Place.EDIT, Effect.SILENT_AFTER));
        killedWhen(plan, () -> server.jobs().names().equals(renamed(1)));
        server.heal();

        migrate(0, plan, "--no-dry-run");
        assertEquals(renamed(0), manager.jobs().names());
        assertEquals(renamed(1), server.jobs().names());
        assertEquals(1, writes(manager.log()));
        assertEquals(1, writes(server.log()));
        rollback(0, "--no-dry-run");
        assertEquals(jobs(0).names(), manager.jobs().names());
        assertEquals(jobs(1).names(), server.jobs().names());
    }

    private void killedWhen(Path plan, BooleanSupplier moment) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(PimMigrator.class, "-Djna.nosys=true");
        command.addAll(List.of(
                PimMigrator.withCommand(host.arguments(plan.toString(), "--identity", host.identity(), "--no-dry-run")
                        .toArray(String[]::new))));
        Path said = directory.resolve("said");
        Process migrator = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        while (!moment.getAsBoolean()) {
            assertTrue(migrator.isAlive(), () -> read(said));
            TimeUnit.MILLISECONDS.sleep(20);
        }
        migrator.destroyForcibly().waitFor();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatServersDoNotLetBeChangedHoldsNothingElseUp() throws IOException {
        EnterpriseManagerDouble dead = manager(EnterpriseManagerDouble.Options.of(jobs(0)));
        EnterpriseManagerDouble strange = manager(EnterpriseManagerDouble.Options.of(jobs(1)));
        EnterpriseManagerDouble withoutLogin = manager(EnterpriseManagerDouble.Options.of(jobs(2)));
        EnterpriseManagerDouble stubborn =
                manager(EnterpriseManagerDouble.Options.of(jobs(3)).renaming(Renaming.IGNORED));
        BackupServerDouble good = server(BackupServerDouble.Options.of(jobs(4)));
        Host.Backup wrong = of(strange, planned(1));
        Host.Backup nobody = of(withoutLogin, planned(2));
        host.backups(
                of(dead, planned(0)),
                new Host.Backup(wrong.port(), wrong.user(), "wrong", null, wrong.options(), wrong.jobs()),
                new Host.Backup(nobody.port(), nobody.user(), null, null, nobody.options(), nobody.jobs()),
                of(stubborn, planned(3)),
                of(good, planned(4)));
        Path plan = host.plan("night.plan");
        dead.kill();

        migrate(0, plan);
        assertEquals(1, strange.log().count("POST /api/sessionMngr/"), "a wrong password is tried once");
        migrate(5, plan, "--no-dry-run");
        assertEquals(2, strange.log().count("POST /api/sessionMngr/"), "and once in the next run");
        assertEquals(renamed(4), good.jobs().names());
        assertTrue(Files.exists(host.newest("update.sql")), "no row waits for a job");
        String result = Files.readString(host.newest("result.jsonl"));
        for (String finding : List.of("refused user and password", "the plan has no login", "rename the job")) {
            assertTrue(result.contains(finding), result);
        }
        assertEquals(
                3, result.lines().filter(line -> line.contains("\"PIM-0133\"")).count(), result);
        String script = Files.readString(host.newest("rename-backup-jobs.ps1"));
        assertTrue(script.contains(oldName(3)) && !script.contains(oldName(0)), script);
        Host.Said verified = host.run("verify", "--identity", host.identity());
        assertEquals(5, verified.exit(), verified::toString);

        dead.heal();
        migrate(5, plan, "--no-dry-run");
        assertEquals(renamed(0), dead.jobs().names());
        rollback(5, "--only", "veeam", "--no-dry-run");
        assertEquals(jobs(0).names(), dead.jobs().names());
        assertEquals(jobs(4).names(), good.jobs().names());
        assertFalse(strange.jobs().names().contains(renamed(1).get(1)));
    }
}
