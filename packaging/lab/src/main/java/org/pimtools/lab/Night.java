package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.RedisSnapshot;
import redis.clients.jedis.Jedis;

/**
 * The night from the first plan to the rollback of everything, command by command, with the oracle's word after each stage. The host of
 * the last datacenter is dead until the others are done; one of the others is migrated under a first plan, all under a second.
 */
final class Night {
    private static final String FIRST = Operator.PLAN;
    static final String SECOND = "second.plan";
    private static final String LATE = "late.plan";

    private final Platform platform;
    private final Path directory;
    private final Screen screen;
    private final Hosts hosts;
    private final Oracle oracle;
    private final Operator operator;
    private final Tool planner;
    private final Tool migrator;
    private final List<Datacenter> present;
    private final List<Datacenter> late;
    private final Map<Datacenter, RedisSnapshot> redisBefore = new LinkedHashMap<>();
    private final DatabaseSnapshot databaseBefore;

    Night(Platform platform, Path checkout, Path directory, Screen screen) {
        this.platform = platform;
        this.directory = directory;
        this.screen = screen;
        this.hosts = new Hosts(screen);
        this.oracle = new Oracle(platform.world());
        this.operator = new Operator(platform, checkout, directory);
        this.planner = operator.planner().quick();
        this.migrator = operator.migrator().quick();
        List<Datacenter> all = platform.world().datacenters();
        int dead = all.size() > 1 ? 1 : 0;
        present = all.subList(0, all.size() - dead);
        late = all.subList(all.size() - dead, all.size());
        all.forEach(datacenter -> redisBefore.put(datacenter, snapshot(datacenter)));
        databaseBefore = databaseSnapshot();
    }

