package org.pimtools.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.world.Datacenter;

/**
 * A controller and RS hosts, each a directory, on which the runbook's commands are typed as they stand. What installed machines have in
 * their usual places ({@code api.xml}, {@code abiquo.properties}, the state directory, the modules' files) a small program of each
 * command's name adds as options; {@code ssh} goes to the host's directory.
 */
final class RunbookSite {
    private final Platform platform;
    private final Path checkout;
    private final Path directory;
    private final Path controller;
    private final Path modules;
    private final List<String> faults = new ArrayList<>();

    RunbookSite(Platform platform, Path checkout, Path directory) throws IOException {
        this.platform = platform;
        this.checkout = checkout;
        this.directory = directory;
        this.controller = Files.createDirectories(directory.resolve("controller"));
        this.modules = Files.createDirectories(directory.resolve("modules"));
        new SetUp(platform, checkout, directory).writeFiles();
        Files.createDirectories(controller.resolve("results"));
        programs();
    }

    private void programs() throws IOException {
        Database kinton = platform.kinton();
        Path options = directory.resolve("my.cnf");
        Files.writeString(
                options,
                "[client]\nhost=%s\nport=%d\nuser=%s\npassword=%s\n"
                        .formatted(
                                kinton.server().host(),
                                kinton.server().port(),
                                kinton.server().user(),
                                kinton.server().password()));
        Files.setPosixFilePermissions(options, PosixFilePermissions.fromString("rw-------"));
        program("pim-planner", """
                case "$1 $*" in
                  *--db-host*) set -- "$@" --db-port %d; export PIM_DB_PASSWORD=%s ;;
                  plan\\ *|endpoints\\ *|check\\ *|apply\\ *|verify\\ *|*--database*) set -- "$@" --api-xml %s/api.xml ;;
                esac
                [ "$1" = endpoints ] || set -- "$@" --state-dir %s/planner
                exec %s "$@"
                """.formatted(
                        kinton.server().port(), platform.databasePassword(), directory, directory, run("pim-planner")));
        program("pim-migrator", """
                exec %s "$@" --config "$HOST/abiquo.properties" --state-dir "$HOST/state"
                """.formatted(run("pim-migrator")));
        program("aos-db-migrate", """
                cd %s
                exec %s "$@" %s
                """.formatted(modules, run("aos-db-migrate"), String.join(" ", ModuleSite.here())));
        program("ssh", """
                export HOST=%s/host-1
                cd "$HOST"
                shift
                exec "$@"
                """.formatted(directory));
        for (String client : List.of("mariadb", "mariadb-dump")) {
            program(client, """
                    exec %s --defaults-extra-file=%s "$@"
                    """.formatted(Tools.require(client), options));
        }
        program("redis-cli", """
                exec %s -p "$(sed -n 's/^abiquo.redis.port *= *//p' "$HOST/abiquo.properties")" "$@"
                """.formatted(Tools.require("redis-cli")));
        program("scp", """
                files=()
                for file in "$@"; do
                  file=${file/#rs-paris:\\/var\\/lib\\/pim-tools/%1$s/host-1/state}
                  file=${file/#rs-paris:/%1$s/host-1/}
                  file=${file/#\\/var\\/lib\\/pim-tools/%1$s}
                  files+=(${file/#results\\/rs-paris/results/host-1})
                done
                exec cp "${files[@]}"
                """.formatted(directory));
    }

    private String run(String tool) {
        Tool built = Tool.of(tool, checkout, directory);
        return "%s/bin/java %s %s -jar %s"
                .formatted(
                        System.getProperty("java.home"),
                        String.join(" ", built.options()),
                        String.join(" ", built.archive().reading()),
                        built.jar());
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** The commands that did not end as they should, with all that they showed. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Where the modules' databases are described. */
    Path modules() {
        return modules;
    }

    Path controller() {
        return controller;
    }

    Path host(Datacenter datacenter) {
        return directory.resolve(Operator.state(datacenter));
    }

    /** Types a command on the controller. */
    Tool.Result onController(String command, Set<Integer> exits) {
        return type(controller, "controller", command, exits);
    }

    /** Types a command on a host. */
    Tool.Result onHost(Datacenter datacenter, String command, Set<Integer> exits) {
        return type(host(datacenter), host(datacenter).toString(), command, exits);
    }

    private ProcessBuilder shell(Path place, String host, String command) {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command).directory(place.toFile());
        shell.environment()
                .putAll(Map.of("HOST", host, "PATH", directory.resolve("bin") + ":" + System.getenv("PATH")));
        return shell;
    }

    private Tool.Result type(Path place, String host, String command, Set<Integer> exits) {
        Tool.Result result = Tool.run(shell(place, host, command));
        if (!exits.contains(result.exit())) {
            faults.add("%s$ %s\nexit code %d, expected %s\n%s%s"
                    .formatted(place.getFileName(), command, result.exit(), exits, result.out(), result.err()));
        }
        return result;
    }

    /** Types a command on the controller that shows a screen until Ctrl-C. @return its exit code */
    int untilCtrlC(String command) throws IOException, InterruptedException {
        Process process = shell(controller, "controller", "exec " + command)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("next: ")) {
                line = lines.readLine();
            }
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            lines.lines().forEach(rest -> {});
            return process.waitFor();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Brings the plan and the identity that its planner wrote to every host. */
    void distribute(String plan) throws IOException {
        for (Datacenter datacenter : platform.world().datacenters()) {
            copy(controller.resolve(plan), host(datacenter).resolve(plan));
            copy(
                    directory.resolve("planner").resolve(plan + ".identity"),
                    host(datacenter).resolve(plan.replace(".plan", ".identity")));
        }
    }

    /** Brings what the hosts signed to the controller: results below {@code results/}, the newest SQL files beside the plan. */
    void gather(Datacenter datacenter) throws IOException {
        Path results = Files.createDirectories(controller.resolve("results").resolve(Operator.state(datacenter)));
        for (String ending : List.of("result.jsonl", "verified.jsonl", "-update.sql", "-rollback.sql")) {
            for (Path file : newest(datacenter, ending)) {
                copy(file, results.resolve(ending.startsWith("-") ? file.getFileName() : Path.of(ending)));
                if (ending.startsWith("-")) {
                    copy(file, controller.resolve(Operator.state(datacenter) + ending));
                }
            }
        }
    }

    /** The newest file of a host whose name ends so; nothing when there is none. The names carry the run, which begins with its time. */
    List<Path> newest(Datacenter datacenter, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(host(datacenter).resolve("state"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted((one, other) -> other.compareTo(one))
                    .limit(1)
                    .toList();
        }
    }

    /** Leaves out what the newest dry run asks about, in {@code decisions.yaml}. */
    void decide(Datacenter datacenter) throws IOException {
        for (Path written : newest(datacenter, "decisions.yaml")) {
            Files.writeString(
                    host(datacenter).resolve("decisions.yaml"),
                    Files.readString(written)
                            .replaceAll("(?m)^(\\s+decision:)$", "$1 exclude")
                            .replaceAll("(?m)^(\\s+reason:) \"\"$", "$1 \"to be done by hand\""));
        }
    }

    /** The disk of a host is gone, and with it the state of its migration. */
    void lose(Datacenter datacenter) throws IOException {
        try (Stream<Path> files = Files.walk(host(datacenter).resolve("state"))) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).collect(Collectors.toList())) {
                Files.delete(file);
            }
        }
    }

    /** What the controller has of a host is put away. */
    void forget(Datacenter datacenter) throws IOException {
        Path results = controller.resolve("results").resolve(Operator.state(datacenter));
        try (Stream<Path> files = Files.list(results)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
