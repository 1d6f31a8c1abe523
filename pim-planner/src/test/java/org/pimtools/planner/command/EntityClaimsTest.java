package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.profile.EntityTable;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.EntityCounts;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** One provider ID for two firewalls, or two load balancers, of two datacenters: neither is written. */
@Tag("slow")
class EntityClaimsTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private final Map<DatacenterId, List<PlanLine.Entity>> entities = new LinkedHashMap<>();
    private final Map<DatacenterId, Long> vms = new LinkedHashMap<>();
    private String shared = "sg-0c1d2e3f405162738";
    private PlannerHarness planner;
    private PlanLine.Header header;
    private Path plan;

    @BeforeEach
    void plan() throws IOException, SQLException {
        planner = servers.add(new PlannerHarness(folder))
                .withWorld(World.of(
                        3, new Size(2, 600), Traits.clean().with(new Traits.Sites(Set.of(EndpointType.AMAZON), 0))));
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        try (PlanReader reader = PlanReader.open(plan)) {
            header = reader.header();
            DatacenterId datacenter = null;
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    datacenter = start.datacenter();
                } else if (line instanceof PlanLine.Vm) {
                    vms.merge(datacenter, 1L, Long::sum);
                } else if (line instanceof PlanLine.Entity entity) {
                    entities.computeIfAbsent(datacenter, any -> new ArrayList<>())
                            .add(entity);
                }
            }
        }
        assertEquals(2, entities.size(), "both have firewalls and load balancers");
    }

    /** The update file of each host, in which the first of a kind has the shared provider ID; without rows of VMs. */
    private List<Path> updates(EntityKind kind) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<DatacenterId, List<PlanLine.Entity>> host : entities.entrySet()) {
            Map<SqlTarget, List<SqlRow>> rows = new LinkedHashMap<>();
            Map<EntityKind, EntityCounts> counts = new LinkedHashMap<>();
            for (EntityKind each : EntityKind.others()) {
                List<PlanLine.Entity> all = host.getValue().stream()
                        .filter(entity -> entity.kind() == each)
                        .toList();
                counts.put(each, new EntityCounts(all.size(), 0, 0));
                rows.put(
                        new EntityTable(each, SchemaProfile.shipped()).target(),
                        all.stream()
                                .map(entity -> row(entity, each == kind && entity.equals(all.get(0))))
                                .toList());
            }
            SqlManifest manifest = new SqlManifest(
                            SqlDirection.UPDATE,
                            host.getKey(),
                            header.planId(),
                            header.created(),
                            "r1",
                            Instant.EPOCH,
                            0,
                            vms.get(host.getKey()),
                            0,
                            DecidedCounts.NONE)
                    .with(counts);
            files.add(HostFiles.sql(Files.createDirectories(folder.resolve("sql")), manifest, rows));
        }
        return files;
    }

    private SqlRow row(PlanLine.Entity entity, boolean isShared) {
        return new SqlRow(
                entity.id(),
                List.of(KeyCell.of(entity.id())),
                List.of(entity.name(), Long.toString(entity.virtualDatacenter())),
                entity.providerId(),
                isShared ? shared : "sg-" + entity.id() + "-of-its-own-0123456789abcdef");
    }

    private long first(int datacenter, EntityKind kind) {
        return List.copyOf(entities.values()).get(datacenter).stream()
                .filter(entity -> entity.kind() == kind)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private String held() throws SQLException {
        return planner.value("SELECT COUNT(*) FROM firewall_policy WHERE provider_id LIKE 'sg-%'");
    }

    @Test
    void firewallsOfTwoDatacentersAreNotApplied() throws IOException, SQLException {
        List<Path> files = updates(EntityKind.FIREWALL);
        PlannerHarness.Run dry = planner.apply(plan, files);
        assertEquals(5, dry.exit(), dry::toString);
        assertTrue(dry.out().contains("conflict: provider ID '" + shared + "' is claimed by firewall:"), dry::toString);
        PlannerHarness.Run run = planner.apply(plan, files, "--no-dry-run");
        assertEquals(6, run.exit(), run::toString);
        assertTrue(
                run.err().contains("1 provider ID would belong to two entities; nothing was changed"), run::toString);
        assertEquals("0", held());
    }

    @Test
    void aFirewallThatTheDatabaseHoldsInAnotherDatacenterStopsIt() throws IOException, SQLException {
        List<Path> files = updates(EntityKind.FIREWALL);
        long other = first(1, EntityKind.FIREWALL);
        planner.sql("UPDATE firewall_policy SET provider_id = '" + shared + "' WHERE id = " + other);
        PlannerHarness.Run run = planner.apply(plan, files.subList(0, 1), "--partial", "--no-dry-run");
        assertEquals(6, run.exit(), run::toString);
        assertTrue(run.out().contains("firewall:" + other + " in the database"), run::toString);
        assertEquals("1", held());

        planner.sql(
                "UPDATE firewall_policy SET provider_id = 'theirs' WHERE id IN (" + other + ", " + (other + 1) + ")");
        run = planner.apply(plan, files.subList(0, 1), "--partial", "--no-dry-run");
        assertEquals(0, run.exit(), "two of no file are the platform's own: " + run);
    }

    @Test
    void verifyNamesThemWhereTheyWereAppliedByOtherMeans() throws IOException, SQLException {
        List<Path> files = updates(EntityKind.FIREWALL);
        planner.sql(
                "UPDATE firewall_policy SET provider_id = CONCAT('sg-', id, '-of-its-own-0123456789abcdef')",
                "UPDATE load_balancer SET provider_id = CONCAT('sg-', id, '-of-its-own-0123456789abcdef')",
                "UPDATE firewall_policy SET provider_id = '" + shared + "' WHERE id IN ("
                        + first(0, EntityKind.FIREWALL) + ", " + first(1, EntityKind.FIREWALL) + ")");
        List<String> arguments = new ArrayList<>(List.of("--plan", plan.toString(), "--sql"));
        files.forEach(file -> arguments.add(file.toString()));
        PlannerHarness.Run run = planner.run("verify", arguments.toArray(String[]::new));
        assertEquals(5, run.exit(), run::toString);
        assertTrue(run.out().contains("conflict: provider ID '" + shared + "' is claimed by firewall:"), run::toString);
        assertTrue(run.out().contains(", 1 provider ID of two entities\n"), run::toString);
    }

    @Test
    void loadBalancersOfTwoDatacentersAreNotApplied() throws IOException {
        PlannerHarness.Run classic = planner.apply(plan, updates(EntityKind.LOAD_BALANCER));
        assertEquals(0, classic.exit(), "two regions may have classic balancers of one name: " + classic);
        shared = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/shop/50dc6c495c0c9188";
        PlannerHarness.Run run = planner.apply(plan, updates(EntityKind.LOAD_BALANCER));
        assertEquals(5, run.exit(), run::toString);
        assertTrue(
                run.out().contains("conflict: provider ID '" + shared + "' is claimed by load-balancer:"),
                run::toString);
    }
}
