package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.world.Kinton;

/**
 * A plan of a whole platform, by the planner in a small heap, or what it is made of as one join that the {@code mariadb} client writes to a
 * file: every deployed VM with its datacenter, machine, state before, datastores and network cards, in the order of a plan.
 */
final class PlanContest implements Contest {
    private static final int DATACENTERS = 20;

    private static final String JOIN =
            "SELECT d.uuid, v.idVM, v.UUID, v.name, v.idHypervisor, v.state, v.idType, v.provider_id,"
                    + " b.previousState, s.name, c.mac FROM virtualmachine v"
                    + " JOIN hypervisor h ON h.id = v.idHypervisor"
                    + " JOIN physicalmachine p ON p.idPhysicalMachine = h.idPhysicalMachine"
                    + " JOIN datacenter d ON d.idDataCenter = p.idDataCenter"
                    + " LEFT JOIN virtualmachinetrackedstate b ON b.idVM = v.idVM AND v.state = 'LOCKED'"
                    + " LEFT JOIN rasd_management r ON r.idVM = v.idVM AND r.temporal IS NULL"
                    + " LEFT JOIN disk_management k ON k.idManagement = r.idManagement"
                    + " LEFT JOIN datastore s ON s.idDatastore = k.idDatastore"
                    + " LEFT JOIN ip_pool_management c ON c.idManagement = r.idManagement"
                    + " WHERE v.state NOT IN ('NOT_ALLOCATED', 'ALLOCATED') AND v.temporal IS NULL"
                    + " ORDER BY v.idHypervisor";

    private final MariaDbServer server;
    private final Database kinton;
    private final Tool planner;
    private final Path directory;
    private final Crowd crowd;

    private PlanContest(MariaDbServer server, Database kinton, Tool planner, Path directory, Crowd crowd) {
        this.server = server;
        this.kinton = kinton;
        this.planner = planner;
        this.directory = directory;
        this.crowd = crowd;
    }

    static PlanContest start(Trial.Setting setting) {
        Crowd crowd = new Crowd(DATACENTERS, setting.size());
        MariaDbServer server = MariaDbServer.start("--innodb-buffer-pool-size=1G");
        try {
            Files.createDirectories(setting.directory());
            Database kinton = server.createDatabase();
            try (Connection connection = kinton.connect()) {
                Kinton.create(connection);
                crowd.seed(connection, new Crowd.VCenter("10.255.0.1", 443, "platform", "secret", ""));
            }
            Tool planner = Tool.of("pim-planner", setting.checkout(), setting.directory())
                    .asInstalled("-Xmx256m")
                    .with(Map.of("PIM_DB_PASSWORD", server.password()));
            return new PlanContest(server, kinton, planner, setting.directory(), crowd);
        } catch (IOException | SQLException e) {
            server.close();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Duration ours() {
        Path plan = directory.resolve("night.plan");
        try {
            Duration taken = Contest.timed(this::plan);
            long vms = lines(plan, "{\"line\":\"vm\"");
            if (vms != crowd.deployed()) {
                throw new RehearsalException("the plan has " + vms + " VMs instead of " + crowd.deployed());
            }
            Files.delete(plan);
            Files.delete(directory.resolve("keys/night.identity"));
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plan() {
        List<String> arguments = new ArrayList<>(
                List.of("plan", "-o", "night.plan", "--identity-out", "keys/night.identity", "--state-dir", "planner"));
        arguments.addAll(PlaceOptions.database(kinton, server.user()));
        planner.run(arguments.toArray(String[]::new)).good("pim-planner");
    }

    @Override
    public Duration other() {
        Path file = directory.resolve("join.tsv");
        List<String> arguments = List.of("--quick", "--batch", "--skip-column-names", "-e", JOIN, kinton.name());
        try {
            ProcessBuilder client = server.program("mariadb", arguments).redirectOutput(file.toFile());
            Duration taken = Contest.timed(() -> Tool.run(client).good("mariadb"));
            long rows = lines(file, "");
            if (rows != crowd.resources()) {
                throw new RehearsalException("the join has " + rows + " rows instead of " + crowd.resources());
            }
            Files.delete(file);
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(Path file, String beginning) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(beginning)).count();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
