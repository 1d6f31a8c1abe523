package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.migrator.sql.Client;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.LaterWorld;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.VsmLookup;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** A host that was migrated under one plan and is migrated again under a newer one, a day later; with a real database. */
@Tag("slow")
class PlanningAgainTest {
    private static final String NOT_TONIGHT = "not tonight";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private final World world = World.of(42, new Size(1, 600));
    private final LaterWorld later = world.aDayLater();
    private Host host;
    private Database database;

    @BeforeEach
    void start() throws SQLException {
        database = servers.add(MariaDbServer.shared().createDatabase());
        try (Connection connection = database.connect()) {
            Kinton.create(connection);
            world.seed(connection);
        }
        host = servers.add(Host.start(world, RedisLayout.ADDRESS, directory));
    }

    @Test
    void theNewestFileIsCompleteThoughTheDatabaseHadOnlyOldNames() throws Exception {
        RedisSnapshot before = host.snapshot();
        migrate(host.plan("a.plan"), decisions -> decisions);
        RedisSnapshot migrated = host.snapshot();
        assertFalse(before.diff(migrated).isEmpty());
        letADayGoBy();

        Path second = host.planLater("b.plan", later, vm -> null);
        Host.Said dry = host.run(second.toString(), "--identity", host.identity());
        assertEquals(5, dry.exit(), dry::toString);
        List<Vm> replaced = vms(LaterWorld.Event.REPLACED);
        assertEquals(ids(replaced), found(FindingCode.DIFFERENT_PROVIDER_ID));
        assertEquals(migrated.diff(host.snapshot()), List.of());

        Vm decided = replaced.get(0);
        Expected.Replaced now = (Expected.Replaced) later.expectedAgain(decided);
        Host.Said again = migrate(second, decisions -> assign(decisions, decided, now.now()));
        assertTrue(again.out().contains("already migrated"), again::toString);
        assertEquals(ids(replaced.subList(1, replaced.size())), found(FindingCode.LEFT_OUT_AGAIN));
        TreeSet<Long> gone = new TreeSet<>(ids(vms(LaterWorld.Event.DELETED)));
        gone.addAll(ids(vms(LaterWorld.Event.UNDEPLOYED)));
        gone.retainAll(subscribed());
        assertEquals(gone, found(FindingCode.NOT_PLANNED_AGAIN));
        try (Jedis jedis = host.jedis()) {
            VsmLookup lookup = new VsmLookup(jedis);
            if (subscribed().contains(decided.idVm())) {
                assertEquals(1, lookup.byName(now.now()).size());
                assertEquals(0, lookup.byName(now.migratedTo()).size());
            }
        }
        Host.Said verified = host.run("verify", "--identity", host.identity());
        assertEquals(0, verified.exit(), verified::toString);

        apply(host.newest("update.sql"));
        assertDatabase(Map.of(decided.idVm(), now.now()));
        apply(host.newest("rollback.sql"));
        assertEquals(Map.of(), held());
    }

    @Test
    void whatWasAppliedOfTheOlderFileIsPartOfTheNewOneAndOfItsRollback() throws Exception {
        migrate(host.plan("a.plan"), decisions -> decisions);
        apply(host.newest("update.sql"));
        letADayGoBy();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE virtualmachine SET provider_id = NULL WHERE idVM % 2 = 1");
        }
        Map<Long, String> held = held();
        assertTrue(held.size() > 150, held::toString);

