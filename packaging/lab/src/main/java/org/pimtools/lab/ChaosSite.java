package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pimtools.testkit.doubles.veeam.BackupJobs;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/**
 * A platform of one datacenter that can be brought back to where a part begins as often as one likes: the host's state directory,
 * Redis, the tables that changed, and the names of the backup jobs.
 */
final class ChaosSite implements AutoCloseable {
    private static final List<String> SQL_FILES = List.of("-update.sql", "-rollback.sql");
    private static final String REAL = "--no-dry-run";
    private static final String SECOND_HOST = "second-host";
    private static final String LOG = "tools.log";
    private static final String TABLES = "chaos_image_";

    private final Path directory;
    private final Platform platform;
    private final Operator operator;
    private final Datacenter datacenter;
    private final Path host;
    private final Map<ChaosPart, Image> images = new EnumMap<>(ChaosPart.class);
    private final Tool migrator;
    private final Tool planner;
    private Optional<ChaosDefect> defect = Optional.empty();
    private Path agent;
    private int redisPort;

    /** Where a part begins. */
    private record Image(Path host, RedisImage redis, String schema, DatabaseSnapshot database, List<String> jobs) {}

    private ChaosSite(Path directory, Platform platform, Path checkout) {
        this.directory = directory;
        this.platform = platform;
        this.operator = new Operator(platform, checkout, directory);
        this.datacenter = platform.world().datacenters().get(0);
        this.host = directory.resolve(Operator.state(datacenter));
        this.redisPort = platform.redis(datacenter).port();
        this.migrator = operator.migrator().quick();
        this.planner = operator.planner().quick();
    }

