package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

/** A whole night and back in datacenters that are called as set-up tools and people call them. */
@Tag("slow")
class FreeTextDatacentersTest {
    private static final World WORLD =
            World.of(17, new Size(5, 100), Traits.clean().with(Traits.Sites.kvm(0)));
    /** Without the one that is called by a UUID. */
    private static final List<Datacenter> NAMED = WORLD.datacenters().subList(1, 5);

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Platform platform;

    @Test
    void goForthAndBackAndLeaveNothingElsewhere() throws Exception {
        List<String> ids = NAMED.stream().map(Datacenter::id).toList();
        assertEquals(List.of("Abiquo-DC1", "rs1.example.com", "Zürich ☃", "../x"), ids);
        Path work = Files.createDirectories(directory.resolve("work"));
        platform = servers.add(Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE));
        Map<Datacenter, RedisSnapshot> redisBefore = new LinkedHashMap<>();
        NAMED.forEach(datacenter -> redisBefore.put(datacenter, redis(datacenter)));
        DatabaseSnapshot databaseBefore = database();
        Oracle oracle = new Oracle(WORLD);
        Operator operator =
                new Operator(platform, Path.of("../..").toAbsolutePath().normalize(), work);
        Tool planner = operator.planner().quick();
        Tool migrator = operator.migrator().quick();

        run(planner, operator.endpoints());
        EndpointsFile.fillIn(platform, work.resolve(Operator.ENDPOINTS));
        List<String> only = new ArrayList<>();
        ids.forEach(id -> only.addAll(List.of("--datacenter", id)));
        run(planner, operator.plan(Operator.PLAN, only.toArray(String[]::new)));
        for (Datacenter datacenter : NAMED) {
            String dryRun = run(migrator, operator.run(Operator.PLAN, datacenter));
            assertTrue(dryRun.startsWith("datacenter   " + datacenter.id() + " ("), dryRun);
            assertEquals(List.of(), redisBefore.get(datacenter).diff(redis(datacenter)));
        }
        String fleet = run(planner, operator.overview(Operator.PLAN));
        NAMED.forEach(datacenter -> assertTrue(fleet.contains(datacenter.name()), fleet));
        for (Datacenter datacenter : NAMED) {
            run(migrator, operator.run(Operator.PLAN, datacenter, "--no-dry-run"));
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                assertTrue(oracle.redis(datacenter, redisBefore.get(datacenter), redis) > 0);
            }
        }
        run(planner, operator.apply(Operator.PLAN, NAMED, "--no-dry-run"));
        try (Connection connection = platform.kinton().connect()) {
            assertTrue(oracle.database(connection, Set.of(1, 2, 3, 4)) > 0);
        }
        run(planner, operator.verifyDatabase(Operator.PLAN, NAMED));
        for (Datacenter datacenter : NAMED) {
            run(migrator, operator.verify(Operator.PLAN, datacenter));
            assertTrue(oracle.signatures(datacenter, operator.signed(datacenter)) > 2);
        }

        for (Datacenter datacenter : NAMED) {
            run(migrator, operator.rollback(Operator.PLAN, datacenter, "--no-dry-run"));
            assertEquals(List.of(), redisBefore.get(datacenter).diff(redis(datacenter)));
        }
        run(planner, operator.applyBack(Operator.PLAN, NAMED, "--no-dry-run"));
        assertEquals(List.of(), databaseBefore.diff(database()));

        assertEquals(
                List.of("work"),
                names(directory).stream()
                        .filter(name -> !name.equals("platform"))
                        .toList());
        assertEquals(
                List.of("dc-Abiquo-DC1", "dc-rs1.example.com", "dc-Z%C3%BCrich%20%E2%98%83", "dc-..%2Fx"),
                NAMED.stream().map(datacenter -> state(work, datacenter)).toList());
        try (Stream<Path> files = Files.walk(work)) {
            assertEquals(
                    List.of(),
                    files.map(file -> work.relativize(file).toString())
                            .filter(file -> !file.matches("[0-9A-Za-z._%/-]*"))
                            .toList());
        }
    }

    private static String run(Tool tool, List<String> arguments) {
        Tool.Result result = tool.run(arguments.toArray(String[]::new));
        assertEquals(0, result.exit(), () -> arguments + "\n" + result);
        assertFalse(result.out().contains("Exception"), result::toString);
        assertEquals(List.of(), NextLines.faults(result.out()));
        return result.out();
    }

    private RedisSnapshot redis(Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    private DatabaseSnapshot database() throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        }
    }

    /** The directory in which a host keeps the runs of its datacenter. */
    private static String state(Path work, Datacenter datacenter) {
        Path base = work.resolve(Operator.state(datacenter));
        return String.join(
                " and ",
                names(base).stream()
                        .filter(name -> Files.isDirectory(base.resolve(name).resolve("runs")))
                        .toList());
    }

    private static List<String> names(Path folder) {
        return Stream.of(folder.toFile().list()).sorted().toList();
    }
}
