package org.pimtools.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.pimtools.testkit.world.DatabaseSnapshot;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;

/** The command behind {@code packaging/lab/fleet.sh}. */
@Command(
        name = "fleet.sh",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Migrates and rolls back many hosts with the playbooks of the collection pimtools.fleet: a controller and a host per"
                    + " datacenter, each an sshd on loopback with a state and a Redis of its own. An oracle checks Redis and the"
                    + " database; time and memory are printed.",
            "Needs ansible-core and openssh-server; as root, /run/sshd."
        },
        footer = {"", "Exit codes: 0 all went as the oracle says, 1 it did not, 2 usage, 3 no Java or Maven."})
public final class Fleet implements Callable<Integer> {
    @Option(names = "--hosts", paramLabel = "N", description = "Hosts, 1 to 50 (default: ${DEFAULT-VALUE}).")
    private int hosts = 30;

    @Option(
            names = "--vms",
            paramLabel = "N",
            description = "Virtual machines of all hosts (default: ${DEFAULT-VALUE}).")
    private int vms = 3_000;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where everything goes; must not exist (default: a new directory under packaging/lab/out).")
    private Path out;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    private final Stage stage = new Stage("fleet");

    private Fleet() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Fleet()).execute(args));
    }

    @Override
    public Integer call() {
        if (hosts < 1 || hosts > 50 || vms < 10 * hosts) {
            System.err.println("fleet: error: --hosts is 1 to 50, and --vms at least 10 for each");
            System.err.println("hint: see --help");
            return CommandLine.ExitCode.USAGE;
        }
        return stage.play(out, debug, "", this::play);
    }

    private void play(Path checkout, Path directory, PrintStream screen) {
        World world = World.of(1, new Size(hosts, vms), Traits.clean().with(Traits.Sites.kvm(0)));
        try (Platform platform = Platform.start(world, directory.resolve("platform"), Platform.Vsphere.DOUBLE);
                FleetSite site = FleetSite.start(platform, checkout, directory.resolve("fleet"))) {
            Map<Datacenter, RedisSnapshot> before = new LinkedHashMap<>();
            world.datacenters().forEach(datacenter -> before.put(datacenter, redis(platform, datacenter)));
            DatabaseSnapshot database = database(platform);
            screen.printf("%d hosts, %,d VMs, in %s%n", hosts, vms, directory);

            play(site, "migrate", screen);
            Oracle oracle = new Oracle(world);
            int keys = 0;
            for (Datacenter datacenter : world.datacenters()) {
                try (Jedis redis = platform.connectToRedis(datacenter)) {
                    keys += oracle.redis(datacenter, before.get(datacenter), redis);
                }
            }
            Set<Integer> all =
                    world.datacenters().stream().map(Datacenter::index).collect(Collectors.toSet());
            try (Connection connection = platform.kinton().connect()) {
                screen.printf(
                        "oracle: %,d subscriptions and %,d rows are right, on all %d hosts%n",
                        keys, oracle.database(connection, all), hosts);
            }
            play(site, "migrate", screen);
            play(site, "rollback", screen);
            world.datacenters()
                    .forEach(datacenter -> same(
                            before.get(datacenter).diff(redis(platform, datacenter)), "Redis of " + datacenter.name()));
            same(database.diff(database(platform)), "the database");
            screen.println("oracle: Redis of every host and the database are as before");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a playbook, and prints how long it took and what memory it and the hosts' processes had at most. */
    private void play(FleetSite site, String playbook, PrintStream screen) {
        Instant started = Instant.now();
        Process process = site.start(playbook);
        Memory memory = Memory.watch(process.toHandle());
        Tool.Result result = Tool.finish(process);
        memory.end();
        long changed = result.out()
                .lines()
                .filter(line -> line.matches("rs\\d+ .* changed=[1-9].* failed=0 .*"))
                .count();
        long finished = result.out()
                .lines()
                .filter(line -> line.matches("rs\\d+ .* failed=0 .*"))
                .count();
        if (result.exit() != 0 || finished != hosts) {
            throw new RehearsalException(
                    playbook + " ended with exit code " + result.exit() + ": " + result.out() + result.err());
        }
        screen.printf(
                "%-9s %4d s, %d hosts, %d of them changed; at most %,d MB for Ansible, %,d MB for the hosts' processes%n",
                playbook,
                Duration.between(started, Instant.now()).toSeconds(),
                finished,
                changed,
                memory.ofTheControllerInMegabytes(),
                memory.ofTheHostsInMegabytes());
    }

    private static void same(List<String> differences, String what) {
        if (!differences.isEmpty()) {
            throw new RehearsalException(what + " is not as before: " + differences);
        }
    }

    private static RedisSnapshot redis(Platform platform, Datacenter datacenter) {
        try (Jedis redis = platform.connectToRedis(datacenter)) {
            // its time to live would differ from one look to the next
            redis.persist("EventLog:" + datacenter.index());
            return RedisSnapshot.of(redis);
        }
    }

    private static DatabaseSnapshot database(Platform platform) {
        try (Connection connection = platform.kinton().connect()) {
            return DatabaseSnapshot.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The most memory that processes had, looked at several times a second: that of a controller's, and of the hosts' JVMs. */
    private static final class Memory {
        private static final long PAUSE_MILLIS = 200;
        private static final long PAGE = 4_096;

        private final ProcessHandle controller;
        private final Thread thread = new Thread(this::run, "memory");
        private volatile long ofTheController;
        private volatile long ofTheHosts;

        private Memory(ProcessHandle controller) {
            this.controller = controller;
        }

        static Memory watch(ProcessHandle controller) {
            Memory memory = new Memory(controller);
            memory.thread.setDaemon(true);
            memory.thread.start();
            return memory;
        }

        void end() {
            thread.interrupt();
        }

        long ofTheControllerInMegabytes() {
            return ofTheController >> 20;
        }

        long ofTheHostsInMegabytes() {
            return ofTheHosts >> 20;
        }

        private void run() {
            try {
                while (true) {
                    Set<Long> own =
                            controller.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
                    own.add(controller.pid());
                    ofTheController = Math.max(
                            ofTheController,
                            own.stream().mapToLong(Memory::resident).sum());
                    ofTheHosts = Math.max(
                            ofTheHosts,
                            ProcessHandle.current()
                                    .descendants()
                                    .filter(process -> !own.contains(process.pid()) && isJava(process))
                                    .mapToLong(process -> resident(process.pid()))
                                    .sum());
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean isJava(ProcessHandle process) {
            return process.info()
                    .command()
                    .filter(command -> command.endsWith("/java"))
                    .isPresent();
        }

        /** In bytes; 0 for one that has ended. Source: proc(5), statm. */
        private static long resident(long pid) {
            try {
                return Long.parseLong(Files.readString(Path.of("/proc", String.valueOf(pid), "statm"))
                                .split(" ")[1])
                        * PAGE;
            } catch (IOException | UncheckedIOException e) {
                return 0;
            }
        }
    }
}
