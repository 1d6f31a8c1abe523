package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.server.ChildJvm;
import org.pimtools.testkit.server.PseudoTerminal;
import org.pimtools.testkit.server.RedisServer;
import org.pimtools.testkit.server.Servers;

/**
 * VMs, firewalls and load balancers of one name at every provider, and provider IDs that two rows claim, from the dry run over
 * the answers at a terminal to the SQL file.
 */
@Tag("slow")
class NamesakesRunTest {
    private static final DatacenterId DATACENTER =
            DatacenterId.of("44444444-2222-4222-8222-222222222222").orElseThrow();
    private static final Map<EntityKind, String> NOUNS =
            Map.of(EntityKind.VM, "vm", EntityKind.FIREWALL, "firewall", EntityKind.LOAD_BALANCER, "load-balancer");
    private static final Map<EntityKind, String> STARTS =
            Map.of(EntityKind.VM, "vm", EntityKind.FIREWALL, "fw", EntityKind.LOAD_BALANCER, "lb");
    private static final Pattern ROW = Pattern.compile("^\\(.*'((vm|fw|lb)-\\w+)','\\d+',NULL,'([^']+)'\\)[,;]$");

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private RedisServer redis;

    @ParameterizedTest
    @EnumSource(NamesakeSite.Provider.class)
    void whatEvidenceSettlesIsTakenAndTheRestIsLeftToAPerson(NamesakeSite.Provider provider) throws Exception {
        redis = servers.add(RedisServer.start());
        NamesakeSite site = provider.start(
                servers,
                directory,
                new NamesakeSite.Names(
                        List.of(
                                "vm-settled",
                                provider.other("vm-settled", uuid(1)),
                                "vm-unclear",
                                provider.other("vm-unclear", uuid(2)),
                                "vm-claimed"),
                        namesakes("fw"),
                        namesakes("lb")));
        plan(site);

        String dry = run(5);
        Map<String, List<String>> asked = asked();
        Map<String, List<String>> expected = new TreeMap<>();
        for (EntityKind kind : site.ids().keySet()) {
            List<String> ids = site.ids().get(kind);
            if (!provider.settles(kind)) {
                expected.put(NOUNS.get(kind) + ": 1", ids.subList(0, 2));
            }
            expected.put(NOUNS.get(kind) + ": 2", ids.subList(2, 4));
            expected.put(NOUNS.get(kind) + ": 3", ids.subList(4, 5));
            expected.put(NOUNS.get(kind) + ": 4", ids.subList(4, 5));
        }
        expected.replaceAll((entity, ids) -> ids.stream().sorted().toList());
        assertEquals(expected, asked, dry);
        assertTrue(dry.contains("PIM-0111") && dry.contains("PIM-0112"), dry);

        assertTrue(run(5, "--no-dry-run").contains("undecided"), "nothing is migrated while a person has to decide");
        assertEquals(Optional.empty(), newest("-update.sql"));

        decide(site);
        run(
                0,
                "--no-dry-run",
                "--decisions",
                newest("decisions.yaml").orElseThrow().toString());
        Map<String, String> migrated = new TreeMap<>();
        site.ids().forEach((kind, ids) -> {
            migrated.put(STARTS.get(kind) + "-settled", ids.get(0));
            migrated.put(STARTS.get(kind) + "-unclear", ids.get(3));
        });
        assertEquals(migrated, rows(), "neither of two that claim one ID has a row");
    }

    private static List<String> namesakes(String start) {
        return List.of(
                start + "-settled", start + "-settled", start + "-unclear", start + "-unclear", start + "-claimed");
    }

    private static UUID uuid(long vm) {
        return new UUID(4, vm);
    }

