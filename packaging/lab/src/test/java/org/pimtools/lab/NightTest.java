package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Subscription;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** Plays a small night without libvirt and vcsim, then changes what it left: the oracle must agree with the one, and notice the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class NightTest {
    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    /** Two datacenters have three each. */
    private static final Set<EndpointType> OTHERS = Set.of(
            EndpointType.AMAZON,
            EndpointType.AZURE,
            EndpointType.GOOGLE,
            EndpointType.VCLOUD,
            EndpointType.OCI,
            EndpointType.HYPERV);

    private static final World WORLD =
            World.of(-5, new Size(2, 300), Traits.standard().with(new Traits.Sites(OTHERS, 0)));
    private static final Map<Datacenter, RedisSnapshot> BEFORE = new HashMap<>();

    private static Platform platform;
    private static Night night;
    private static String screen;

    private final Oracle oracle = new Oracle(WORLD);

    @BeforeAll
    static void play() {
        platform = SERVERS.add(
                Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE, BackupSite.start(WORLD)));
        for (Datacenter datacenter : WORLD.datacenters()) {
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                BEFORE.put(datacenter, RedisSnapshot.of(redis));
            }
        }
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        night = new Night(
                platform,
                Path.of("../..").toAbsolutePath().normalize(),
                directory,
                new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8)));
        night.forth();
        night.follow();
        screen = shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theScreenShowsEveryCommandOfTheNight() {
        for (String command : List.of(
                "[controller]$ pim-planner endpoints",
                "[controller]$ pim-planner plan",
                "[rs-host-1]$ pim-migrator run",
                "[controller]$ pim-planner apply",
                "[controller]$ pim-planner verify",
                "[rs-host-1]$ pim-migrator verify")) {
            assertTrue(screen.contains("\n" + command), () -> command + " is not in\n" + screen);
        }
        assertFalse(screen.contains("Exception"), screen);
        assertTrue(screen.contains(", schema version 5.3, which was not changed"), screen);
        assertTrue(screen.contains("warning PIM-0022 × "), screen);
    }

    @Test
    void theOracleNoticesAWrongKeyInRedis() {
        for (Datacenter datacenter : WORLD.datacenters()) {
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                oracle.redis(datacenter, BEFORE.get(datacenter), redis);
                Subscription subscription = resolved(datacenter);
                String hash = "VirtualMachine:" + subscription.redisId();
                redis.hset(hash, "name", subscription.nameBefore());
                assertNoticed(hash, () -> oracle.redis(datacenter, BEFORE.get(datacenter), redis));
                redis.hset(hash, "name", subscription.nameAfter());
                String index = "VirtualMachine:name:" + subscription.nameBefore();
                redis.sadd(index, String.valueOf(subscription.redisId()));
                assertNoticed(index, () -> oracle.redis(datacenter, BEFORE.get(datacenter), redis));
                redis.del(index);
                redis.set("Migrations:applied", "2.6");
                assertNoticed("Migrations:applied", () -> oracle.redis(datacenter, BEFORE.get(datacenter), redis));
                redis.set("Migrations:applied", "2.6,3.0");
                oracle.redis(datacenter, BEFORE.get(datacenter), redis);
            }
        }
    }

    @Test
    void theOracleNoticesAWrongRowInTheDatabase() throws Exception {
        Subscription subscription = resolved(WORLD.datacenters().get(0));
        try (Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement()) {
            assertEquals(
                    count(statement, "virtualmachine")
                            + count(statement, "load_balancer_node")
                            + count(statement, "firewall_policy")
                            + count(statement, "load_balancer"),
                    oracle.database(connection, Set.of(0, 1)));
            assertNoticed("vm ", () -> oracle.database(connection, Set.of()));
            for (String change : List.of("provider_id = 'x'", "provider_id = NULL", "name = CONCAT(name, ' ')")) {
                connection.setAutoCommit(false);
                statement.execute("UPDATE virtualmachine SET " + change + " WHERE idVM = "
                        + subscription.vm().idVm());
                assertNoticed("vm " + subscription.vm().idVm(), () -> oracle.database(connection, Set.of(0, 1)));
                connection.rollback();
            }
            statement.execute("UPDATE load_balancer_node SET node_ref = 'x' LIMIT 1");
            assertNoticed("node x", () -> oracle.database(connection, Set.of(0, 1)));
            connection.rollback();
            statement.execute("UPDATE firewall_policy SET provider_id = 'sg-0' LIMIT 1");
            assertNoticed("sg-0", () -> oracle.database(connection, Set.of(0, 1)));
            connection.rollback();
        }
    }

    @Test
    void theOracleNoticesAWrongOutcome() throws Exception {
        Datacenter datacenter = WORLD.datacenters().get(0);
        Operator operator =
                new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
        List<String> right = Files.readAllLines(operator.latest(datacenter, "result.jsonl"));
        Path file = directory.resolve("wrong-results.jsonl");
        int vm = firstVm(right);

        Files.write(file, right);
        oracle.resultFile(datacenter, file);
        List<String> without = new ArrayList<>(right);
        without.remove(vm);
        Files.write(file, without);
        assertNoticed("no result", () -> oracle.resultFile(datacenter, file));
        List<String> other = new ArrayList<>(right);
        other.set(vm, right.get(vm).replaceFirst("#vm-", "#vm-1"));
        Files.write(file, other);
        assertNoticed("RESOLVED", () -> oracle.resultFile(datacenter, file));
        List<String> more = new ArrayList<>(right);
        more.add(right.get(vm).replaceFirst("\"id\":", "\"id\":9000"));
        Files.write(file, more);
        assertNoticed("no other VM", () -> oracle.resultFile(datacenter, file));
    }

    @Test
    void theOracleNoticesAFileThatTheHostDidNotSign() throws Exception {
        Datacenter datacenter = WORLD.datacenters().get(0);
        Operator operator =
                new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
        List<Path> signed = operator.signed(datacenter);
        assertTrue(signed.size() > 4, signed::toString);
        oracle.signatures(datacenter, signed);
        for (String name : List.of("result.jsonl", "-update.sql")) {
            Path good = operator.latest(datacenter, name);
            Path changed = directory.resolve("changed-" + good.getFileName());
            Files.writeString(changed, Files.readString(good).replaceFirst("vm-1", "vm-2"));
            assertNoticed(
                    "not signed by the key that it names", () -> oracle.signatures(datacenter, List.of(good, changed)));
            Path other = operator.latest(WORLD.datacenters().get(1), name);
            assertNoticed("signed by ", () -> oracle.signatures(datacenter, List.of(good, other)));
            String text = Files.readString(good);
            Files.writeString(changed, text.substring(0, text.lastIndexOf("signature")));
            assertNoticed("not signed", () -> oracle.signatures(datacenter, List.of(good, changed)));
        }
    }

    /** Two dry runs that must not look as if there were nothing to do; the oracle notices one that does. */
    @Test
    void aWrongRedisAndALostStateAreErrorsOfTheVmsThatTheOracleSays() {
        Operator operator =
                new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
        for (Datacenter datacenter : WORLD.datacenters()) {
            Path migrated = operator.latest(datacenter, "result.jsonl");
            Path lost = dryRun(operator, datacenter, "lost");
            assertTrue(oracle.lostState(datacenter, lost) > 20);
            assertNoticed("PIM-0138", () -> oracle.lostState(datacenter, migrated));
            Path empty = dryRun(operator, datacenter, "empty", "--redis-database", "9");
            assertTrue(oracle.wrongRedis(datacenter, empty) > 20);
            assertNoticed("PIM-0137", () -> oracle.wrongRedis(datacenter, lost));
        }
    }

    /** With another state directory. */
    private static Path dryRun(Operator operator, Datacenter datacenter, String state, String... more) {
        String name = state + "-" + datacenter.index();
        List<String> arguments = new ArrayList<>(operator.run(Night.SECOND, datacenter, more));
        arguments.set(arguments.indexOf("--state-dir") + 1, name);
        Tool.Result dry = operator.migrator().quick().run(arguments.toArray(String[]::new));
        assertEquals(5, dry.exit(), dry::toString);
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            return files.filter(file -> file.endsWith("result.jsonl"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theOracleNoticesAWrongBackupJob() {
        for (Datacenter datacenter : WORLD.datacenters()) {
            List<String> right = platform.backups().after(datacenter);
            assertTrue(right.size() > 2, right::toString);
            assertFalse(right.equals(platform.backups().before(datacenter)));
            oracle.backupJobs(datacenter, right, platform.backups().names(datacenter));
            assertNoticed(
                    "job ",
                    () -> oracle.backupJobs(
                            datacenter,
                            platform.backups().before(datacenter),
                            platform.backups().names(datacenter)));
            assertNoticed(
                    (right.size() - 1) + " jobs",
                    () -> oracle.backupJobs(
                            datacenter,
                            right.subList(1, right.size()),
                            platform.backups().names(datacenter)));
        }
    }

    /** When the others have looked. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everythingGoesBack() {
        night.back();
    }

    private static int firstVm(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"line\":\"vm\"") && lines.get(i).contains("#vm-")) {
                return i;
            }
        }
        throw new AssertionError("no VM resolved: " + lines);
    }

    private static Subscription resolved(Datacenter datacenter) {
        List<Subscription> all = new ArrayList<>();
        WORLD.forEachSubscription(datacenter.index(), all::add);
        return all.stream()
                .filter(subscription -> !subscription.nameAfter().equals(subscription.nameBefore()))
                .findFirst()
                .orElseThrow();
    }

    private static int count(Statement statement, String table) throws Exception {
        try (var row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void assertNoticed(String what, org.junit.jupiter.api.function.Executable look) {
        String message = assertThrows(RehearsalException.class, look).getMessage();
        assertTrue(message.contains(what), message);
    }
}
