package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/** The night from the plan to the last verification, command by command, with the oracle's word after each stage. */
final class Night {
    private final Platform platform;
    private final Oracle oracle;
    private final Screen screen;
    private final Path directory;
    private final Tool planner;
    private final Tool migrator;
    private final Map<Datacenter, Path> decisions = new HashMap<>();

    Night(Platform platform, Path checkout, Path directory, Screen screen) {
        this.platform = platform;
        this.oracle = new Oracle(platform.world());
        this.screen = screen;
        this.directory = directory;
        this.planner = Tool.of("pim-planner", checkout, directory)
                .with(Map.of("PIM_DB_PASSWORD", platform.databasePassword()));
        this.migrator = Tool.of("pim-migrator", checkout, directory);
    }

    void play() {
        try {
            screen.note("a platform of %,d VMs in %d datacenters, in %s"
                    .formatted(
                            platform.world().size().vms(),
                            platform.world().datacenters().size(),
                            directory));
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
        planner(Set.of(0), with(database(Platform.READER), "endpoints", "-o", "endpoints.yaml"));
        EndpointsFile.fillIn(platform, directory.resolve("endpoints.yaml"));
        screen.note("the operator fills in fingerprints, and how libvirt is reached");
        planner(
                Set.of(0, 5),
                with(
                        database(Platform.READER),
                        "plan",
                        "-o",
                        "night.plan",
                        "--endpoints",
                        "endpoints.yaml",
                        "--identity-out",
                        "keys/night.identity",
                        "--state-dir",
                        "planner-state"));
        planner(Set.of(0), with(database(Platform.READER), "check", "night.plan"));
    }

    private void dryRuns() throws IOException {
        screen.chapter("Dry runs, on every host");
        for (Datacenter datacenter : platform.world().datacenters()) {
            RedisSnapshot before = snapshot(datacenter);
            Set<Long> undecided = oracle.undecided(datacenter);
            migrator(datacenter, Set.of(undecided.isEmpty() ? 0 : 5), run(datacenter));
            int compared = oracle.resultFile(datacenter, latest(datacenter, "result.jsonl"));
            same(datacenter, before, snapshot(datacenter));
            screen.note("oracle: %,d outcomes are right, and Redis is untouched".formatted(compared));
            decisions.put(datacenter, decide(datacenter));
        }
    }

    /** What the operator does with the pre-filled file: excludes what cannot be migrated tonight. */
    private Path decide(Datacenter datacenter) throws IOException {
        Path file = directory.resolve("decisions-" + (datacenter.index() + 1) + ".yaml");
        String prefilled = Files.readString(latest(datacenter, "decisions.yaml"));
        Files.writeString(
                file,
                prefilled
                        .replaceAll("(?m)^(\\s+decision:)$", "$1 exclude")
                        .replaceAll("(?m)^(\\s+reason:) \"\"$", "$1 \"looked at in the night, to be done by hand\""));
        screen.note("the operator decides: " + file.getFileName());
        return file;
    }

    private void migrations() throws IOException {
        screen.chapter("The migration, on every host");
        for (Datacenter datacenter : platform.world().datacenters()) {
            List<String> arguments = run(datacenter);
            arguments.addAll(List.of(
                    "--decisions", decisions.get(datacenter).getFileName().toString(), "--no-dry-run"));
            migrator(datacenter, Set.of(0), arguments);
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                int compared = oracle.redis(datacenter, redis);
                screen.note("oracle: %,d subscriptions are found by the monitor's own lookup".formatted(compared));
            }
        }
    }