    /** The plans, dry runs and migrations of the hosts that are there. */
    void forth() {
        try {
            firstPlan();
            dryRuns(FIRST, present);
            overview(FIRST, late.isEmpty() ? Set.of(0) : Set.of(5));
            migrations(FIRST, present.subList(0, 1));
            screen.chapter(
                    "A second plan",
                    "something was fixed in the meantime; migrated hosts take the newer plan like any other (exit 5: findings are left)");
            controller(Set.of(0, 5), operator.plan(SECOND));
            dryRuns(SECOND, present);
            migrations(SECOND, present);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything back to what it was, behind {@link #follow}. */
    void back() {
        screen.chapter(
                "Back again, on every host",
                "a rollback puts back what the migration changed, and names what it leaves");
        List<Datacenter> all = platform.world().datacenters();
        hosts.each(all, (datacenter, shown) -> {
            if (datacenter.equals(all.get(0))) {
                host(shown, datacenter, 0, rollback(datacenter));
            }
            host(shown, datacenter, 0, rollback(datacenter, "--no-dry-run"));
            List<String> differences = redisBefore.get(datacenter).diff(snapshot(datacenter));
            if (!differences.isEmpty()) {
                throw new RehearsalException("Redis of " + datacenter.name() + " is not as it was: " + differences);
            }
            shown.oracle("every key of Redis is as it was before the night");
            backupJobs(datacenter, platform.backups().before(datacenter), shown);
        });
        screen.chapter("Back again, in the database", "the rollback files go the same way as the update files");
        controller(Set.of(0), operator.applyBack(SECOND, present, partial("--no-dry-run")));
        if (!late.isEmpty()) {
            controller(Set.of(0), operator.applyBack(LATE, late, "--no-dry-run"));
        }
        List<String> changed = databaseBefore.diff(databaseSnapshot());
        if (!changed.isEmpty()) {
            throw new RehearsalException("the rollback left the tables " + changed + " different");
        }
        screen.oracle("every table is as it was before the night");
    }

    private List<String> rollback(Datacenter datacenter, String... more) {
        return operator.rollback(late.contains(datacenter) ? LATE : SECOND, datacenter, more);
    }

    private void backupJobs(Datacenter datacenter, List<String> expected, Screen shown) {
        if (!expected.isEmpty()) {
            int compared =
                    oracle.backupJobs(datacenter, expected, platform.backups().names(datacenter));
            shown.oracle("%,d backup jobs have the names that they must have".formatted(compared));
        }
    }

    private void firstPlan() throws IOException {
        screen.chapter(
                "The plan, on the controller",
                "reads the database; exit 5 is expected here, because the platform has errors as real ones have");
        controller(Set.of(0), operator.endpoints());
        EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
        screen.note("the operator fills in fingerprints, how libvirt is reached, and the backup servers");
        controller(Set.of(0, 5), operator.plan(FIRST));
        controller(Set.of(0), operator.check(FIRST));
        late.forEach(datacenter -> screen.note("the host of " + datacenter.name() + " is dead until tomorrow"));
    }

    private void dryRuns(String plan, List<Datacenter> datacenters) {
        screen.chapter(
                "Dry runs with " + plan + ", on every host",
                "look up every VM and change nothing; exit 5 where errors are to be decided");
        hosts.each(datacenters, (datacenter, shown) -> {
            RedisSnapshot before = snapshot(datacenter);
            List<String> jobs = platform.backups().names(datacenter);
            int exit = oracle.undecided(datacenter).isEmpty() ? 0 : 5;
            host(shown, datacenter, exit, operator.run(plan, datacenter));
            int compared = oracle.resultFile(datacenter, operator.latest(datacenter, "result.jsonl"));
            RedisSnapshot after = snapshot(datacenter);
            if (!before.equals(after)) {
                throw new RehearsalException("a dry run changed Redis: " + before.diff(after));
            }
            shown.oracle("%,d outcomes are right, and Redis is untouched".formatted(compared));
            backupJobs(datacenter, jobs, shown);
            shown.detail("the operator decides: " + operator.decide(plan, datacenter));
        });
    }

    private void migrations(String plan, List<Datacenter> datacenters) {
        screen.chapter(
                "The migration with " + plan + ", on every host",
                "re-keys Redis and writes the SQL files, with what was decided");
        hosts.each(datacenters, (datacenter, shown) -> {
            RunTime foretold = RunTime.of(operator.latest(datacenter, "result.jsonl"));
            host(shown, datacenter, 0, operator.migrate(plan, datacenter));
            Path resultFile = operator.latest(datacenter, "result.jsonl");
            shown.note("it took %.1f s; the dry run foretold %d s"
                    .formatted(RunTime.of(resultFile).seconds(), foretold.forecastSeconds()));
            int outcomes = oracle.resultFile(datacenter, resultFile);
            try (Jedis redis = platform.connectToRedis(datacenter)) {
                int compared = oracle.redis(datacenter, redisBefore.get(datacenter), redis);
                shown.oracle(("%,d outcomes are right, every key of Redis is as it must be, and %,d subscriptions are"
                                + " found by the monitor's own lookup")
                        .formatted(outcomes, compared));
            }
            backupJobs(datacenter, platform.backups().after(datacenter), shown);
        });
    }

    private void overview(String plan, Set<Integer> exits) {
        screen.chapter(
                "How far all hosts are, on the controller",
                "from the files that they left; exit 5 while they are not equally far");
        controller(exits, operator.overview(plan));
    }

    private void apply() {
        screen.chapter("The database, on the controller", "checks all SQL files first, then changes the database");
        controller(Set.of(0), operator.apply(SECOND, present, partial()));
        List<String> changed = databaseBefore.diff(databaseSnapshot());
        if (!changed.isEmpty()) {
            throw new RehearsalException("the check changed the tables " + changed);
        }
        screen.oracle("the check changed nothing");
        long events = accountingEvents();
        controller(Set.of(0), operator.apply(SECOND, present, partial("--no-dry-run")));
        database(present, events);
    }

    private void database(List<Datacenter> migrated, long events) {
        Set<Integer> indexes = migrated.stream().map(Datacenter::index).collect(Collectors.toSet());
        try (Connection connection = platform.kinton().connect()) {
            screen.oracle("%,d rows are right".formatted(oracle.database(connection, indexes)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        List<String> others = new ArrayList<>(databaseBefore.diff(databaseSnapshot()));
        others.removeAll(Set.of("virtualmachine", "load_balancer_node", "firewall_policy", "load_balancer"));
        if (!others.isEmpty()) {
            throw new RehearsalException("the SQL files changed the tables " + others + " too");
        }
        if (accountingEvents() != events) {
            throw new RehearsalException("the accounting trigger fired");
        }
        screen.oracle("the accounting trigger did not fire");
    }

    private void verifications() {
        screen.chapter("Verification", "exit 5 on the controller while a datacenter is still to follow");
        controller(late.isEmpty() ? Set.of(0) : Set.of(5), operator.verifyDatabase(SECOND, present));
        hosts.each(present, (datacenter, shown) -> {
            host(shown, datacenter, 0, operator.verify(SECOND, datacenter));
            if (datacenter.equals(present.get(0))) {
                host(shown, datacenter, 0, operator.status(datacenter));
            }
            shown.oracle("%,d files are signed with the host's key"
                    .formatted(oracle.signatures(datacenter, operator.signed(datacenter))));
        });
    }

    /** What comes behind {@link #forth}: the database, the verification, and the host that was dead. */
    void follow() {
        overview(SECOND, late.isEmpty() ? Set.of(0) : Set.of(5));
        apply();
        verifications();
        if (!late.isEmpty()) {
            theLateHost();
        }
    }

    private void theLateHost() {
        screen.chapter(
                "The host that was dead follows",
                "the platform runs already, but for this datacenter's Remote Services");
        List<String> alone = new ArrayList<>();
        late.forEach(datacenter -> alone.addAll(List.of("--datacenter", datacenter.name())));
        controller(Set.of(0, 5), operator.plan(LATE, alone.toArray(String[]::new)));
        dryRuns(LATE, late);
        // the planner takes the host's key from the dry run's result
        controller(Set.of(0, 5), operator.overview(LATE));
        migrations(LATE, late);
        long events = accountingEvents();
        List<Long> locked = new ArrayList<>();
        late.forEach(datacenter -> locked.addAll(platform.endOperations(datacenter)));
        screen.note("the operator lets the operations end that were under way there: " + locked.size());
        controller(Set.of(0), operator.apply(LATE, late, "--platform-running"));
        controller(Set.of(0), operator.apply(LATE, late, "--platform-running", "--no-dry-run"));
        platform.beginOperations(locked);
        database(platform.world().datacenters(), events);
        controller(Set.of(0), operator.verifyDatabase(LATE, late));
        hosts.each(late, (datacenter, shown) -> host(shown, datacenter, 0, operator.verify(LATE, datacenter)));
    }

    private String[] partial(String... more) {
        List<String> options = new ArrayList<>(late.isEmpty() ? List.of() : List.of("--partial"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private void controller(Set<Integer> exits, List<String> arguments) {
        call(screen, "controller", planner, exits, arguments);
    }

    private void host(Screen shown, Datacenter datacenter, int exit, List<String> arguments) {
        call(shown, "rs-host-" + (datacenter.index() + 1), migrator, Set.of(exit), arguments);
    }

    private static void call(Screen shown, String where, Tool tool, Set<Integer> exits, List<String> arguments) {
        Tool.Result result = tool.run(arguments.toArray(String[]::new));
        shown.command(where, tool.name(), arguments, result);
        if (!exits.contains(result.exit())) {
            throw new RehearsalException("%s %s ended with exit code %d instead of %s"
                    .formatted(tool.name(), arguments.get(0), result.exit(), exits));
        }
        if (!NextLines.faults(result.out()).isEmpty()) {
            throw new RehearsalException("%s %s suggests what no shell takes: %s"
                    .formatted(tool.name(), arguments.get(0), NextLines.faults(result.out())));
        }
    }

    private RedisSnapshot snapshot(Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            return RedisSnapshot.of(redis);
        }
    }

    private DatabaseSnapshot databaseSnapshot() {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long accountingEvents() {
        try (Connection connection = platform.kinton().connect()) {
            return Kinton.accountingEvents(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
