package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Chromium;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/**
 * Names that are SQL, shell, HTML, terminal control, Redis protocol or 10 MB long, from the database through plan, dry run and migration
 * to the rows that the command line client changes, and back: they stay data on every screen, in every file, on the page, in Redis and in
 * the database.
 */
@Tag("slow")
class HostileNamesTest {
    private static final int LONG = 10_000_000;
    private static final String PROTOCOL = "\r\n*1\r\n$8\r\nFLUSHALL\r\n";
    private static final String DATACENTER =
            "</script><img src=x onerror=alert(1)>\u001b[2J\n\\! touch pwned-datacenter";
    private static final String REASON = "'</script><b>\"; DROP TABLE x; --'";

    private static final World WORLD =
            World.of(11, new Size(1, 600), Traits.standard().with(Traits.Sites.kvm(0)));

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private final Datacenter datacenter = WORLD.datacenters().get(0);
    private Platform platform;
    private Operator operator;

    @BeforeEach
    void start() throws SQLException {
        platform = servers.add(Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE));
        operator = new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), directory);
        seedMore();
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            seedMore(redis);
        }
    }

    @Test
    void namesStayDataEverywhere() throws Exception {
        DatabaseSnapshot rows = rows();
        RedisSnapshot keys = keys();
        EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
        String planned = planner(5, operator.plan(Operator.PLAN));
        assertTrue(planned.contains("PIM-0021 × 2"), planned);
        planner(0, List.of("show", Operator.PLAN));
        planner(0, List.of("show", Operator.PLAN, "--format", "json"));

        migrator(5, operator.run(Operator.PLAN, datacenter));
        assertAscii("result.jsonl", "decisions.yaml", "report.json");
        assertEquals(List.of(), keys.diff(keys()));
        Path dryRun = operator.latest(datacenter, "report.html");
        decide();
        migrator(0, operator.migrate(Operator.PLAN, datacenter));
        Path migration = operator.latest(datacenter, "report.html");
        assertAscii("result.jsonl", "-update.sql", "-rollback.sql");
        assertEquals(
                List.of(),
                keys.rekeyed(all -> WORLD.forEachSubscription(0, all)).diff(keys()));
        migrator(0, operator.verify(Operator.PLAN, datacenter));
        Path verification = operator.latest(datacenter, "report.html");
        planner(0, operator.overview(Operator.PLAN));

        planner(0, operator.apply(Operator.PLAN, List.of(datacenter)));
        assertEquals(List.of(), rows.diff(rows()));
        client(operator.latest(datacenter, "-update.sql"));
        assertUpdated();
        planner(0, operator.verifyDatabase(Operator.PLAN, List.of(datacenter)));

        migrator(0, operator.rollback(Operator.PLAN, datacenter, "--no-dry-run"));
        assertEquals(List.of(), keys.diff(keys()));
        client(operator.latest(datacenter, "-rollback.sql"));
        assertEquals(List.of(), rows.diff(rows()));
        for (Path folder : List.of(directory, Path.of(""))) {
            try (Stream<Path> files = Files.walk(folder)) {
                assertEquals(
                        List.of(),
                        files.filter(file -> file.getFileName().toString().contains("pwned"))
                                .toList());
            }
        }
        assertPages(dryRun, migration, verification, operator.latest(datacenter, "report.html"));
    }

    /** What no world has: a VM's name, a job's and a node's that are longer than any, and a datacenter with a name of its own. */
    private void seedMore() throws SQLException {
        long vm = resolved().idVm();
        try (Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement();
                PreparedStatement name = connection.prepareStatement("UPDATE datacenter SET name = ?")) {
            for (String sql : List.of(
                    "ALTER TABLE virtualmachine MODIFY name LONGTEXT NOT NULL",
                    "ALTER TABLE backup_job MODIFY job_name LONGTEXT NOT NULL",
                    "ALTER TABLE load_balancer_node MODIFY node_ref LONGTEXT NOT NULL",
                    "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state) SELECT 900001, idHypervisor, UUID(),"
                            + " REPEAT('<script>', " + LONG / 8 + "), 'ON' FROM virtualmachine WHERE idVM = " + vm,
                    "INSERT INTO backup_job (id, idVM, backup_system, endpoint, job_name) VALUES (900001, " + vm
                            + ", 'VEEAM', 'http://10.0.0.9:9399/', REPEAT('`id`', " + LONG / 4 + "))",
                    "INSERT INTO load_balancer (id, name) VALUES (900001, 'x')",
                    "INSERT INTO load_balancer_node VALUES (900001, " + vm + ", REPEAT('x', " + LONG + "))")) {
                statement.execute(sql);
            }
            name.setString(1, DATACENTER);
            name.executeUpdate();
        }
    }

    /** Keys that no monitor writes, with the name of a VM that is re-keyed. */
    private static void seedMore(Jedis redis) {
        String name = resolved().hypervisorName();
        redis.hset("VirtualMachine:900001", Map.of("name", "x".repeat(LONG), "lastKnownState", PROTOCOL));
        redis.sadd("VirtualMachine:name:" + PROTOCOL, "900002");
        redis.hset("VirtualMachine:900002", "name", PROTOCOL);
        redis.set("Notes:" + name + ":" + "<script>".repeat(LONG / 8), "long");
        redis.set("Notes:" + name + ":\u001b[2J" + PROTOCOL, PROTOCOL);
        redis.sadd("VirtualMachinesCache:cache:" + "y".repeat(LONG), "1");
    }

    private static Vm resolved() {
        List<Vm> vms = new ArrayList<>();
        WORLD.forEachVm(0, vms::add);
        return vms.stream()
                .filter(vm -> WORLD.expected(vm).newProviderId().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void decide() throws IOException {
        Path decided = directory.resolve(operator.decide(Operator.PLAN, datacenter));
        Files.writeString(
                decided,
                Files.readString(decided).replaceAll("(?m)^( +reason:) \".+\"$", "$1 " + REASON.replace("\\", "\\\\")));
    }

    private String planner(int exit, List<String> arguments) {
        return plain(exit, operator.planner().quick().run(arguments.toArray(String[]::new)));
    }

    private void migrator(int exit, List<String> arguments) {
        plain(exit, operator.migrator().quick().run(arguments.toArray(String[]::new)));
    }

    /** Nothing on the screen that a terminal obeys or hides. */
    private static String plain(int exit, Tool.Result result) {
        assertEquals(exit, result.exit(), result::toString);
        String screen = result.out() + result.err();
        assertEquals(
                List.of(),
                screen.codePoints()
                        .filter(c -> c != '\n' && isObeyedOrHidden(c))
                        .mapToObj(Integer::toHexString)
                        .toList());
        assertTrue(screen.length() < 1_000_000, () -> screen.length() + " characters");
        return screen;
    }

    private static boolean isObeyedOrHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private void assertAscii(String... endings) throws IOException {
        for (String ending : endings) {
            Path file = operator.latest(datacenter, ending);
            assertTrue(Files.size(file) < 1_000_000, file::toString);
            for (byte b : Files.readAllBytes(file)) {
                assertTrue(b == '\n' || b >= ' ' && b < 0x7f, () -> file + " holds byte " + b);
            }
        }
    }

    /** As an operator without {@code apply} would. */
    private void client(Path sql) {
        platform.kinton().server().run("mariadb", sql, List.of(platform.kinton().name()));
    }

    private void assertUpdated() throws SQLException {
        try (Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM load_balancer_node WHERE idLoadBalancer = 900001");
            statement.execute("DELETE FROM virtualmachine WHERE idVM = 900001");
            assertTrue(new Oracle(WORLD).database(connection, Set.of(0))
                    > WORLD.size().vms());
            connection.rollback();
        }
    }

    private static void assertPages(Path dryRun, Path migration, Path verification, Path rollback) throws IOException {
        try (Chromium browser = Chromium.start()) {
            for (Path page : Set.of(dryRun, migration, verification, rollback)) {
                assertTrue(Files.size(page) < 1_000_000, page::toString);
                browser.open(page);
                assertEquals(List.of(page.toUri().toString()), browser.requests());
                assertEquals(List.of(), browser.troubles());
                assertEquals(2, browser.evaluate("document.scripts.length").intValue());
                assertEquals(
                        0,
                        browser.evaluate("document.querySelectorAll('img,iframe,object,b,script script').length")
                                .intValue());
                assertTrue(browser.evaluate("document.body.innerText")
                        .textValue()
                        .contains("</script><img src=x onerror=alert(1)>\\u{1b}[2J\\n\\! touch pwned-datacenter"));
            }
            assertNames(browser, dryRun);
            assertNames(browser, migration);
        }
    }

    private static void assertNames(Chromium browser, Path page) {
        TreeMap<String, String> names = new TreeMap<>();
        WORLD.forEachVm(0, vm -> names.put(String.valueOf(vm.idVm()), vm.name()));
        browser.open(page);
        browser.evaluate("""
                (() => {
                  const select = [...document.querySelectorAll('#vms select')].pop();
                  select.value = '1000';
                  select.dispatchEvent(new Event('change'));
                })()""");
        JsonNode shown = browser.evaluate(
                "[...document.querySelectorAll('#vms tbody tr')].map(r => [r.cells[0].textContent, r.cells[1].textContent])");
        assertTrue(shown.size() > 400, shown::toString);
        for (JsonNode row : shown) {
            String name = names.get(row.get(0).textValue());
            if (name.codePoints().noneMatch(HostileNamesTest::isObeyedOrHidden)) {
                assertEquals(name, row.get(1).textValue());
            }
        }
    }

    private DatabaseSnapshot rows() throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        }
    }

    private RedisSnapshot keys() {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }
}
