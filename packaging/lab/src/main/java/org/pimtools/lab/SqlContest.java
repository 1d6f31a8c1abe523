package org.pimtools.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.world.Kinton;

/**
 * The SQL update file of a migration in the plain client, against what an expert would write by hand for the same rows: a staging table and
 * one UPDATE … JOIN with the same guards, but without looking at all rows first; the accounting trigger is there and turned off by both.
 */
final class SqlContest implements Contest {
    private static final int PAGE = 500;
    private static final int ROWS_OF_AN_INSERT = 1_000;

    private static final String GUARDS = "BINARY CONVERT(v.UUID USING utf8mb4) = s.uuid"
            + " AND BINARY CONVERT(v.name USING utf8mb4) = s.name AND v.idHypervisor = s.hypervisor"
            + " AND (v.provider_id IS NULL OR BINARY CONVERT(v.provider_id USING utf8mb4) = BINARY s.provider_id)";

    private static final String STAGING = """
            SET NAMES utf8mb4;
            SET @DISABLE_STATS_TRIGGERS = 1;
            CREATE TEMPORARY TABLE staging (vm INT UNSIGNED PRIMARY KEY, uuid VARBINARY(36) NOT NULL, name VARBINARY(1020) NOT NULL,
              hypervisor INT UNSIGNED NOT NULL, provider_id VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL) ENGINE=InnoDB;
            """;

    private static final String UPDATE = """
            UPDATE staging s JOIN virtualmachine v ON v.idVM = s.vm SET v.provider_id = s.provider_id WHERE
            """;

    private final CrowdSite site;
    private final Path update;
    private final Path byHand;

    private SqlContest(CrowdSite site, Path update, Path byHand) {
        this.site = site;
        this.update = update;
        this.byHand = byHand;
    }

    static SqlContest start(Trial.Setting setting) {
        Crowd crowd = Crowd.deployed(setting.size());
        try (VsphereDouble vCenter =
                VsphereDouble.start(VsphereDouble.Options.of(crowd.inventory()).pageSize(PAGE))) {
            CrowdSite site = CrowdSite.make(crowd, Crowd.VCenter.of(vCenter), setting);
            try {
                site.migrator().run(site.run().toArray(String[]::new)).good("pim-migrator");
                site.migrator()
                        .run(site.run("--no-dry-run").toArray(String[]::new))
                        .good("pim-migrator");
                Path byHand = setting.directory().resolve("by-hand.sql");
                write(crowd, byHand);
                return new SqlContest(site, site.latest("-update.sql"), byHand);
            } catch (RuntimeException e) {
                site.close();
                throw e;
            }
        }
    }

    private static void write(Crowd crowd, Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(STAGING);
            int rows = 0;
            for (int vm = 1; vm <= crowd.vms(); vm++) {
                if (crowd.isDeployed(vm)) {
                    write(crowd, vm, rows++, out);
                }
            }
            out.write(";\n" + UPDATE + GUARDS + ";\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Crowd crowd, int vm, int row, Writer out) throws IOException {
        if (row % ROWS_OF_AN_INSERT == 0) {
            out.write((row == 0 ? "" : ";\n") + "INSERT INTO staging VALUES\n");
        } else {
            out.write(",\n");
        }
        String name = crowd.name(vm);
        out.write("(%d,'%s','%s',%d,'%s')"
                .formatted(vm, name.substring("ABQ_".length()), name, crowd.machine(vm), crowd.providerId(vm)));
    }

    @Override
    public Duration ours() {
        return run(update);
    }

    @Override
    public Duration other() {
        return run(byHand);
    }

    private Duration run(Path file) {
        try (Connection connection = site.kinton().connect();
                Statement sql = connection.createStatement()) {
            sql.execute("SET @DISABLE_STATS_TRIGGERS = 1");
            sql.execute("UPDATE virtualmachine SET provider_id = NULL WHERE provider_id IS NOT NULL");
            ProcessBuilder client = site.server()
                    .program("mariadb", List.of(site.kinton().name()))
                    .redirectInput(file.toFile());
            Duration taken = Contest.timed(() -> Tool.run(client).good("mariadb"));
            try (ResultSet rows =
                    sql.executeQuery("SELECT COUNT(*) FROM virtualmachine WHERE provider_id IS NOT NULL")) {
                rows.next();
                if (rows.getLong(1) != site.crowd().deployed() || Kinton.accountingEvents(connection) > 0) {
                    throw new RehearsalException(file + " set " + rows.getLong(1) + " provider IDs instead of "
                            + site.crowd().deployed() + ", or the accounting trigger fired");
                }
            }
            return taken;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