    private void plan(NamesakeSite site) throws IOException {
        OneEndpoint.Description description = site.description().with("rate", "9999");
        PlanLine.Endpoint endpoint = description.endpoint(1);
        NightPlan.write(
                directory.resolve("night.plan"),
                DATACENTER,
                List.of("virtualmachine", "firewall_policy", "load_balancer"),
                description.secrets().isEmpty() ? List.of() : List.of(description.sealed(endpoint)),
                writer -> {
                    writer.write(endpoint);
                    writer.write(new PlanLine.Machine(
                            1,
                            1,
                            endpoint.type().platformName(),
                            endpoint.address(),
                            endpoint.port(),
                            null,
                            null,
                            null,
                            null));
                    writer.write(vm(1, "vm-settled", site.macs().get(0)));
                    writer.write(vm(2, "vm-unclear"));
                    writer.write(vm(3, "vm-claimed"));
                    writer.write(vm(4, "vm-claimed"));
                    for (EntityKind kind : List.of(EntityKind.FIREWALL, EntityKind.LOAD_BALANCER)) {
                        if (site.ids().containsKey(kind)) {
                            String start = STARTS.get(kind);
                            writer.write(entity(kind, 1, start + "-settled", 1L));
                            writer.write(entity(kind, 2, start + "-unclear"));
                            writer.write(entity(kind, 3, start + "-claimed"));
                            writer.write(entity(kind, 4, start + "-claimed"));
                        }
                    }
                });
    }

    private static PlanLine.Vm vm(long id, String name, String... macs) {
        return new PlanLine.Vm(id, uuid(id).toString(), name, 1, "ON", false, null, List.of(), List.of(macs));
    }

    private static PlanLine.Entity entity(EntityKind kind, long id, String name, Long... vms) {
        return new PlanLine.Entity(kind, id, name, 1, 9, null, List.of(vms));
    }

    /** The candidates by entity, as the newest decisions file has them. */
    private Map<String, List<String>> asked() throws IOException {
        Map<String, List<String>> asked = new TreeMap<>();
        String entity = "";
        for (String line : Files.readAllLines(newest("decisions.yaml").orElseThrow())) {
            if (line.startsWith("  - ")) {
                entity = line.substring(4);
            }
            if (line.startsWith("    #provider-id: \"")) {
                asked.computeIfAbsent(entity, any -> new ArrayList<>()).add(line.substring(19, line.indexOf('"', 19)));
            }
        }
        return asked;
    }

    /** Answers each question in its turn: the right one of two, and neither of those that claim one. */
    private void decide(NamesakeSite site) throws Exception {
        List<String> command = new ArrayList<>(ChildJvm.command(PimMigrator.class));
        command.addAll(
                List.of("decide", "--state-dir", directory.resolve("state").toString()));
        List<String> entries = Files.readAllLines(newest("decisions.yaml").orElseThrow()).stream()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring(4))
                .toList();
        Map<String, List<String>> asked = asked();
        try (PseudoTerminal terminal = PseudoTerminal.start(command, directory, Map.of("NO_COLOR", "1"))) {
            for (String entry : entries) {
                terminal.await("q(uit): ");
                if (!asked.containsKey(entry)) {
                    terminal.type("o\r");
                    continue;
                }
                terminal.type(answer(site, entry, asked.get(entry)) + "\r");
                terminal.await("why: ");
                terminal.type("asked its owner\r");
            }
            PseudoTerminal.Seen seen = terminal.end();
            assertEquals(0, seen.exit(), seen.screen());
        }
    }

    private static String answer(NamesakeSite site, String entry, List<String> candidates) {
        if (candidates.size() < 2) {
            return "accept";
        }
        EntityKind kind = NOUNS.entrySet().stream()
                .filter(noun -> entry.startsWith(noun.getValue() + ": "))
                .findFirst()
                .orElseThrow()
                .getKey();
        String right = site.ids().get(kind).get(entry.endsWith(": 1") ? 0 : 3);
        return Integer.toString(candidates.indexOf(right) + 1);
    }

    /** The provider IDs by name, as the SQL file has them. */
    private Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        String sql = Files.readString(newest("-update.sql").orElseThrow());
        sql.lines().map(ROW::matcher).filter(Matcher::matches).forEach(row -> rows.put(row.group(1), row.group(3)));
        return rows;
    }

    private String run(int expected, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", directory.resolve("night.plan").toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(
                List.of("--identity", directory.resolve("night.identity").toString()));
        arguments.addAll(List.of("--state-dir", directory.resolve("state").toString()));
        arguments.addAll(List.of("--redis-host", redis.host(), "--redis-port", Integer.toString(redis.port())));
        arguments.addAll(List.of("--min-subscribed", "0"));
        Host.Said said = Host.runWith(arguments);
        assertEquals(expected, said.exit(), said::toString);
        return said.out() + said.err();
    }

    /** The newest file of the state directory whose name ends so. */
    private Optional<Path> newest(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(ending)).max(Path::compareTo);
        }
    }
}
