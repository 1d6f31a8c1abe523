package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/** The night from the plan to the last verification, command by command, with the oracle's word after each stage. */
final class Night {
    private final Platform platform;
    private final Path directory;
    private final Screen screen;
    private final Oracle oracle;
    private final Operator operator;

    Night(Platform platform, Path checkout, Path directory, Screen screen) {
        this.platform = platform;
        this.directory = directory;
        this.screen = screen;
        this.oracle = new Oracle(platform.world());
        this.operator = new Operator(platform, checkout, directory);
    }

    void play() {
        try {
            plan();
            dryRuns();
            migrations();
            apply();
            verifications();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plan() throws IOException {
        screen.chapter("The plan, on the controller");
        controller(Set.of(0), operator.endpoints());
        EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
        screen.note("the operator fills in fingerprints, and how libvirt is reached");
        controller(Set.of(0, 5), operator.plan());
        controller(Set.of(0), operator.check());
    }

    private void dryRuns() throws IOException {
        screen.chapter("Dry runs, on every host");
        for (Datacenter datacenter : platform.world().datacenters()) {
            RedisSnapshot before = snapshot(datacenter);
            host(datacenter, Set.of(oracle.undecided(datacenter).isEmpty() ? 0 : 5), operator.run(datacenter));
            int compared = oracle.resultFile(datacenter, operator.latest(datacenter, "result.jsonl"));
            RedisSnapshot after = snapshot(datacenter);
            if (!before.equals(after)) {
                throw new RehearsalException("a dry run changed Redis: " + before.diff(after));
            }
            screen.note("oracle: %,d outcomes are right, and Redis is untouched".formatted(compared));
            screen.note("the operator decides: " + operator.decide(datacenter));
        }
    }

    private void migrations() {
        screen.chapter("The migration, on every host");
        for (Datacenter datacenter : platform.world().datacenters()) {
            RedisSnapshot before = snapshot(datacenter);
            host(datacenter, Set.of(0), operator.migrate(datacenter));
            int outcomes = oracle.resultFile(datacenter, operator.latest(datacenter, "result.jsonl"));
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                int compared = oracle.redis(datacenter, before, redis);
                screen.note(
                        ("oracle: %,d outcomes are right, every key of Redis is as it must be, and %,d subscriptions are"
                                        + " found by the monitor's own lookup")
                                .formatted(outcomes, compared));
            }
        }
    }

    private void apply() throws SQLException {
        screen.chapter("The database, on the controller");
        long events = accountingEvents();
        DatabaseSnapshot before = databaseSnapshot();
        controller(Set.of(0), operator.apply());
        List<String> changed = before.diff(databaseSnapshot());
        if (!changed.isEmpty()) {
            throw new RehearsalException("the check changed the tables " + changed);
        }
        screen.note("oracle: the check changed nothing");
        controller(Set.of(0), operator.apply("--no-dry-run"));
        Set<Integer> all =
                platform.world().datacenters().stream().map(Datacenter::index).collect(Collectors.toSet());
        try (Connection connection = platform.kinton().connect()) {
            int compared = oracle.database(connection, all);
            screen.note("oracle: %,d rows are right".formatted(compared));
        }
        List<String> others = new ArrayList<>(before.diff(databaseSnapshot()));
        others.removeAll(Set.of("virtualmachine", "load_balancer_node"));
        if (!others.isEmpty()) {
            throw new RehearsalException("the SQL files changed the tables " + others + " too");
        }
        if (accountingEvents() != events) {
            throw new RehearsalException("the accounting trigger fired");
        }
        screen.note("oracle: the accounting trigger did not fire");
    }

    private void verifications() {
        screen.chapter("Verification");
        controller(Set.of(0), operator.verifyDatabase());
        for (Datacenter datacenter : platform.world().datacenters()) {
            host(datacenter, Set.of(0), operator.verify(datacenter));
            host(datacenter, Set.of(0), operator.status(datacenter));
        }
    }

    private void controller(Set<Integer> exits, List<String> arguments) {
        call("controller", operator.planner(), exits, arguments);
    }

    private void host(Datacenter datacenter, Set<Integer> exits, List<String> arguments) {
        call("rs-host-" + (datacenter.index() + 1), operator.migrator(), exits, arguments);
    }

    private void call(String where, Tool tool, Set<Integer> exits, List<String> arguments) {
        Tool.Result result = tool.run(arguments.toArray(String[]::new));
        screen.command(where, tool.name(), arguments, result);
        if (!exits.contains(result.exit())) {
            throw new RehearsalException("%s %s ended with exit code %d instead of %s"
                    .formatted(tool.name(), arguments.get(0), result.exit(), exits));
        }
    }

    private RedisSnapshot snapshot(Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    private DatabaseSnapshot databaseSnapshot() throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        }
    }

    private long accountingEvents() throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            return Kinton.accountingEvents(connection);
        }
    }
}
