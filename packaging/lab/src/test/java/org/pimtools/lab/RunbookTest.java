package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.world.Datacenter;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Expected;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/**
 * The runbook's commands, taken from the page and typed in its order as they stand, on a controller and two hosts; with the disasters
 * that it describes. A command that is new on the page is typed, too, and one that cannot be is named here with the reason.
 */
@Tag("slow")
class RunbookTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final World WORLD = World.of(3, new Size(2, 120), Traits.standard());
    private static final Set<Integer> DONE = Set.of(0);
    private static final Set<Integer> OPEN = Set.of(0, 5);
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{8}){3}");
    private static final String LATER = "A datacenter that follows later";
    private static final String NIGHT = "pim-migrator night.plan --identity night.identity";
    private static final String MIGRATE = " --decisions decisions.yaml --no-dry-run";

    /** By command, or by section for all of its commands. */
    private static final Map<String, String> NOT_TYPED = Map.ofEntries(
            Map.entry("packaging/lab/rehearse.sh", "builds and plays the whole night: NightTest plays the same"),
            Map.entry("rehearse.sh --setup-only", "runs until Ctrl-C: SetUpTest types what it shows"),
            Map.entry("pim-planner plan", "a name in a sentence, without the file that it needs"),
            Map.entry("pim-planner overview", "a name in a sentence, without the directory that it needs"),
            Map.entry(
                    "openstack aos db list > versions-before.txt", "OpenStack's client: its plugin has its own tests"),
            Map.entry("shred -u", "a name in a sentence, without the files"),
            Map.entry("Who and where", "names in tables"),
            Map.entry("rabbitmqctl list_queues name messages", "there is no RabbitMQ"),
            Map.entry("systemctl stop redis", "no Redis of ours is a service"),
            Map.entry("cp redis-before.rdb /var/lib/redis/dump.rdb", "no Redis of ours is a service"),
            Map.entry("systemctl start redis", "no Redis of ours is a service"),
            Map.entry("redis-cli config set appendonly yes", "after a start that is not made here"),
            Map.entry("systemctl stop abiquo-tomcat", "there is no platform to stop"),
            Map.entry("redis-cli client list", "shows an operator who is connected; none of ours"),
            Map.entry(
                    "pim-migrator rollback --vm 1234 --no-dry-run",
                    "all is rolled back by then: it is typed at the end"),
            Map.entry("When something is wrong", "a table for what may be seen: its commands stand elsewhere, too"),
            Map.entry("A host that was lost", "the same command as in the night, where a host is lost here"));

    @TempDir
    private Path directory;

    private Platform platform;
    private RunbookSite site;
    private final List<String> typed = new ArrayList<>();

    @Test
    void everyCommandIsTypedAsItStands() throws Exception {
        List<RunbookLine> lines = RunbookLine.of(CHECKOUT.resolve("docs/runbook.md"));
        try (Platform started = Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE)) {
            platform = started;
            site = new RunbookSite(platform, CHECKOUT, directory);
            ModuleSite modules = ModuleSite.make(
                    platform.kinton().server(),
                    LabModule.copies(CHECKOUT, directory.resolve("scripts")),
                    site.modules());
            modules.fill(modules.module("dashboard"), 10);
            aBrokenScript(modules);
            for (RunbookLine line : lines) {
                if (!line.section().equals(LATER)) {
                    play(line);
                }
            }
            for (RunbookLine line : lines) {
                if (line.section().equals(LATER)) {
                    play(line);
                }
            }
            onHost(late(), "pim-migrator rollback --vm " + migrated() + " --no-dry-run");
        }
        assertEquals("", String.join("\n", site.faults()));
        List<String> commands = lines.stream().map(RunbookLine::command).toList();
        assertTrue(typed.size() >= 25, typed::toString);
        for (String left : NOT_TYPED.keySet()) {
            assertTrue(
                    commands.contains(left)
                            || lines.stream().anyMatch(line -> line.section().equals(left)),
                    left + " is not in the runbook any more");
        }
    }

    private void play(RunbookLine line) throws Exception {
        if (NOT_TYPED.containsKey(line.command()) || NOT_TYPED.containsKey(line.section())) {
            return;
        }
        typed.add(line.command());
        switch (line.command()) {
            case "pim-planner plan -o night.plan --endpoints endpoints.yaml" -> {
                aWrongPassword();
                site.onController(line.command(), OPEN);
                site.distribute("night.plan");
            }
            case "pim-planner endpoints -o endpoints.yaml" -> {
                site.onController(line.command(), DONE);
                EndpointsFile.fillIn(platform, site.controller().resolve("endpoints.yaml"));
                Files.writeString(site.controller().resolve("paris.yaml"), withLogins());
            }
            case "pim-migrator state import FILE" -> aLostHost();
            case "mariadb kinton < FILE" -> {
                for (Datacenter datacenter : WORLD.datacenters()) {
                    site.onController(
                            "mariadb " + platform.kinton().name() + " < " + Operator.state(datacenter) + "-update.sql",
                            DONE);
                }
            }
            case "pim-planner plan -o late.plan --datacenter Paris --endpoints endpoints.yaml" -> theLateHost(line);
            default -> {
                if (line.command().endsWith(" --watch")) {
                    assertEquals(0, site.untilCtrlC(line.command()));
                } else if (!line.isForHosts()) {
                    onController(line);
                } else {
                    for (Datacenter datacenter : hosts(line)) {
                        onHost(datacenter, filledIn(line.command()));
                    }
                }
            }
        }
    }

    private List<Datacenter> hosts(RunbookLine line) {
        return line.section().equals(LATER) ? List.of(late()) : WORLD.datacenters();
    }

    private static Datacenter late() {
        return WORLD.datacenters().get(1);
    }

    private void onController(RunbookLine line) {
        String command = filledIn(line.command());
        Tool.Result result = site.onController(command, exits(command));
        if (command.endsWith("--database")) {
            assertEquals(
                    2,
                    result.out()
                            .lines()
                            .filter(row -> row.contains(" verified "))
                            .count(),
                    result::out);
        }
        boolean changes = command.startsWith("pim-planner apply ")
                && (command.contains("results/")
                        || command.contains("rollback")
                        || command.contains("--platform-running"));
        if (changes) {
            List<Long> locked = command.contains("--platform-running") ? platform.endOperations(late()) : List.of();
            site.onController(command + " --no-dry-run", DONE);
            platform.beginOperations(locked);
        }
    }

    private Tool.Result onHost(Datacenter datacenter, String command) throws IOException {
        Tool.Result result = site.onHost(datacenter, command, exits(command));
        if (command.endsWith(".identity") && !command.contains(" verify ")) {
            site.decide(datacenter);
        }
        site.gather(datacenter);
        return result;
    }

    private static Set<Integer> exits(String command) {
        boolean finds = command.contains(" plan ")
                || command.contains(" overview ")
                || command.matches("pim-migrator \\S+\\.plan --identity \\S+");
        return finds ? OPEN : DONE;
    }

    private String filledIn(String command) {
        return command.replace("scratch.example", platform.kinton().server().host())
                .replace("--db-name kinton", "--db-name " + platform.kinton().name())
                .replace(" kinton >", " " + platform.kinton().name() + " >")
                .replace("mariadb kinton <", "mariadb " + platform.kinton().name() + " <")
                .replace("--db-user reader", "--db-user " + Platform.READER)
                .replace(" FILE", " state.copy");
    }

    /** What a host is given to check: the logins, too, which the plan takes from the database. */
    private String withLogins() throws IOException {
        String text = Files.readString(site.controller().resolve("endpoints.yaml"));
        for (Endpoint endpoint : WORLD.endpoints()) {
            Place place = platform.world().place(endpoint);
            String address = "address: \"%s\", port: %d}\n".formatted(place.host(), place.port());
            text = text.replace(
                    address,
                    "%s    user: \"%s\"\n    password: \"%s\"\n".formatted(address, place.user(), place.password()));
        }
        return text;
    }

    /** The login of one endpoint is refused: the first thing on the screen is that, and it is not tried again unasked. */
    private void aWrongPassword() throws IOException {
        Endpoint endpoint = WORLD.endpoints().stream()
                .filter(each -> each.type() == EndpointType.VCENTER && each.datacenter() == 0)
                .findFirst()
                .orElseThrow();
        String address = "address: \"%s\", port: %d}\n"
                .formatted(
                        platform.world().place(endpoint).host(),
                        platform.world().place(endpoint).port());
        String right = Files.readString(site.controller().resolve("endpoints.yaml"));
        assertTrue(right.contains(address), right);
        Files.writeString(
                site.controller().resolve("wrong.yaml"),
                right.replace(address, address + "    password: \"not the one\"\n"));
        site.onController("pim-planner plan -o wrong.plan --endpoints wrong.yaml", OPEN);
        site.distribute("wrong.plan");
        Datacenter first = WORLD.datacenters().get(0);
        for (int attempt = 1; attempt <= 2; attempt++) {
            Tool.Result refused = site.onHost(first, "pim-migrator wrong.plan --identity wrong.identity", Set.of(5));
            Optional<String> finding = refused.out()
                    .lines()
                    .filter(line -> line.contains("PIM-01"))
                    .findFirst();
            assertTrue(finding.filter(line -> line.contains("PIM-0101")).isPresent(), refused.out());
            assertTrue(
                    refused.out()
                            .lines()
                            .reduce((one, other) -> other)
                            .orElse("")
                            .contains("plan"),
                    refused.out());
            assertFalse(refused.out().contains("not the one"), refused.out());
        }
    }

    /** The idVm of a VM of the late host that has its provider ID now. */
    private static long migrated() {
        List<Long> vms = new ArrayList<>();
        WORLD.forEachVm(late().index(), vm -> {
            if (WORLD.expected(vm) instanceof Expected.Resolved) {
                vms.add(vm.idVm());
            }
        });
        return vms.get(0);
    }

    /** A module's script breaks in its second statement: when that is fixed, the same command resumes there. */
    private void aBrokenScript(ModuleSite modules) throws IOException {
        LabModule journal = modules.module("journal");
        modules.fill(journal, journal.newest());
        Path script = journal.migrations().resolve("V8__how_long_entries_stay.sql");
        String right = "CREATE TABLE retention (days INT NOT NULL);\nINSERT INTO retention VALUES (3650);\n";
        Files.writeString(script, right.replace("INTO retention", "INTO retentoin"));
        Tool.Result broken = site.onController("aos-db-migrate --names journal", Set.of(1));
        assertTrue((broken.out() + broken.err()).contains("retentoin"), broken::toString);
        Files.writeString(script, right);
        site.onController("aos-db-migrate --names journal", DONE);
        assertEquals(1, modules.number(journal, "SELECT COUNT(*) FROM retention"));
    }

    /** The disk of the first host is gone after its migration; another host takes over the exported state. */
    private void aLostHost() throws IOException {
        Datacenter lost = WORLD.datacenters().get(0);
        site.lose(lost);
        Tool.Result unknown = site.onHost(lost, "pim-migrator state import state.copy", Set.of(6));
        Matcher old = FINGERPRINT.matcher(unknown.err());
        assertTrue(old.find(), unknown::err);
        Tool.Result overview = site.onController("pim-planner overview results/ --plan night.plan", OPEN);
        assertTrue(overview.out().contains(old.group()), overview::out);
        onHost(lost, "pim-migrator state import state.copy --host-key " + old.group());
        onHost(lost, NIGHT + MIGRATE);
        site.forget(lost);
        onHost(lost, "pim-migrator sql");
        Matcher key = FINGERPRINT.matcher(onHost(lost, "pim-migrator status").out());
        List<String> words = new ArrayList<>();
        while (key.find()) {
            words.add("--host-key " + key.group());
        }
        assertFalse(words.isEmpty(), "status shows the new key");
        site.onController("pim-planner overview results/ --plan night.plan " + String.join(" ", words), OPEN);
    }

    /** The night is rolled back by now: another datacenter is migrated again, and this one follows. */
    private void theLateHost(RunbookLine line) throws IOException {
        Datacenter first = WORLD.datacenters().get(0);
        migrated(first, "again", "pim-planner plan -o again.plan --endpoints endpoints.yaml");
        site.onController(
                "pim-planner apply %s-update.sql --plan again.plan --partial --no-dry-run"
                        .formatted(Operator.state(first)),
                DONE);
        try (Stream<Path> files = Files.list(site.controller())) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".sql")).toList()) {
                Files.delete(file);
            }
        }
        migrated(late(), "late", line.command().replace("Paris", "'" + late().name() + "'"));
    }

    private void migrated(Datacenter datacenter, String name, String plan) throws IOException {
        site.onController(plan, OPEN);
        site.distribute(name + ".plan");
        onHost(datacenter, NIGHT.replace("night", name));
        onHost(datacenter, NIGHT.replace("night", name) + MIGRATE);
    }
}
