package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.cli.Text;
import org.pimtools.testkit.server.Chromium;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;
import redis.clients.jedis.Jedis;

/**
 * Names that are SQL, shell, HTML, terminal control, Redis protocol or 10 MB long, through a dry run and a migration: they stay data on
 * the screen, in JSON, in the decisions file, on the page, in the SQL files and in Redis.
 */
class HostileNamesTest {
    private static final int LONG = 10_000_000;
    private static final String PROTOCOL = "\r\n*1\r\n$8\r\nFLUSHALL\r\n";

    @TempDir
    private Path directory;

    private Host host;

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void namesStayDataEverywhere() throws IOException {
        host = Host.start(World.of(11, new Size(1, 600)), RedisLayout.ADDRESS, directory);
        try (Jedis redis = host.jedis()) {
            seedMore(redis);
        }
        RedisSnapshot before = host.snapshot();
        Path plan = host.plan("night.plan");

        Host.Said dry = host.run(plan.toString(), "--identity", host.identity());
        assertEquals(5, dry.exit(), dry::toString);
        assertScreen(dry);
        assertAscii(host.newest("result.jsonl"));
        assertAscii(host.newest("decisions.yaml"));
        assertTrue(Files.size(host.newest("report.json")) < 1_000_000);
        assertEquals(List.of(), before.diff(host.snapshot()));
        Host.Said json = host.run(plan.toString(), "--identity", host.identity(), "--format", "json");
        assertTrue(json.out().chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), json::out);
        String page = new ObjectMapper().readTree(json.out()).at("/result/page").textValue();
        assertEquals(host.newest("report.html").toString(), page);

        Path decided = directory.resolve("decided.yaml");
        Files.writeString(
                decided,
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 '</script><b>\"; DROP TABLE x; --'"));
        Host.Said migrated = host.run(
                plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run");
        assertEquals(0, migrated.exit(), migrated::toString);
        assertScreen(migrated);
        assertAscii(host.newest("-update.sql"));
        assertAscii(host.newest("-rollback.sql"));
        assertEquals(
                List.of(),
                before.rekeyed(all -> host.world.forEachSubscription(0, all)).diff(host.snapshot()));

        Host.Said verified = host.run("verify");
        assertEquals(0, verified.exit(), verified::toString);
        assertPages(Path.of(page), host.newest("report.html"));
    }

    /** Keys that no monitor writes, with the names of two VMs that are re-keyed. */
    private void seedMore(Jedis redis) {
        String name = host.world.vm(0).hypervisorName();
        redis.hset("VirtualMachine:900001", Map.of("name", "x".repeat(LONG), "lastKnownState", PROTOCOL));
        redis.sadd("VirtualMachine:name:" + PROTOCOL, "900002");
        redis.hset("VirtualMachine:900002", "name", PROTOCOL);
        redis.set("Notes:" + name + ":" + "<script>".repeat(LONG / 8), "long");
        redis.set("Notes:" + name + ":\u001b[2J" + PROTOCOL, PROTOCOL);
        redis.sadd("VirtualMachinesCache:cache:" + "y".repeat(LONG), "1");
    }

    private static void assertScreen(Host.Said said) {
        for (String line : (said.out() + said.err()).split("\n")) {
            assertEquals(Text.printable(line), line);
        }
        assertTrue(said.out().length() < 100_000, () -> said.out().length() + " characters");
    }

    private static void assertAscii(Path file) throws IOException {
        for (byte b : Files.readAllBytes(file)) {
            assertTrue(b == '\n' || b >= ' ' && b < 0x7f, () -> file + " holds byte " + b);
        }
    }

    private void assertPages(Path dryRun, Path newest) throws IOException {
        TreeMap<Long, String> names = new TreeMap<>();
        host.world.forEachVm(0, vm -> names.put(vm.idVm(), vm.name()));
        try (Chromium browser = Chromium.start()) {
            for (Path page : List.of(dryRun, newest)) {
                assertTrue(Files.size(page) < 1_000_000, page::toString);
                browser.open(page);
                assertEquals(List.of(page.toUri().toString()), browser.requests());
                assertEquals(List.of(), browser.troubles());
                assertEquals(2, browser.evaluate("document.scripts.length").intValue());
                assertEquals(
                        0,
                        browser.evaluate("document.querySelectorAll('img,iframe,object,b,script script').length")
                                .intValue());
            }
            browser.open(dryRun);
            browser.evaluate("""
                    (() => {
                      const select = [...document.querySelectorAll('#vms select')].pop();
                      select.value = '1000';
                      select.dispatchEvent(new Event('change'));
                    })()""");
            StreamSupport.stream(
                            browser.evaluate(
                                            "[...document.querySelectorAll('#vms tbody tr')].map(r => [r.cells[0].textContent, r.cells[1].textContent])")
                                    .spliterator(),
                            false)
                    .forEach(row -> assertEquals(
                            Text.printable(names.get(Long.valueOf(row.get(0).textValue())), 500),
                            row.get(1).textValue()));
        }
    }
}
