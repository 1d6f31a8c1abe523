package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.InventoryEntry;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Story;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.Vm;
import org.pimtools.testkit.world.VsmLookup;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/** What an operator decides with an editor, on a host with a real Redis and simulated providers. */
@Tag("slow")
class DecisionCommandsTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path plan;
    private Path decided;

    @BeforeEach
    void start() {
        Traits traits = Traits.standard().with(new Traits.Trouble(0.03, 0.05, 0.03, 0, 0, 0, 0.05));
        host = servers.add(Host.start(World.of(7, new Size(1, 300), traits), RedisLayout.MONITOR, directory));
        plan = host.plan("night.plan");
        decided = directory.resolve("decided.yaml");
    }

    private Host.Said dry(String... more) {
        return run(List.of(), more);
    }

    private Host.Said real(String... more) {
        return run(List.of("--no-dry-run"), more);
    }

    private Host.Said run(List<String> mode, String... more) {
        List<String> arguments = new ArrayList<>(List.of(plan.toString(), "--identity", host.identity()));
        arguments.addAll(List.of(more));
        arguments.addAll(mode);
        return host.run(arguments.toArray(String[]::new));
    }

    private Vm first(Story story) {
        List<Vm> found = new ArrayList<>();
        host.world.forEachVm(0, vm -> {
            if (vm.story() == story
                    && vm.machine() != null
                    && vm.machine().endpoint().type() == EndpointType.VCENTER) {
                found.add(vm);
            }
        });
        return found.get(0);
    }

    private String providerId(Endpoint endpoint, InventoryEntry entry) {
        return host.world.serverUuid(endpoint) + "#" + entry.moRef();
    }

    /** The provider ID of the VM's own entry in the inventory, not of its twin's. */
    private String own(Vm vm) {
        return entries(vm.machine().endpoint()).get(vm.index()).get(0);
    }

    private Map<Integer, List<String>> entries(Endpoint endpoint) {
        Map<Integer, List<String>> entries = new HashMap<>();
        host.world.forEachEntry(
                endpoint,
                entry -> entries.computeIfAbsent(entry.near().index(), any -> new ArrayList<>())
                        .add(providerId(endpoint, entry)));
        return entries;
    }

    /** A VM that the vCenter has and the platform does not. */
    private String stranger(Endpoint endpoint) {
        List<String> strangers = new ArrayList<>();
        host.world.forEachEntry(endpoint, entry -> {
            if (entry.stranger()) {
                strangers.add(providerId(endpoint, entry));
            }
        });
        return strangers.get(0);
    }

    /** Fills in what an operator would: the entries that are named here, and "exclude" everywhere else. */
    private void fillIn(Map<Long, String> vms) throws IOException {
        StringBuilder file = new StringBuilder();
        Optional<Long> vm = Optional.empty();
        for (String line : Files.readAllLines(host.newest("decisions.yaml"))) {
            if (line.startsWith("  - ")) {
                vm = line.startsWith("  - vm: ") ? Optional.of(Long.valueOf(line.substring(8))) : Optional.empty();
            }
            String decision = vm.map(vms::get).orElse("exclude");
            if (line.equals("    decision:")) {
                file.append(decision.contains("#") ? line : line + " " + decision);
            } else if (decision.contains("#") && line.equals("    #provider-id: \"" + decision + "\"")) {
                file.append(line.replaceFirst("#", ""));
            } else if (line.equals("    reason: \"\"")) {
                boolean uncommented = file.indexOf("    provider-id: \"" + decision + '"') >= 0;
                file.append(decision.contains("#") && !uncommented ? "    provider-id: \"" + decision + "\"\n" : "")
                        .append("    reason: looked at it");
            } else {
                file.append(line);
            }
            file.append('\n');
        }
        Files.writeString(decided, file.toString().replaceFirst("(?s)  # all .*?(?=  - vm)", ""));
    }

    private static Map<Long, ResultLine.Decided> decisions(Path result) {
        Map<Long, ResultLine.Decided> decisions = new HashMap<>();
        try (ResultReader reader = ResultReader.open(result)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.Decided decision) {
                    decisions.put(decision.idVm(), decision);
                }
            }
        }
        return decisions;
    }

    private static ResultLine.Decided decided(Vm vm, ResultLine.Decision decision, FindingCode code) {
        return new ResultLine.Decided(vm.idVm(), decision, List.of(code), "looked at it");
    }

    @Test
    void whatIsNoDecisionsFileIsNotReadWithoutEnd() {
        dry();
        Host.Said endless = Host.runWith(List.of(
                "decide", "/dev/zero", "--state-dir", directory.resolve("state").toString()));
        assertEquals(3, endless.exit(), endless::toString);
        assertTrue(
                endless.err().contains("cannot read the decisions /dev/zero: it is larger than 32 MiB"),
                endless::toString);
    }

    @Test
    void notFoundAmbiguousAndConflictAreEachDecidedWithoutANewPlan() throws IOException {
        Vm missing = first(Story.MISSING);
        Vm twin = first(Story.TWIN);
        Vm claimant = first(Story.CLAIMANT);
        Vm rival = host.world.vm((int) ((Expected.Conflict) host.world.expected(claimant)).otherIdVm() - 1);
        assertEquals(5, dry().exit());
        RedisSnapshot before = host.snapshot();
        fillIn(Map.of(
                missing.idVm(), stranger(missing.machine().endpoint()),
                twin.idVm(), own(twin),
                claimant.idVm(), own(claimant),
                rival.idVm(), "accept"));
        Host.Said dry = dry("--decisions", decided.toString());
        assertEquals(0, dry.exit(), dry::toString);
        assertEquals(List.of(), before.diff(host.snapshot()));

        Host.Said migrated = real("--decisions", host.newest("decisions.yaml").toString());
        assertEquals(0, migrated.exit(), migrated::toString);
        assertTrue(
                migrated.out().contains("  provider-id × 3: PIM-0110 × 1, PIM-0111 × 1, PIM-0112 × 1"),
                migrated::toString);
        assertTrue(
                migrated.out().contains("  accept × 1: PIM-0112 × 1\n      vm:" + rival.idVm() + ": looked at it"),
                migrated::toString);
        Map<Long, ResultLine.Decided> decisions = decisions(host.newest("result.jsonl"));
        assertEquals(
                decided(missing, ResultLine.Decision.PROVIDER_ID, FindingCode.NOT_FOUND),
                decisions.get(missing.idVm()));
        assertEquals(decided(twin, ResultLine.Decision.PROVIDER_ID, FindingCode.AMBIGUOUS), decisions.get(twin.idVm()));
        assertEquals(
                decided(claimant, ResultLine.Decision.PROVIDER_ID, FindingCode.CONFLICT),
                decisions.get(claimant.idVm()));
        assertEquals(decided(rival, ResultLine.Decision.ACCEPT, FindingCode.CONFLICT), decisions.get(rival.idVm()));
        JsonNode report = new ObjectMapper().readTree(host.newest("report.json").toFile());
        assertEquals(3, report.at("/counts/assigned").asInt());
        assertEquals("provider-id", report.at("/decisions/1/decision").asText());

        String sql = Files.readString(host.newest("update.sql"));
        assertTrue(
                sql.contains("\n-- decided exclude " + (decisions.size() - 4) + " provider-id 3 accept 1\n"),
                sql.substring(0, 600));
        try (Jedis jedis = host.jedis()) {
            VsmLookup lookup = new VsmLookup(jedis);
            for (Vm vm : List.of(twin, claimant)) {
                assertTrue(sql.contains("'" + own(vm) + "'"), own(vm));
                assertEquals(1, lookup.byName(own(vm)).size(), own(vm));
            }
        }
        assertTrue(sql.contains("'" + stranger(missing.machine().endpoint()) + "'"));
        assertEquals(0, host.run("verify", "--identity", host.identity()).exit());

        Host.Said again = real("--decisions", decided.toString());
        assertEquals(0, again.exit(), again::toString);
        assertTrue(again.out().contains("the decisions are those that the work was frozen with"), again::toString);
        assertEquals(decisions, decisions(host.newest("result.jsonl")));
        Files.writeString(
                decided, Files.readString(decided).replace("    decision: accept\n", "    decision: exclude\n"));
        Host.Said other = real("--decisions", decided.toString());
        assertEquals(6, other.exit(), other::toString);
        assertTrue(
                other.err()
                        .contains("the work is frozen with other decisions than these: vm:" + rival.idVm()
                                + ": accept PIM-0112, now exclude"),
                other::toString);
    }

    @Test
    void whatHostOrMacAddressSettleIsSettledAndTheRestIsNotGuessed() throws IOException {
        Host.Said dry = dry();
        assertEquals(5, dry.exit(), dry::toString);
        assertTrue(dry.out().contains("info PIM-0117 × "), dry::toString);
        Map<Long, ResultLine.VmResult> results = new HashMap<>();
        Map<String, Finding> findings = new HashMap<>();
        try (ResultReader reader = ResultReader.open(host.newest("result.jsonl"))) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof ResultLine.VmResult vm) {
                    results.put(vm.idVm(), vm);
                } else if (line instanceof ResultLine.Found found) {
                    findings.put(found.finding().entity(), found.finding());
                }
            }
        }
        Set<String> reasons = new HashSet<>();
        String decisions = Files.readString(host.newest("decisions.yaml"));
        host.world.forEachVm(0, vm -> {
            Finding finding = findings.get("vm:" + vm.idVm());
            if (vm.story() == Story.REPLICATED) {
                assertEquals(ResultLine.Outcome.RESOLVED, results.get(vm.idVm()).outcome());
                assertEquals(own(vm), results.get(vm.idVm()).providerId());
                assertEquals(FindingCode.SETTLED, finding.code());
                reasons.add(finding.detail().replaceFirst(".*it alone has its (host|MAC address).*", "$1"));
            } else if (vm.story() == Story.TWIN) {
                assertEquals(
                        ResultLine.Outcome.AMBIGUOUS, results.get(vm.idVm()).outcome());
                assertEquals(FindingCode.AMBIGUOUS, finding.code());
                reasons.add(finding.detail().replaceFirst(".*(contradicts|neither).*", "$1"));
                assertTrue(
                        decisions.contains("    #provider-id: \"" + own(vm) + "\"  # \"host "
                                + vm.machine().hostAddress() + ", on "
                                + host.world.datastore(vm).orElseThrow() + ", MAC 00:50:56:"),
                        decisions);
            }
        });
        assertEquals(Set.of("host", "MAC address", "contradicts", "neither"), reasons);
    }

    @Test
    void anEndpointThatIsDeadUntilTomorrowIsDecidedAtOnceOrVmByVm() throws IOException {
        List<Vm> dead = new ArrayList<>();
        host.world.forEachVm(0, vm -> {
            if (host.world.expected(vm) instanceof Expected.Resolved
                    && vm.machine().endpoint().type() == EndpointType.KVM) {
                dead.add(vm);
            }
        });
        Files.delete(directory.resolve("kvm-1.xml"));
        Host.Said first = dry();
        assertEquals(5, first.exit(), first::toString);
        String known = ((Expected.Resolved) host.world.expected(dead.get(0))).providerId();
        String file = Files.readString(host.newest("decisions.yaml"));
        int group = file.indexOf("\n  - code: PIM-0113\n") + 21;
        String place = file.substring(group, file.indexOf('\n', group)).strip();
        Files.writeString(decided, """
                decisions:
                - {code: PIM-0113, %s, decision: exclude, reason: until tomorrow}
                - {code: PIM-0110, decision: exclude, reason: gone}
                - {code: PIM-0111, decision: exclude, reason: replicas}
                - {code: PIM-0112, decision: exclude, reason: twice}
                - {vm: %d, provider-id: %s, reason: seen on its console}
                - {vm: %s, provider-id: ABQ_1, reason: mistyped}
                """.formatted(
                        place, dead.get(0).idVm(), known, dead.get(1).uuid()));
        Host.Said wrong = real("--decisions", decided.toString());
        assertEquals(5, wrong.exit(), wrong::toString);
        assertTrue(wrong.err().contains("1 error is undecided"), wrong::toString);
        assertTrue(
                wrong.out()
                        .contains(
                                "vm:" + dead.get(1).idVm() + ": it cannot be ABQ_1: a provider ID of KVM looks like "),
                wrong::toString);
        assertFalse(host.has("work.jsonl"));

        Files.writeString(decided, Files.readString(decided).replaceAll("(?m)^.*ABQ_1.*\n", ""));
        Host.Said migrated = real("--decisions", decided.toString());
        assertEquals(0, migrated.exit(), migrated::toString);
        Map<Long, ResultLine.Decided> decisions = decisions(host.newest("result.jsonl"));
        assertEquals(
                new ResultLine.Decided(
                        dead.get(0).idVm(),
                        ResultLine.Decision.PROVIDER_ID,
                        List.of(FindingCode.BLOCKED),
                        "seen on its console"),
                decisions.get(dead.get(0).idVm()));
        assertEquals("until tomorrow", decisions.get(dead.get(1).idVm()).reason());
        assertTrue(Files.readString(host.newest("update.sql")).contains(known));
    }

    @Test
    void whatRedisRefusesCanBeAccepted() throws IOException {
        Vm vm = first(Story.ORDINARY);
        try (Jedis jedis = host.jedis()) {
            jedis.sadd("VirtualMachine:name:" + own(vm), "999999");
        }
        dry();
        fillIn(Map.of(vm.idVm(), "accept"));
        Host.Said migrated = real("--decisions", decided.toString());
        assertEquals(0, migrated.exit(), migrated::toString);
        assertEquals(
                ResultLine.Decision.ACCEPT,
                decisions(host.newest("result.jsonl")).get(vm.idVm()).decision());
        assertFalse(Files.readString(host.newest("update.sql")).contains("'" + own(vm) + "'"));
        try (Jedis jedis = host.jedis()) {
            assertEquals(1, new VsmLookup(jedis).byName(vm.hypervisorName()).size());
        }
    }

    @Test
    void whatWasFilledInAndIsNotGivenIsNamed() throws IOException {
        dry();
        Path edited = host.newest("decisions.yaml");
        Host.Said untouched = dry();
        assertFalse(untouched.err().contains("was changed since"), untouched::toString);
        edited = host.newest("decisions.yaml");
        Files.writeString(edited, Files.readString(edited).replaceFirst("reason: \"\"", "reason: ask Anna"));
        Files.setLastModifiedTime(edited, FileTime.from(Instant.now().plusSeconds(1)));
        String filled = Files.readString(edited);
        Host.Said again = dry();
        assertTrue(
                again.err().contains(edited + " was changed since it was written, and is not given"), again::toString);
        assertEquals(filled, Files.readString(edited));
        Host.Said given = dry("--decisions", edited.toString());
        assertFalse(given.err().contains("was changed since"), given::toString);
        assertEquals(filled, Files.readString(edited));
    }
}