    private void apply() throws SQLException {
        screen.chapter("The database, on the controller");
        List<String> arguments = with(database(Platform.UPDATER), "apply", "--plan", "night.plan");
        arguments.addAll(sqlFiles());
        planner(Set.of(0), arguments);
        long events = accountingEvents();
        try (Connection connection = platform.kinton().connect()) {
            oracle.database(connection, Set.of());
        }
        screen.note("oracle: the check changed nothing");
        arguments.add("--no-dry-run");
        planner(Set.of(0), arguments);
        try (Connection connection = platform.kinton().connect()) {
            Set<Integer> all = platform.world().datacenters().stream()
                    .map(Datacenter::index)
                    .collect(Collectors.toSet());
            int compared = oracle.database(connection, all);
            if (accountingEvents() != events) {
                throw new RehearsalException("the accounting trigger fired");
            }
            screen.note("oracle: %,d rows are right, and the accounting trigger did not fire".formatted(compared));
        }
    }

    private void verifications() {
        screen.chapter("Verification");
        planner(
                Set.of(0, 5),
                with(
                        database(Platform.READER),
                        concat(List.of("verify", "--plan", "night.plan", "--sql"), sqlFiles())));
        for (Datacenter datacenter : platform.world().datacenters()) {
            List<String> arguments = run(datacenter);
            arguments.set(0, "verify");
            arguments.remove("night.plan");
            migrator(datacenter, Set.of(0), arguments);
        }
    }

    private List<String> database(String user) {
        MariaDbServer server = platform.kinton().server();
        return List.of(
                "--db-host",
                server.host(),
                "--db-port",
                String.valueOf(server.port()),
                "--db-name",
                platform.kinton().name(),
                "--db-user",
                user);
    }

    private List<String> run(Datacenter datacenter) {
        return new ArrayList<>(List.of(
                "run",
                "night.plan",
                "--identity",
                "keys/night.identity",
                "--datacenter",
                datacenter.uuid().toString(),
                "--redis-host",
                platform.redis(datacenter).host(),
                "--redis-port",
                String.valueOf(platform.redis(datacenter).port()),
                "--state-dir",
                state(datacenter)));
    }

    private static String state(Datacenter datacenter) {
        return "host-" + (datacenter.index() + 1);
    }

    private void planner(Set<Integer> exits, List<String> arguments) {
        call("controller", planner, exits, arguments);
    }

    private void migrator(Datacenter datacenter, Set<Integer> exits, List<String> arguments) {
        call("rs-host-" + (datacenter.index() + 1), migrator, exits, arguments);
    }

    private void call(String where, Tool tool, Set<Integer> exits, List<String> arguments) {
        Tool.Result result = tool.run(arguments.toArray(String[]::new));
        screen.command(where, tool.name(), arguments, result);
        if (!exits.contains(result.exit())) {
            throw new RehearsalException(tool.name() + " " + arguments.get(0) + " ended with exit code " + result.exit()
                    + " instead of " + exits);
        }
    }

    private List<String> sqlFiles() {
        List<String> files = new ArrayList<>();
        for (Datacenter datacenter : platform.world().datacenters()) {
            files.add(directory.relativize(latest(datacenter, ".update.sql")).toString());
        }
        return files;
    }

    /** The newest file of a host whose name ends so; names carry the run, which begins with its time. */
    private Path latest(Datacenter datacenter, String ending) {
        try (Stream<Path> files = Files.walk(directory.resolve(state(datacenter)))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow(
                            () -> new RehearsalException("the host of " + datacenter.name() + " has no " + ending));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisSnapshot snapshot(Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    private static void same(Datacenter datacenter, RedisSnapshot before, RedisSnapshot after) {
        if (!before.equals(after)) {
            throw new RehearsalException("a dry run changed Redis of " + datacenter.name() + ": " + before.diff(after));
        }
    }

    private long accountingEvents() throws SQLException {
        try (Connection connection = platform.kinton().connect()) {
            return Kinton.accountingEvents(connection);
        }
    }

    private static List<String> with(List<String> first, String... rest) {
        return concat(Arrays.asList(rest), first);
    }

    private static List<String> with(List<String> first, List<String> rest) {
        return concat(rest, first);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
