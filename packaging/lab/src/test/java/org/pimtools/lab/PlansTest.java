package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** Plans that are not simply the night's: one after another, one for a datacenter that follows, one for a rehearsal. */
@Tag("slow")
class PlansTest {
    private static final World WORLD = World.of(
            19,
            new Size(4, 400),
            Traits.standard().with(Traits.Sites.kvm(0)).with(new Traits.Trouble(0.02, 0.01, 0.01, 0, 0.01, 0)));

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Platform platform;
    private Tool planner;
    private Tool migrator;

    @BeforeEach
    void start() {
        platform = servers.add(Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE));
        Path checkout = Path.of("../..").toAbsolutePath().normalize();
        planner = Tool.of("pim-planner", checkout, directory)
                .with(Map.of("PIM_DB_PASSWORD", platform.databasePassword()))
                .quick();
        migrator = Tool.of("pim-migrator", checkout, directory).quick();
    }

    /**
     * Hosts 1 and 2 are migrated under plan A, again under plan B together with host 3, and host 4 a week later while the platform
     * runs.
     */
    @Test
    void theDatabaseIsCompleteInTheEndAndARollbackOfEverythingRestoresAll() throws Exception {
        Oracle oracle = new Oracle(WORLD);
        DatabaseSnapshot before = snapshot();
        List<RedisSnapshot> redis =
                WORLD.datacenters().stream().map(this::redis).toList();
        plan("a.plan");
        migrate(0, "a.plan");
        migrate(1, "a.plan");
        Path superseded = newest(0, "-update.sql");

        plan("b.plan");
        for (int host : new int[] {0, 1, 2}) {
            migrate(host, "b.plan");
        }
        Tool.Result old = apply("b.plan", List.of(superseded), "--partial", "--no-dry-run");
        assertEquals(3, old.exit(), old::toString);
        assertTrue(old.err().contains("is refused: it belongs to plan"), old::toString);
        List<Path> first = List.of(newest(0, "-update.sql"), newest(1, "-update.sql"), newest(2, "-update.sql"));
        expect(0, apply("b.plan", first, "--partial", "--no-dry-run"));
        database(oracle, Set.of(0, 1, 2));

        try (Connection platformSession = platform.kinton().connect();
                Statement statement = platformSession.createStatement()) {
            statement.execute("DO 1");
            plan("late.plan", "--datacenter", WORLD.datacenters().get(3).name());
            migrate(3, "late.plan");
            List<Path> late = List.of(newest(3, "-update.sql"));
            Tool.Result refused = apply("late.plan", late, "--no-dry-run");
            assertEquals(6, refused.exit(), refused::toString);
            expect(0, apply("late.plan", late, "--platform-running"));
            expect(0, apply("late.plan", late, "--platform-running", "--no-dry-run"));
        }
        database(oracle, Set.of(0, 1, 2, 3));

        for (Datacenter datacenter : WORLD.datacenters()) {
            int host = datacenter.index();
            RedisSnapshot migrated = redis(datacenter);
            assertTrue(redis.get(host).diff(migrated).size() > 100, "host " + host + " was migrated");
            expect(0, rollback(host));
            assertEquals(List.of(), migrated.diff(redis(datacenter)));
            expect(0, rollback(host, "--no-dry-run"));
            assertEquals(List.of(), redis.get(host).diff(redis(datacenter)), "host " + host);
            expect(0, rollback(host, "--no-dry-run"));
            assertEquals(List.of(), redis.get(host).diff(redis(datacenter)), "host " + host + ", again");
        }
        List<Path> back = List.of(newest(0, "-rollback.sql"), newest(1, "-rollback.sql"), newest(2, "-rollback.sql"));
        expect(0, apply("b.plan", back, "--partial", "--no-dry-run"));
        expect(0, apply("late.plan", List.of(newest(3, "-rollback.sql")), "--no-dry-run"));
        assertEquals(List.of(), before.diff(snapshot()));
        Tool.Result overview = planner.run("overview", ".", "--plan", "late.plan", "--state-dir", "planner");
        assertTrue(overview.out().matches("(?s).* rolled back .*"), overview::toString);
    }

    @Test
    void aHostWithAKeyOfItsOwnOpensItsOwnCredentialsOnly() throws Exception {
        Path recipients = directory.resolve("recipients.txt");
        for (int host : new int[] {0, 1}) {
            Datacenter datacenter = WORLD.datacenters().get(host);
            Tool.Result made =
                    migrator.run("keygen", "--datacenter", datacenter.id(), "--state-dir", Operator.state(datacenter));
            expect(0, made);
            String line = made.out()
                    .lines()
                    .filter(shown -> shown.startsWith(datacenter.id()))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(recipients, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        EndpointsFile.fillIn(platform, directory.resolve("endpoints.yaml"));
        List<String> plan = new ArrayList<>(List.of(
                "plan",
                "-o",
                "keys.plan",
                "--endpoints",
                "endpoints.yaml",
                "--recipients",
                "recipients.txt",
                "--state-dir",
                "planner"));
        plan.addAll(database(Platform.READER));
        Tool.Result without = planner.run(plan.toArray(String[]::new));
        assertEquals(3, without.exit(), without::toString);
        Datacenter third = WORLD.datacenters().get(2);
        assertTrue(
                without.err().contains("no recipient is given for datacenter " + third.id() + " (" + third.name()),
                without::toString);
        for (int host : new int[] {0, 1}) {
            plan.addAll(List.of("--datacenter", WORLD.datacenters().get(host).name()));
        }
        Tool.Result planned = planner.run(plan.toArray(String[]::new));
        assertTrue(Set.of(0, 5).contains(planned.exit()), planned::toString);

        List<String> own = new ArrayList<>(run(0, "keys.plan"));
        own.subList(2, 4).clear();
        Tool.Result dry = migrator.run(own.toArray(String[]::new));
        assertEquals(5, dry.exit(), dry::toString);
        assertTrue(dry.out().contains(" VMs in "), dry::toString);
        List<String> others = new ArrayList<>(own);
        others.addAll(List.of("--identity", Operator.state(WORLD.datacenters().get(1)) + "/host.identity"));
        Tool.Result refused = migrator.run(others.toArray(String[]::new));
        assertEquals(3, refused.exit(), refused::toString);
        assertTrue(refused.err().contains("the identity does not open the sealed part"), refused::toString);
    }

    @Test
    void aRehearsalOnTheOldSchemaIsForDryRunsOnly() throws Exception {
        try (Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE virtualmachine DROP COLUMN provider_id");
        }
        Path endpoints = directory.resolve("endpoints.yaml");
        EndpointsFile.fillIn(platform, endpoints);
        List<String> real = new ArrayList<>(List.of("plan", "-o", "night.plan", "--state-dir", "planner"));
        real.addAll(database(Platform.READER));
        Tool.Result refused = planner.run(real.toArray(String[]::new));
        assertEquals(3, refused.exit(), refused::toString);
        assertTrue(refused.err().contains("provider_id"), refused::toString);

        plan(
                "rehearsal.plan",
                "--rehearsal",
                "--datacenter",
                WORLD.datacenters().get(0).name());
        Tool.Result dry = migrator.run(run(0, "rehearsal.plan").toArray(String[]::new));
        assertEquals(5, dry.exit(), dry::toString);
        assertTrue(dry.err().contains("the plan is for a rehearsal; a migration will be refused"), dry::toString);
        new Oracle(WORLD).resultFile(WORLD.datacenters().get(0), newest(0, "result.jsonl"));
        List<String> migration = new ArrayList<>(run(0, "rehearsal.plan"));
        migration.add("--no-dry-run");
        Tool.Result stopped = migrator.run(migration.toArray(String[]::new));
        assertEquals(6, stopped.exit(), stopped::toString);
        assertTrue(stopped.err().contains("hint: make a plan of the updated database"), stopped::toString);
    }

    private void plan(String name, String... more) throws IOException {
        Path endpoints = directory.resolve("endpoints.yaml");
        EndpointsFile.fillIn(platform, endpoints);
        List<String> arguments = new ArrayList<>(List.of(
                "plan",
                "-o",
                name,
                "--endpoints",
                endpoints.toString(),
                "--identity-out",
                "keys/" + name,
                "--state-dir",
                "planner"));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(database(Platform.READER));
        Tool.Result result = planner.run(arguments.toArray(String[]::new));
        assertTrue(Set.of(0, 5).contains(result.exit()), result::toString);
    }

    private List<String> run(int host, String plan) {
        List<String> arguments = new ArrayList<>(List.of("run", plan, "--identity", "keys/" + plan));
        arguments.addAll(PlaceOptions.host(platform, WORLD.datacenters().get(host)));
        return arguments;
    }

    /** Dry run, decisions, migration. */
    private void migrate(int host, String plan) throws IOException {
        List<String> run = run(host, plan);
        Tool.Result dry = migrator.run(run.toArray(String[]::new));
        assertTrue(Set.of(0, 5).contains(dry.exit()), dry::toString);
        Tool.Result known = planner.run("overview", ".", "--plan", plan, "--state-dir", "planner");
        assertTrue(Set.of(0, 5).contains(known.exit()), known::toString);
        Path decided = directory.resolve("decided-" + host + "-" + plan + ".yaml");
        Files.writeString(
                decided,
                Files.readString(newest(host, "decisions.yaml"))
                        .replaceAll("(?m)^(\\s+decision:)$", "$1 exclude")
                        .replaceAll("(?m)^(\\s+reason:) \"\"$", "$1 \"by hand in the morning\""));
        List<String> real = new ArrayList<>(run);
        real.addAll(List.of("--decisions", decided.toString(), "--no-dry-run"));
        expect(0, migrator.run(real.toArray(String[]::new)));
    }

    private Tool.Result rollback(int host, String... more) {
        List<String> arguments = new ArrayList<>(List.of("rollback"));
        arguments.addAll(PlaceOptions.host(platform, WORLD.datacenters().get(host)));
        arguments.addAll(Arrays.asList(more));
        return migrator.run(arguments.toArray(String[]::new));
    }

    private RedisSnapshot redis(Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    private Tool.Result apply(String plan, List<Path> files, String... more) {
        List<String> arguments = new ArrayList<>(List.of("apply", "--plan", plan));
        files.forEach(file -> arguments.add(file.toString()));
        arguments.addAll(Operator.ownKey());
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(database(Platform.UPDATER));
        return planner.run(arguments.toArray(String[]::new));
    }

    private Path newest(int host, String ending) throws IOException {
        Path state = directory.resolve(Operator.state(WORLD.datacenters().get(host)));
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private void database(Oracle oracle, Set<Integer> migrated) throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            assertTrue(oracle.database(connection, migrated) > 300);
        }
    }

    private DatabaseSnapshot snapshot() throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        }
    }

    private List<String> database(String user) {
        return PlaceOptions.database(platform.kinton(), user);
    }

    private static void expect(int exit, Tool.Result result) {
        assertEquals(exit, result.exit(), result::toString);
    }
}
