package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** One controller and three hosts: the playbooks of the collection, by ssh, from the plan to the rollback. */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
@Tag("slow")
class FleetTest {
    private static final int RUNS = 6;

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    Path directory;

    private final Map<Datacenter, RedisSnapshot> redisBefore = new LinkedHashMap<>();
    private final List<String> shown = new ArrayList<>();
    private final Set<String> seenInCommandLines = new TreeSet<>();
    private Platform platform;
    private FleetSite site;
    private Oracle oracle;
    private DatabaseSnapshot databaseBefore;
    /** Those whose dry run has errors. */
    private List<Datacenter> undecided;

    @BeforeEach
    void start() throws Exception {
        Tools.require("sshd");
        Tools.require("ansible-playbook");
        Traits.Trouble few = new Traits.Trouble(0.0015, 0, 0, 0, 0, 0);
        World world = World.of(
                14, new Size(3, 1_800), Traits.clean().with(Traits.Sites.kvm(0)).with(few));
        platform = servers.add(Platform.start(world, directory.resolve("platform"), Platform.Vsphere.DOUBLE));
        site = servers.add(
                FleetSite.start(platform, Path.of("../..").toAbsolutePath().normalize(), directory.resolve("fleet")));
        oracle = new Oracle(world);
        undecided = world.datacenters().stream()
                .filter(datacenter -> !oracle.undecided(datacenter).isEmpty())
                .toList();
        for (Datacenter datacenter : world.datacenters()) {
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                // its time to live would differ from one look to the next
                redis.persist("EventLog:" + datacenter.index());
            }
            redisBefore.put(datacenter, snapshot(datacenter));
        }
        databaseBefore = databaseSnapshot();
    }

    @Test
    void allHostsAreMigratedResumedAndRolledBackFromTheController() throws Exception {
        assertEquals(1, undecided.size(), "hosts with errors, in a world that is to have one");
        String host = FleetSite.name(undecided.get(0));

        Tool.Result stopped = play("migrate");
        assertNotEquals(0, stopped.exit());
        assertTrue(stopped.out().contains("nothing was changed on any host: " + host + " has "), stopped.out());
        assertEverythingIsAsBefore("after a run that stopped");

        decide(host);
        Tool.Result foretold = play("migrate", "--check");
        assertEquals(0, foretold.exit(), foretold.out());
        assertEverythingIsAsBefore("after check mode");
        assertEquals(List.of("1", "1", "1"), changes(foretold), "each host would be migrated");

        Datacenter lost = platform.world().datacenters().get(0);
        Tool.Result interrupted = watched(killing(lost), site.start("migrate", "-vvv"));
        assertNotEquals(0, interrupted.exit());
        assertFalse(Files.exists(finished(lost)), "the host was killed too late");

        Tool.Result resumed = play("migrate", "-vvv");
        assertEquals(0, resumed.exit(), resumed.out());
        assertMigrated();

        Tool.Result graph = Tool.finish(site.startInventoryOfThePlan()).good("ansible-inventory");
        for (Datacenter datacenter : platform.world().datacenters()) {
            // in its group of the stage and in pim_hosts
            assertEquals(2, graph.out().split("--" + FleetSite.name(datacenter) + "\\R", -1).length - 1, graph.out());
        }
        assertTrue(graph.out().contains("@pim_sql_here:"), graph.out());

        Tool.Result again = play("migrate");
        assertEquals(0, again.exit(), again.out());
        assertEquals(List.of("0", "0", "0"), changes(again), again.out());

        Tool.Result back = play("rollback", "-vvv");
        assertEquals(0, back.exit(), back.out());
        assertEverythingIsAsBefore("after the rollback");
        assertNoSecretWasSeen();
    }

    private Tool.Result play(String playbook, String... more) throws Exception {
        return watched(() -> {}, site.start(playbook, more));
    }

    /** Waits for a run, and looks at the command lines of all processes meanwhile. */
    private Tool.Result watched(Runnable disturbance, Process process) throws Exception {
        Map<String, String> secrets = site.secrets();
        Thread disturbing = new Thread(disturbance, "disturbing");
        Thread watching = new Thread(
                () -> {
                    while (process.isAlive()) {
                        String all = CommandLines.ofAllProcesses();
                        secrets.forEach((name, secret) -> {
                            if (all.contains(secret)) {
                                seenInCommandLines.add(name);
                            }
                        });
                    }
                },
                "watching");
        disturbing.start();
        watching.start();
        Tool.Result result = Tool.finish(process);
        disturbing.join();
        watching.join();
        shown.add(result.out() + result.err());
        return result;
    }

    /** Lets Redis of a host stand still when its migration has begun, and kills the migration. */
    private Runnable killing(Datacenter datacenter) {
        return () -> {
            try {
                ProcessHandle migrator = CommandLines.await(
                        "--no-dry-run", site.state(datacenter).toString());
                while (!hasBegun(datacenter) && migrator.isAlive()) {
                    Thread.sleep(1);
                }
                migrator.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private boolean hasBegun(Datacenter datacenter) {
        try (Stream<Path> files = Files.find(
                site.state(datacenter),
                4,
                (file, attributes) -> file.endsWith("journal.jsonl") && attributes.size() > 0)) {
            return files.findAny().isPresent();
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private Path finished(Datacenter datacenter) throws IOException {
        try (Stream<Path> files = Files.find(site.state(datacenter), 2, (file, attributes) -> file.endsWith("runs"))) {
            return files.findAny().orElseThrow().resolveSibling("finished.json");
        }
    }

    /** The operator leaves out what the file names. */
    private void decide(String host) throws IOException {
        Path file = site.controller().resolve("decisions").resolve(host + ".yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("(?m)^(\\s+decision:)$", "$1 exclude")
                        .replaceAll("(?m)^(\\s+reason:) \"\"$", "$1 \"to be done by hand in the morning\""));
    }

    /** How much was changed on each host, as the last lines have it. */
    private static List<String> changes(Tool.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.matches("rs\\d+ +: ok=.*"))
                .map(line -> line.replaceAll(".* changed=(\\d+) .*", "$1"))
                .toList();
    }

    private void assertMigrated() throws Exception {
        for (Datacenter datacenter : platform.world().datacenters()) {
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                assertTrue(oracle.redis(datacenter, redisBefore.get(datacenter), redis) > 0);
            }
        }
        try (Connection connection = platform.kinton().connect()) {
            assertTrue(oracle.database(connection, Set.of(0, 1, 2)) > 0);
        }
        String overview = Files.readString(site.controller().resolve("overview.json"));
        assertEquals(3, overview.split("\"stage\": \"VERIFIED\"", -1).length - 1, overview);
    }

    private void assertEverythingIsAsBefore(String when) throws Exception {
        for (Datacenter datacenter : platform.world().datacenters()) {
            assertEquals(List.of(), redisBefore.get(datacenter).diff(snapshot(datacenter)), when);
        }
        assertEquals(List.of(), databaseBefore.diff(databaseSnapshot()), when);
    }

    private void assertNoSecretWasSeen() throws IOException {
        assertEquals(RUNS, shown.size());
        List<String> found = new ArrayList<>();
        seenInCommandLines.forEach(name -> found.add(name + " in a command line"));
        Map<String, String> secrets = site.secrets();
        secrets.forEach((name, secret) -> shown.stream()
                .filter(text -> text.contains(secret))
                .findAny()
                .ifPresent(text -> found.add(name + " in what is shown")));
        try (Stream<Path> files = Files.walk(directory.resolve("fleet"))) {
            for (Path file : (Iterable<Path>)
                    files.filter(Files::isRegularFile).filter(each -> !each.equals(site.vaultPassword()))::iterator) {
                String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                secrets.forEach((name, secret) -> {
                    if (content.contains(secret)) {
                        found.add(name + " in " + directory.relativize(file));
                    }
                });
            }
        }
        assertEquals(List.of(), found);
    }

    private RedisSnapshot snapshot(Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    private DatabaseSnapshot databaseSnapshot() throws Exception {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        }
    }
}