    /**
     * Builds the platform, plans it, dry-runs it and decides what is undecided.
     *
     * @param vms 10 or more
     * @param directory where the commands run and all files go
     */
    static ChaosSite start(long seed, int vms, Path checkout, Path directory) {
        World world = World.of(seed, new Size(1, vms), Platform.traits(Traits.Sites.kvm(1)));
        Platform platform =
                Platform.start(world, directory.resolve("platform"), Platform.Vsphere.DOUBLE, BackupSite.start(world));
        ChaosSite site = new ChaosSite(directory, platform, checkout);
        try {
            site.prepare();
            return site;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        } catch (IOException e) {
            platform.close();
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() throws IOException {
        EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
        undecidedOrGood(planner, operator.plan(Operator.PLAN));
        undecidedOrGood(migrator, operator.run(Operator.PLAN, datacenter));
        undecidedOrGood(planner, operator.overview(Operator.PLAN));
        operator.decide(Operator.PLAN, datacenter);
        try (Jedis redis = redis()) {
            // its time to live would differ from one look to the next
            redis.persist("EventLog:" + datacenter.index());
        }
    }

    private static void undecidedOrGood(Tool tool, List<String> arguments) {
        Tool.Result result = tool.run(arguments.toArray(String[]::new));
        if (result.exit() != 0 && result.exit() != 5) {
            throw new RehearsalException(
                    tool.name() + " ended with exit code " + result.exit() + ": " + result.out() + result.err());
        }
    }

    Operator operator() {
        return operator;
    }

    Platform platform() {
        return platform;
    }

    Datacenter datacenter() {
        return datacenter;
    }

    Tool migrator() {
        return defective(migrator);
    }

    private Tool planner() {
        return defective(planner);
    }

    /**
     * Puts a defect into the tools, or takes it out again.
     *
     * @throws RehearsalException when a tool has not what it would be put into
     */
    void put(Optional<ChaosDefect> next) {
        defect = next;
        defect.filter(ChaosDefect::isInClasses).ifPresent(one -> {
            agent = DefectJar.make(directory.resolve("defect.jar"));
            defective(one.isOfThePlanner() ? planner : migrator)
                    .run("--version")
                    .good("the defect " + one.word());
        });
    }

    /** Whether the calls that synchronise files are to do nothing. */
    boolean pretendsSyncs() {
        return defect.filter(one -> !one.isInClasses()).isPresent();
    }

    private Tool defective(Tool tool) {
        return defect.filter(ChaosDefect::isInClasses)
                .filter(one -> one.isOfThePlanner() == (tool == planner))
                .map(one -> tool.under(agent, one.word()))
                .orElse(tool);
    }

    /** The VMs whose rows the update file has changed, once the part that changes them back has begun once. */
    List<Long> migratedRows() {
        String before = images.get(ChaosPart.APPLY).schema();
        String after = images.get(ChaosPart.APPLY_BACK).schema();
        try (Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT a.idVM FROM " + after + ".virtualmachine a JOIN " + before
                                + ".virtualmachine b USING (idVM) WHERE NOT a.provider_id <=> b.provider_id ORDER BY 1")) {
            List<Long> vms = new ArrayList<>();
            while (row.next()) {
                vms.add(row.getLong(1));
            }
            return vms;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the migrator finds Redis from now on. */
    void reachRedisBy(int port) {
        redisPort = port;
    }

    /** What Redis had saved when the part began that was restored last. */
    Path olderDump() {
        return directory.resolve("older.rdb");
    }

    /** The command line of a part of the platform. */
    ChaosCommand command(ChaosPart part) {
        return switch (part) {
            case MIGRATE ->
                new ChaosCommand(
                        migrator(), byPort(logged(operator.migrate(Operator.PLAN, datacenter))), this::journalSize);
            case APPLY ->
                new ChaosCommand(planner(), logged(operator.apply(Operator.PLAN, List.of(datacenter), REAL)), () -> 0);
            case ROLL_BACK ->
                new ChaosCommand(
                        migrator(),
                        byPort(logged(operator.rollback(Operator.PLAN, datacenter, REAL))),
                        this::journalSize);
            case APPLY_BACK ->
                new ChaosCommand(
                        planner(), logged(operator.applyBack(Operator.PLAN, List.of(datacenter), REAL)), () -> 0);
            case MODULE_UPDATE, MODULE_ROLL_BACK -> throw new IllegalArgumentException(part.word());
        };
    }

    /** The same command line on another host, which has a copy of the state as it was when the part began. */
    ChaosCommand commandOfSecondHost(ChaosPart part) {
        Path second = directory.resolve(SECOND_HOST);
        if (Files.exists(second)) {
            delete(second);
        }
        copy(images.get(part).host(), second);
        ChaosCommand first = command(part);
        List<String> arguments = new ArrayList<>(first.arguments());
        arguments.set(arguments.indexOf("--state-dir") + 1, SECOND_HOST);
        return new ChaosCommand(first.tool(), arguments, first.progress());
    }

    /** In which the runs of all parts are logged. */
    Path log() {
        return directory.resolve(LOG);
    }

    private static List<String> logged(List<String> arguments) {
        return Stream.concat(arguments.stream(), Stream.of("--log-file", LOG)).toList();
    }

    private List<String> byPort(List<String> arguments) {
        List<String> changed = new ArrayList<>(arguments);
        changed.set(changed.indexOf("--redis-port") + 1, String.valueOf(redisPort));
        return changed;
    }

    Path host() {
        return host;
    }

    Jedis redis() {
        return platform.connectToRedis(datacenter);
    }

    /** Remembers that everything is now as it is when the part begins. */
    void remember(ChaosPart part) {
        Path copy = directory.resolve("before-" + part.word());
        copy(host, copy);
        copy(directory.resolve(Operator.PLANNER_STATE), plannerBefore(part));
        String schema = TABLES + part.ordinal();
        try (Jedis redis = redis();
                Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement()) {
            DatabaseSnapshot tables = DatabaseSnapshot.of(connection);
            statement.execute("CREATE DATABASE " + schema);
            for (String table : tables.checksums().keySet()) {
                statement.execute("CREATE TABLE " + schema + ".`" + table + "` AS SELECT * FROM `" + table + "`");
            }
            images.put(part, new Image(copy, RedisImage.of(redis), schema, tables, jobs()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The planner's memory of the files that it has seen by then: later ones would take the place of those to come. */
    private Path plannerBefore(ChaosPart part) {
        return directory.resolve("planner-before-" + part.word());
    }

    /** Brings everything back to where the part begins. */
    void restore(ChaosPart part) {
        Image image = images.get(part);
        delete(host);
        copy(image.host(), host);
        delete(directory.resolve(Operator.PLANNER_STATE));
        copy(plannerBefore(part), directory.resolve(Operator.PLANNER_STATE));
        try (Jedis redis = redis();
                Connection connection = platform.kinton().connect();
                Statement statement = connection.createStatement()) {
            image.redis().restore(redis);
            Files.copy(platform.redis(datacenter).dump(), olderDump(), StandardCopyOption.REPLACE_EXISTING);
            statement.execute("SET @DISABLE_STATS_TRIGGERS = 1, foreign_key_checks = 0");
            for (String table : image.database().diff(DatabaseSnapshot.of(connection))) {
                statement.execute("TRUNCATE TABLE `" + table + "`");
                statement.execute("INSERT INTO `" + table + "` SELECT * FROM " + image.schema() + ".`" + table + "`");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        platform.backups().jobs(datacenter).ifPresent(jobs -> rename(jobs, image.jobs()));
    }

    private static void rename(BackupJobs jobs, List<String> names) {
        List<BackupJobs.Job> all = jobs.all();
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).name().equals(names.get(i))) {
                jobs.rename(all.get(i).id(), names.get(i));
            }
        }
    }

    /** What there is now. */
    ChaosState state() {
        Map<String, List<String>> statements = new TreeMap<>();
        for (String ending : SQL_FILES) {
            newest(ending).ifPresent(file -> statements.put(ending, statements(file)));
        }
        try (Jedis redis = redis();
                Connection connection = platform.kinton().connect()) {
            return new ChaosState(RedisSnapshot.of(redis), DatabaseSnapshot.of(connection), jobs(), statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of the newest migration's journal; 0 when there is none. */
    long journalSize() {
        return journal().map(ChaosSite::size).orElse(0L);
    }

    /** Whether the newest rollback has recorded that it has ended. */
    boolean isRolledBack() {
        Path record = host.resolve(datacenter.id()).resolve("rollback.json");
        try {
            return Files.exists(record) && Files.readString(record).contains("\"finished\" : true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is untrue behind a kill of a part, a line each. */
    List<String> untrueClaims(ChaosPart part) {
        return part.isJournalled() ? untrueClaims() : List.of();
    }

    /** Whether the newest migration has decided everything that it does. */
    boolean isFrozen() {
        return newest("work.jsonl").isPresent();
    }

    /** What the newest migration's journal claims of subscriptions and Redis has not, a line each. */
    private List<String> untrueClaims() {
        try (Jedis redis = redis()) {
            return journal().map(file -> ChaosClaims.untrue(file, redis)).orElse(List.of());
        }
    }

    /** The newest migration's journal. */
    Optional<Path> journal() {
        Path runs = host.resolve(datacenter.id()).resolve("runs");
        if (!Files.exists(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.sorted(Comparator.reverseOrder())
                    .map(run -> run.resolve("journal.jsonl"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> jobs() {
        return platform.backups().names(datacenter);
    }

    private Optional<Path> newest(String ending) {
        try (Stream<Path> files = Files.walk(host)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> statements(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return Stream.concat(Stream.of(HostSignature.of(file)), lines.filter(line -> !line.startsWith("--")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        platform.close();
    }
}
