package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Identity;
import org.pimtools.common.secret.SealedPart;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.VmState;
import org.pimtools.testkit.world.World;

@Tag("slow")
class PlanCommandTest {
    private static final String PARIS = "11111111-1111-4111-8111-111111111111";
    private static final String ROME = "abcdef22-2222-4222-8222-222222222222";

    @TempDir
    private Path folder;

    @Test
    void theScreenOfASmallPlan() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals("", run.err());
            assertEquals(
                    """
                    read from WHERE, which was not changed

                    DATACENTER  UUID                                  ENDPOINTS  MACHINES  VMS  NOT DEPLOYED  BACKUP JOBS  REFERENCES  FINDINGS
                    Paris       11111111-1111-4111-8111-111111111111  1          2         2    1             0            0           2

                    findings: 0 errors, 0 warnings, 2 infos
                    info PIM-0007 × 1: the endpoint's certificate is not pinned
                        endpoint:1: VCENTER_CLUSTER vc.example port 443, user 'svc'
                      why: the migrator verifies it against the Java trust store, which a self-signed certificate fails
                      do: put the fingerprint into the endpoints file, then plan again with --endpoints
                    info PIM-0033 × 1: triggers cannot be seen with this database account
                        table:virtualmachine: the account has no TRIGGER right on it
                      why: whether the accounting trigger exists is unknown; the SQL file switches it off in any case
                      do: grant TRIGGER to the account if you want to know

                    plan:     PLAN
                    identity: STATE/night.plan.identity opens the passwords in the plan: bring it to the hosts by another way
                    key:      KEY signs the plan: compare it with what the hosts show
                    PLANNED 2 VMs in 1 datacenter
                    next: pim-migrator night.plan --identity night.plan.identity    # on every Remote Services host: a dry run
                    """,
                    run.out()
                            .replaceFirst("read from [^,]+,", "read from WHERE,")
                            .replace(plan.toString(), "PLAN")
                            .replace(folder.resolve("state").toString(), "STATE")
                            .replaceFirst("(?m)^key:      [0-9a-f-]{35} ", "key:      KEY "));
            assertEquals(0, run.exit());
        }
    }

    @Test
    void aPlanHasTheWorldsVmsByMachine() throws Exception {
        World world = World.of(11, new Size(3, 900));
        try (PlannerHarness planner = new PlannerHarness(folder).withWorld(world)) {
            Path plan = planner.plan("night.plan.gz");
            JsonNode result = planner.run("plan", "-o", plan.toString(), "--format", "json")
                    .json()
                    .get("result");
            try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(plan))) {
                assertTrue(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8).startsWith("{"));
            }
            Map<DatacenterId, List<PlanLine>> sections = sections(plan);
            assertEquals(
                    world.datacenters().stream()
                            .map(datacenter -> DatacenterId.of(datacenter.id()).orElseThrow())
                            .collect(Collectors.toSet()),
                    sections.keySet());
            long[] unsure = new long[1];
            for (Datacenter datacenter : world.datacenters()) {
                List<PlanLine.Vm> planned =
                        lines(sections.get(DatacenterId.of(datacenter.id()).orElseThrow()), PlanLine.Vm.class);
                Map<Long, PlanLine.Vm> expected = new HashMap<>();
                long[] notDeployed = new long[1];
                long[] copies = new long[1];
                world.forEachVm(datacenter.index(), vm -> {
                    if (vm.state().deployed() || vm.state() == VmState.LOCKED) {
                        expected.put(vm.idVm(), line(world, vm));
                    } else if (vm.machine() != null) {
                        notDeployed[0]++;
                    }
                    copies[0] += world.hasTemporalCopy(vm) ? 1 : 0;
                    unsure[0] += isUnsure(world, vm) ? 1 : 0;
                });
                assertEquals(expected, planned.stream().collect(Collectors.toMap(PlanLine.Vm::idVm, vm -> vm)));
                List<Long> machines =
                        planned.stream().map(PlanLine.Vm::idHypervisor).toList();
                assertEquals(machines.stream().sorted().toList(), machines, "by machine");
                assertEquals(
                        datacenter.endpoints().size(),
                        lines(sections.get(DatacenterId.of(datacenter.id()).orElseThrow()), PlanLine.Endpoint.class)
                                .size());
                assertEquals(
                        datacenter.machines().size(),
                        lines(sections.get(DatacenterId.of(datacenter.id()).orElseThrow()), PlanLine.Machine.class)
                                .size());
                assertEquals(
                        datacenter.machines().stream()
                                .map(machine -> "host-" + machine.idHypervisor())
                                .toList(),
                        lines(sections.get(DatacenterId.of(datacenter.id()).orElseThrow()), PlanLine.Machine.class)
                                .stream()
                                .map(PlanLine.Machine::name)
                                .toList());
                JsonNode counts = result.get("datacenters").get(datacenter.index());
                assertEquals(expected.size(), counts.get("vms").asInt());
                assertEquals(notDeployed[0], counts.get("notDeployed").asLong());
                assertEquals(copies[0], counts.get("temporalCopies").asLong());
                assertFalse(
                        lines(sections.get(DatacenterId.of(datacenter.id()).orElseThrow()), PlanLine.Reference.class)
                                .isEmpty());
                assertFalse(
                        lines(sections.get(DatacenterId.of(datacenter.id()).orElseThrow()), PlanLine.BackupJob.class)
                                .isEmpty());
            }
            long[] locked = new long[1];
            result.get("findings")
                    .forEach(group -> locked[0] += group.get("code").textValue().equals("PIM-0013")
                            ? group.get("count").asLong()
                            : 0);
            assertEquals(unsure[0], locked[0], "a locked VM that existed before is no question");
            assertTrue(unsure[0] > 0);
        }
    }

    /** Whether nobody can tell from the database that the VM exists. */
    private static boolean isUnsure(World world, Vm vm) {
        return vm.state() == VmState.LOCKED
                && world.previousState(vm).filter(VmState::deployed).isEmpty();
    }

    @Test
    void theIdentityOpensThePasswordsAndNothingShowsThem() throws Exception {
        World world = World.of(5, new Size(1, 40));
        try (PlannerHarness planner = new PlannerHarness(folder).withWorld(world)) {
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            Path identity = folder.resolve("state/night.plan.identity");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state/planner.key"))));

            Place vcenter = world.place(world.endpoints().get(0));
            assertFalse(vcenter.password().isEmpty());
            String plain = Files.readString(plan) + run.out() + run.err();
            assertFalse(plain.contains(vcenter.password()));
            assertFalse(plain.contains("secret-backup"));
            try (PlanReader reader = PlanReader.open(plan);
                    InputStream in = Files.newInputStream(identity)) {
                PlanLine.SectionStart start = (PlanLine.SectionStart) reader.next();
                List<EndpointSecret> secrets = SealedPart.open(
                        reader.header().planId(), start.datacenter(), start.sealed(), Identity.read(in, "identity"));
                assertEquals(1, secrets.size(), "a KVM row's password is the agent's, and is not sent to libvirt");
                assertEquals(vcenter.user(), secrets.get(0).name("user"));
                assertEquals(vcenter.password(), secrets.get(0).part("password").reveal());
                assertEquals(vcenter.host(), secrets.get(0).address());
            }
        }
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("night.plan");
            Files.writeString(plan, "precious");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(3, run.exit());
            assertEquals(
                    "pim-planner: error: " + plan + " exists already\n"
                            + "hint: a plan is never overwritten: run pim-planner plan -o "
                            + planner.plan("night-2.plan")
                            + planner.options().stream().map(word -> " " + word).collect(Collectors.joining()) + "\n",
                    run.err());
            assertEquals("precious", Files.readString(plan));

            Path identity = Files.createDirectories(folder.resolve("ids")).resolve("id");
            Files.writeString(identity, "precious");
            Path other = planner.plan("other.plan");
            assertEquals(
                    3,
                    planner.run("plan", "-o", other.toString(), "--identity-out", identity.toString())
                            .exit());
            assertEquals("precious", Files.readString(identity));
            assertEquals(List.of("night.plan"), names(plan.getParent()));
        }
    }

    @Test
    void aDatabaseOfNobodyIsNotPlanned() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder)) {
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(3, run.exit());
            assertTrue(run.err().contains(" has no datacenter\nhint: is it the platform's database?"), run.err());
            assertEquals(List.of(), names(plan.getParent()));
        }
    }

    @Test
    void aPathWithSpacesCanBePasted() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("it's the night.plan");
            String out = planner.run("plan", "-o", plan.toString()).out();
            assertTrue(
                    out.contains("\nnext: pim-migrator 'it'\\''s the night.plan' --identity"
                            + " 'it'\\''s the night.plan.identity'    # on every"),
                    out);
            assertEquals(0, planner.run("show", plan.toString()).exit());
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamedBeforeAnythingIsDone() throws Exception {
        Path file = folder.resolve("nowhere/file");
        for (String command : List.of("plan", "endpoints")) {
            PlannerHarness.Run run = PlannerHarness.bare(List.of(
                    command, "-o", file.toString(), "--db-host", "127.0.0.1", "--db-port", "1", "--db-user", "nobody"));
            assertEquals(3, run.exit());
            assertTrue(
                    run.err().startsWith("pim-planner: error: there is no folder " + file.getParent() + "\n"),
                    run.err());
        }
    }

    @Test
    void theIdentityNeverLiesBesideThePlan() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            Path plan = planner.plan("night.plan");
            Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), plan.getParent());
            for (Path identity : List.of(plan.resolveSibling("id"), link.resolve("id"))) {
                PlannerHarness.Run run =
                        planner.run("plan", "-o", plan.toString(), "--identity-out", identity.toString());
                assertEquals(3, run.exit());
                assertTrue(run.err().contains("the identity would lie in the plan's folder"), run.err());
            }
            assertEquals(List.of(), names(plan.getParent()));
        }
    }

    @Test
    void oneDatacenterByNameOrUuid() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql("INSERT INTO datacenter VALUES (2, '" + ROME + "', 'Rome')");
            for (String name : List.of("Rome", ROME, ROME.toUpperCase(Locale.ROOT))) {
                Path plan = planner.plan(name + ".plan");
                PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--datacenter", name);
                assertEquals(0, run.exit(), run.err());
                assertTrue(run.out().contains("\nfindings: 0 errors, 1 warning, 1 info\n"), run.out());
                assertEquals(
                        Set.of(DatacenterId.of(ROME).orElseThrow()),
                        sections(plan).keySet());
            }
            PlannerHarness.Run run = planner.run(
                    "plan", "-o", planner.plan("x.plan").toString(), "--datacenter", "paris", "--datacenter", "Oslo");
            assertEquals(3, run.exit());
            assertEquals(
                    "pim-planner: error: there is no datacenter paris; there is no datacenter Oslo\n"
                            + "hint: give one of these: " + PARIS
                            + " (Paris), " + ROME + " (Rome)\n",
                    run.err());
            assertFalse(Files.exists(folder.resolve("state/x.plan.identity")));
        }
    }

    @Test
    void theOldSchemaIsForRehearsalsOnly() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder, Kinton.Option.OLD_SCHEMA).withSmallPlatform()) {
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
            assertEquals(3, run.exit());
            assertTrue(run.err().contains("lacks column virtualmachine.provider_id"), run.err());
            assertTrue(run.err().contains("hint: the database has not been updated to 5.3 yet"), run.err());
            assertFalse(Files.exists(plan));
            assertFalse(Files.exists(folder.resolve("state/night.plan.identity")));

            run = planner.run("plan", "-o", plan.toString(), "--rehearsal");
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().contains("a rehearsal: for dry runs only"), run.out());
            try (PlanReader reader = PlanReader.open(plan)) {
                assertTrue(reader.header().rehearsal());
            }
        }
    }

    @Test
    void aSchemaThatIsNotOursIsNamedWhole() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "RENAME TABLE hypervisor TO hypervisors",
                    "ALTER TABLE virtualmachine CHANGE state status VARCHAR(50)");
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("night.plan").toString());
            assertEquals(3, run.exit());
            assertTrue(run.err().contains("table hypervisor"), run.err());
            assertTrue(run.err().contains("column virtualmachine.state"), run.err());

            Path profile = folder.resolve("profile.yaml");
            Files.writeString(profile, """
                    profile: mine
                    tables:
                      hypervisor: {table: hypervisors}
                      virtualmachine: {columns: {state: status}}
                    """);
            run = planner.run("plan", "-o", planner.plan("night.plan").toString(), "--profile", profile.toString());
            assertEquals(0, run.exit(), run.err());
        }
    }

    @Test
    void anAccountThatSeesAPartOnlyIsToldSo() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "REVOKE SELECT ON " + planner.database.name() + ".* FROM " + planner.user(),
                    "GRANT SELECT ON " + planner.database.name() + ".virtualmachine TO " + planner.user());
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("night.plan").toString());
            assertEquals(3, run.exit());
            assertTrue(run.err().contains("table datacenter"), run.err());
            assertTrue(run.err().contains("grant SELECT on " + planner.database.name() + ".*"), run.err());
        }
    }

    @Test
    void whatTellsAVmFromItsNamesakesIsPlannedAsFarAsTheDatabaseHasIt() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "INSERT INTO datastore VALUES (7, 'fast ssd'), (8, ' ')",
                    "UPDATE virtualmachine SET idDatastore = 9 - idVM",
                    "INSERT INTO datastore VALUES (9, 'slow')",
                    "INSERT INTO rasd_management VALUES (11, 2, NULL), (12, 99, NULL), (13, 2, NULL), (14, 1, NULL),"
                            + " (15, 2, NULL), (16, 3, NULL), (17, NULL, NULL), (18, 1, 14), (21, 1, NULL), (22, 1, NULL),"
                            + " (23, 1, 22), (24, 1, NULL)",
                    "INSERT INTO ip_pool_management VALUES (11, '00:50:56:00:00:02', ''), (12, 'lost', ''), (13, ' ', ''),"
                            + " (14, '00-50-56-00-00-0B', ''), (15, '00:50:56:00:00:01', ''), (16, '00:50:56:00:00:03', ''),"
                            + " (17, 'nobody', ''), (18, 'of a copy', '')",
                    "INSERT INTO disk_management VALUES (21, 9), (22, 7), (23, 8), (24, 9)");
            assertEquals(
                    List.of(
                            "2 [fast ssd] [00:50:56:00:00:01, 00:50:56:00:00:02]",
                            "1 [fast ssd, slow] [00-50-56-00-00-0B]"),
                    traits(planner, "known.plan"));
            planner.sql("ALTER TABLE rasd_management DROP COLUMN temporal");
            assertEquals(
                    List.of(
                            "2 [fast ssd] [00:50:56:00:00:01, 00:50:56:00:00:02]",
                            "1 [fast ssd, slow] [00-50-56-00-00-0B, of a copy]"),
                    traits(planner, "copies.plan"));
            planner.sql("DROP TABLE disk_management", "DROP TABLE ip_pool_management");
            assertEquals(List.of("2 [fast ssd] []", "1 [] []"), traits(planner, "first.plan"));
            planner.sql("DROP TABLE rasd_management", "ALTER TABLE virtualmachine DROP COLUMN idDatastore");
            assertEquals(List.of("2 [] []", "1 [] []"), traits(planner, "column.plan"));
            planner.sql("DROP TABLE datastore");
            assertEquals(List.of("2 [] []", "1 [] []"), traits(planner, "tables.plan"));
        }
    }

    private static List<String> traits(PlannerHarness planner, String name) throws Exception {
        Path plan = planner.plan(name);
        PlannerHarness.Run run = planner.run("plan", "-o", plan.toString());
        assertEquals(0, run.exit(), run.err());
        return lines(sections(plan).values().iterator().next(), PlanLine.Vm.class).stream()
                .map(vm -> vm.idVm() + " " + vm.datastores() + " " + vm.macs())
                .toList();
    }

    @Test
    void equalForTheDatabaseIsNotEqualForUs() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            planner.sql(
                    "UPDATE virtualmachine SET name = 'WEB' WHERE idVM = 2",
                    "UPDATE virtualmachine SET idHypervisor = 1");
            PlannerHarness.Run run =
                    planner.run("plan", "-o", planner.plan("night.plan").toString());
            assertEquals(0, run.exit(), run.err());
            assertFalse(run.out().contains("PIM-0016"), run.out());
        }
    }

    private static PlanLine.Vm line(World world, Vm vm) {
        return new PlanLine.Vm(
                vm.idVm(),
                vm.uuid().toString(),
                vm.name(),
                vm.machine().idHypervisor(),
                vm.state().name(),
                vm.captured(),
                null,
                world.datastores(vm).stream().sorted().toList(),
                world.knownMacs(vm));
    }

    private static Map<DatacenterId, List<PlanLine>> sections(Path plan) {
        Map<DatacenterId, List<PlanLine>> sections = new HashMap<>();
        try (PlanReader reader = PlanReader.open(plan)) {
            List<PlanLine> section = new ArrayList<>();
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    section = new ArrayList<>();
                    sections.put(start.datacenter(), section);
                } else {
                    section.add(line);
                }
            }
        }
        return sections;
    }

    private static <T extends PlanLine> List<T> lines(List<PlanLine> section, Class<T> kind) {
        return section.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