        Vm decided = vms(LaterWorld.Event.REPLACED).stream()
                .filter(vm -> held.containsKey(vm.idVm()))
                .findFirst()
                .orElseThrow();
        String now = ((Expected.Replaced) later.expectedAgain(decided)).now();
        migrate(
                host.planLater("b.plan", later, vm -> held.get(vm.idVm())),
                decisions -> assign(decisions, decided, now));
        apply(host.newest("update.sql"));
        Map<Long, String> leftAlone = new TreeMap<>(held);
        leftAlone.keySet().retainAll(replacedOrUndeployed());
        leftAlone.put(decided.idVm(), now);
        assertDatabase(leftAlone);
        apply(host.newest("rollback.sql"));
        assertEquals(Map.of(), held());
    }

    @Test
    void whatCannotBeAskedNowIsPartOfTheNewestFileOnceThatIsAccepted() throws Exception {
        migrate(host.plan("a.plan"), decisions -> decisions);
        Map<Long, ResultLine.VmResult> first = results();
        RedisSnapshot migrated = host.snapshot();
        host.stopVsphere();
        Path plan = host.plan("b.plan");
        Host.Said dry = host.run(plan.toString(), "--identity", host.identity());
        assertEquals(5, dry.exit(), dry::toString);
        Path accepted = Files.writeString(
                directory.resolve("accepted.yaml"), """
                decisions:
                  - {code: PIM-0113, decision: accept, reason: "the vCenter is dead until tomorrow"}
                  - {code: PIM-0110, decision: exclude, reason: "%s"}
                  - {code: PIM-0111, decision: exclude, reason: "%s"}
                  - {code: PIM-0112, decision: exclude, reason: "%s"}
                """.formatted(NOT_TONIGHT, NOT_TONIGHT, NOT_TONIGHT));
        Host.Said said = host.run(
                plan.toString(), "--identity", host.identity(), "--decisions", accepted.toString(), "--no-dry-run");
        assertEquals(0, said.exit(), said::toString);
        assertEquals(List.of(), migrated.diff(host.snapshot()));

        apply(host.newest("update.sql"));
        TreeSet<Long> subscribed = subscribed();
        Map<Long, String> expected = new TreeMap<>();
        first.forEach((id, vm) -> {
            Vm asked = world.vm((int) (id - 1));
            boolean known = subscribed.contains(id)
                    || !asked.machine().endpoint().type().vsphere();
            if (vm.providerId() != null && known) {
                expected.put(id, vm.providerId());
            }
        });
        assertEquals(expected, held());
        assertTrue(expected.size() > 300, "only " + expected.size());
    }

    @Test
    void aHostThatIsMigratedForTheFirstTimeUnderTheNewerPlanGuessesNothing() throws Exception {
        letADayGoBy();
        host.run(host.planLater("b.plan", later, vm -> null).toString(), "--identity", host.identity());
        Map<Long, Expected> wrong = new TreeMap<>();
        Map<Long, ResultLine.VmResult> results = results();
        later.forEachVm(0, vm -> {
            Expected expected = later.expected(vm);
            ResultLine.VmResult result = results.get(vm.idVm());
            Optional<String> id = expected.newProviderId();
            boolean right = expected instanceof Expected.NotDeployed
                    ? result == null
                    : id.equals(Optional.ofNullable(result.providerId()));
            if (!right) {
                wrong.put(vm.idVm(), expected);
            }
        });
        assertEquals(Map.of(), wrong);
        TreeSet<Long> moved = ids(vms(LaterWorld.Event.MOVED));
        moved.retainAll(subscribed());
        assertEquals(moved, found(FindingCode.SUBSCRIBED_ELSEWHERE));
    }

    private void letADayGoBy() throws SQLException {
        host.waitFor(later);
        try (Connection connection = database.connect()) {
            later.update(connection);
        }
    }

    /** Dry run, decisions and migration. */
    private Host.Said migrate(Path plan, Function<String, String> deciding) throws IOException {
        host.run(plan.toString(), "--identity", host.identity());
        Path decided = directory.resolve(plan.getFileName() + ".yaml");
        String undecided = deciding.apply(Files.readString(host.newest("decisions.yaml")));
        Files.writeString(
                decided,
                undecided
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"" + NOT_TONIGHT + "\""));
        Host.Said said = host.run(
                plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        assertEquals(0, said.exit(), said::toString);
        return said;
    }

    /** Decides one VM by hand, and takes its entry out of those that are excluded. */
    private static String assign(String decisions, Vm vm, String providerId) {
        int entry = decisions.indexOf("  - vm: " + vm.idVm() + "\n");
        assertTrue(entry > 0, decisions);
        int next = decisions.indexOf("\n  - ", entry + 1);
        String end = next < 0 ? "" : decisions.substring(next + 1);
        return decisions.substring(0, entry) + "  - vm: " + vm.idVm() + "\n    provider-id: \"" + providerId
                + "\"\n    reason: \"it was made anew\"\n" + end;
    }

    private void apply(Path file) throws IOException {
        Client.Run run = new Client(database, directory).feed(Files.readString(file));
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("pim-tools: "), run.out());
    }

    /** @param exceptions what VMs hold for which nothing can be written */
    private void assertDatabase(Map<Long, String> exceptions) throws SQLException {
        Map<Long, String> expected = new TreeMap<>();
        TreeSet<Long> subscribed = subscribed();
        later.forEachVm(0, vm -> {
            // of what Redis never had nobody knows that it was migrated, so that it is looked up by its name
            Expected again = subscribed.contains(vm.idVm()) ? later.expectedAgain(vm) : later.expected(vm);
            again.newProviderId().ifPresent(id -> expected.put(vm.idVm(), id));
        });
        expected.putAll(exceptions);
        Map<Long, String> held = held();
        List<String> differences = new ArrayList<>();
        world.forEachVm(vm -> {
            String wanted = expected.get(vm.idVm());
            if (!Objects.equals(wanted, held.get(vm.idVm()))) {
                differences.add("%d %s %s: %s instead of %s"
                        .formatted(vm.idVm(), later.event(vm), vm.story(), held.get(vm.idVm()), wanted));
            }
        });
        assertEquals(List.of(), differences);
        assertTrue(held.size() > 300, "only " + held.size());
    }

    private Map<Long, String> held() throws SQLException {
        Map<Long, String> held = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT idVM, provider_id FROM virtualmachine WHERE provider_id IS NOT NULL")) {
            while (rows.next()) {
                held.put(rows.getLong(1), rows.getString(2));
            }
        }
        return held;
    }

    private TreeSet<Long> replacedOrUndeployed() {
        TreeSet<Long> vms = ids(vms(LaterWorld.Event.REPLACED));
        vms.addAll(ids(vms(LaterWorld.Event.UNDEPLOYED)));
        return vms;
    }

    private List<Vm> vms(LaterWorld.Event event) {
        List<Vm> vms = new ArrayList<>();
        world.forEachVm(0, vm -> {
            if (later.event(vm) == event) {
                vms.add(later.vm(vm.index()).orElse(vm));
            }
        });
        assertFalse(vms.isEmpty(), event::toString);
        return vms;
    }

    private static TreeSet<Long> ids(List<Vm> vms) {
        return new TreeSet<>(vms.stream().map(Vm::idVm).toList());
    }

    private TreeSet<Long> subscribed() {
        TreeSet<Long> subscribed = new TreeSet<>();
        world.forEachSubscription(
                0, subscription -> subscribed.add(subscription.vm().idVm()));
        return subscribed;
    }

    private TreeSet<Long> found(FindingCode code) {
        TreeSet<Long> vms = new TreeSet<>();
        read(line -> {
            if (line instanceof ResultLine.Found found && found.finding().code() == code) {
                vms.add(Long.valueOf(found.finding().entity().substring("vm:".length())));
            }
        });
        return vms;
    }

    private Map<Long, ResultLine.VmResult> results() {
        Map<Long, ResultLine.VmResult> results = new TreeMap<>();
        read(line -> {
            if (line instanceof ResultLine.VmResult vm) {
                results.put(vm.idVm(), vm);
            }
        });
        return results;
    }

    private void read(Consumer<ResultLine> lines) {
        try (ResultReader reader = ResultReader.open(host.newest("result.jsonl"))) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                lines.accept(line);
            }
        }
    }
}
