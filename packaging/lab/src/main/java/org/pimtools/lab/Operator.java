package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pimtools.testkit.world.Datacenter;

/** Who types the commands of the night: knows the command lines, and where the files are that they leave. */
final class Operator {
    static final String PLAN = "night.plan";
    static final String ENDPOINTS = "endpoints.yaml";
    static final String PLANNER_STATE = "planner";

    private final Platform platform;
    private final Path directory;
    private final Tool planner;
    private final Tool migrator;

    /** @param directory where the commands run, and where all files go */
    Operator(Platform platform, Path checkout, Path directory) {
        this.platform = platform;
        this.directory = directory;
        this.planner = Tool.of("pim-planner", checkout, directory)
                .with(Map.of("PIM_DB_PASSWORD", platform.databasePassword()));
        this.migrator = Tool.of("pim-migrator", checkout, directory);
    }

    Tool planner() {
        return planner;
    }

    Tool migrator() {
        return migrator;
    }

    List<String> endpoints() {
        return concat(List.of("endpoints", "-o", ENDPOINTS), database(Platform.READER));
    }

    /** @param more such as a datacenter that is planned alone */
    List<String> plan(String plan, String... more) {
        return concat(
                List.of("plan", "-o", plan, "--endpoints", ENDPOINTS, "--identity-out", identity(plan)),
                concat(ownKey(), concat(Arrays.asList(more), database(Platform.READER))));
    }

    List<String> check(String plan) {
        return concat(concat(List.of("check", plan), ownKey()), database(Platform.READER));
    }

    /** Of all files that the hosts have left so far, as if they had been copied together; with a page that stays. */
    List<String> overview(String plan) {
        return concat(
                List.of("overview", ".", "--plan", plan, "--page", plan.replace(".plan", "") + "-fleet.html"),
                ownKey());
    }

    /** The newest SQL update files of the hosts. */
    List<String> apply(String plan, List<Datacenter> hosts, String... more) {
        return apply(plan, hosts, "-update.sql", more);
    }

    /** The newest rollback files of the hosts. */
    List<String> applyBack(String plan, List<Datacenter> hosts, String... more) {
        return apply(plan, hosts, "-rollback.sql", more);
    }

    private List<String> apply(String plan, List<Datacenter> hosts, String ending, String... more) {
        List<String> arguments = new ArrayList<>(List.of("apply"));
        arguments.addAll(files(hosts, ending));
        arguments.addAll(List.of("--plan", plan));
        arguments.addAll(ownKey());
        arguments.addAll(Arrays.asList(more));
        return concat(arguments, database(Platform.UPDATER));
    }

    List<String> verifyDatabase(String plan, List<Datacenter> hosts) {
        List<String> arguments = new ArrayList<>(List.of("verify", "--plan", plan, "--sql"));
        arguments.addAll(files(hosts, "-update.sql"));
        arguments.add("--results");
        arguments.addAll(files(hosts, "result.jsonl"));
        arguments.addAll(ownKey());
        return concat(arguments, database(Platform.READER));
    }

    /** A dry run, unless {@code more} says otherwise. */
    List<String> run(String plan, Datacenter datacenter, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", plan, "--identity", identity(plan)));
        arguments.addAll(host(datacenter));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    List<String> migrate(String plan, Datacenter datacenter) {
        return run(plan, datacenter, "--decisions", decisions(plan, datacenter), "--no-dry-run");
    }

    List<String> verify(String plan, Datacenter datacenter) {
        return concat(List.of("verify", "--identity", identity(plan)), host(datacenter));
    }

    List<String> status(Datacenter datacenter) {
        return List.of("status", "--datacenter", datacenter.id(), "--state-dir", state(datacenter));
    }

    /**
     * A dry run, unless {@code more} says otherwise.
     *
     * @param plan of the newest migration, whose identity opens the logins of backup servers
     */
    List<String> rollback(String plan, Datacenter datacenter, String... more) {
        return concat(concat(List.of("rollback", "--identity", identity(plan)), host(datacenter)), Arrays.asList(more));
    }

    /** Takes the decisions file that the dry run wrote, and leaves out everything that stands in the way. */
    String decide(String plan, Datacenter datacenter) throws IOException {
        String prefilled = Files.readString(latest(datacenter, "decisions.yaml"));
        Files.writeString(
                directory.resolve(decisions(plan, datacenter)),
                prefilled
                        .replaceAll("(?m)^(\\s+decision:)$", "$1 exclude")
                        .replaceAll("(?m)^(\\s+reason:) \"\"$", "$1 \"to be done by hand in the morning\""));
        return decisions(plan, datacenter);
    }

    /** The newest file of a host whose name ends so; the names carry the run, which begins with its time. */
    Path latest(Datacenter datacenter, String ending) {
        try (Stream<Path> files = Files.walk(directory.resolve(state(datacenter)))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .max(Path::compareTo)
                    .orElseThrow(
                            () -> new RehearsalException("the host of " + datacenter.name() + " has no " + ending));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that a host signed. */
    List<Path> signed(Datacenter datacenter) {
        try (Stream<Path> files = Files.walk(directory.resolve(state(datacenter)))) {
            return files.filter(file -> file.getFileName().toString().matches("(result|verified)\\.jsonl|.*\\.sql"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state directory of a host. */
    static String state(Datacenter datacenter) {
        return "host-" + (datacenter.index() + 1);
    }

    private static String decisions(String plan, Datacenter datacenter) {
        return plan.replace(".plan", "") + "-decisions-" + (datacenter.index() + 1) + ".yaml";
    }

    private static String identity(String plan) {
        return "keys/" + plan.replace(".plan", ".identity");
    }

    /** The newest file of each host whose name ends so. */
    private List<String> files(List<Datacenter> hosts, String ending) {
        return hosts.stream()
                .map(datacenter ->
                        directory.relativize(latest(datacenter, ending)).toString())
                .toList();
    }

    /** Where the planner has the key by which it knows its own plans. */
    static List<String> ownKey() {
        return List.of("--state-dir", PLANNER_STATE);
    }

    private List<String> database(String user) {
        return PlaceOptions.database(platform.kinton(), user);
    }

    private List<String> host(Datacenter datacenter) {
        return PlaceOptions.host(platform, datacenter);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
