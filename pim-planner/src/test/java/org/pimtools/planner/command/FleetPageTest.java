package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanWriter;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.testkit.server.Chromium;
import org.pimtools.testkit.server.Servers;

/** What a browser makes of the page of forty hosts with 5,000 VMs each, one in ten of which has a dead endpoint and a conflict. */
@Tag("slow")
class FleetPageTest {
    private static final int HOSTS = 40;
    private static final int VMS = 5_000;
    private static final String HOSTILE =
            "<img src=http://127.0.0.1:9/x onerror=window.hacked=1></style><script>window.hacked=1</script>";

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    private static final SigningKey STRANGER = HostFiles.newKey();

    @TempDir
    static Path folder;

    private static Chromium browser;
    private static Path page;

    @BeforeAll
    static void write() throws IOException {
        browser = SERVERS.add(Chromium.start());
        page = folder.resolve("fleet.html");
        PlannerKey key = PlannerKey.loadOrCreate(folder.resolve("planner.key"));
        PlanLine.Header header = new PlanLine.Header(
                new UUID(3, 3),
                Instant.parse("2026-01-01T00:00:00Z"),
                "test",
                false,
                "kinton-5.3",
                List.of(new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4")),
                key.publicText());
        Path plan = folder.resolve("night.plan");
        Path results = Files.createDirectory(folder.resolve("results"));
        Files.writeString(results.resolve("notes.txt"), "none of the hosts'");
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(plan), false, header, key)) {
            for (int host = 0; host < HOSTS; host++) {
                section(writer, host);
                result(header, results.resolve("host-" + host), host);
            }
            ofAnotherKey(header, results.resolve("stranger"));
            writer.finish();
        }
        PlannerHarness.Run run = PlannerHarness.bare(List.of(
                "overview",
                results.toString(),
                "--plan",
                plan.toString(),
                "--planner-key",
                Signatures.fingerprint(header.plannerKey()),
                "--state-dir",
                folder.resolve("state").toString(),
                "--page",
                page.toString()));
        assertEquals(5, run.exit(), run.out() + run.err());
        assertTrue(run.out().contains("page: " + page + "\n"), run.out());
    }

    private static DatacenterId id(int host) {
        return DatacenterId.of(new UUID(1, host).toString()).orElseThrow();
    }

    private static boolean isDead(int host) {
        return host % 10 == 0;
    }

    private static void section(PlanWriter writer, int host) throws IOException {
        writer.startSection(new PlanLine.SectionStart(id(host), HOSTILE + host, null));
        writer.write(new PlanLine.Endpoint(1, ProviderKind.KVM, "10.0.0.1", 16514, null, new TreeMap<>()));
        writer.write(new PlanLine.Machine(host, 1, "KVM", "10.0.0.1", 8889, null, null, null, null));
        for (int i = 0; i < VMS; i++) {
            long idVm = (long) host * VMS + i + 1;
            writer.write(new PlanLine.Vm(idVm, new UUID(4, idVm).toString(), "web", host, "ON", true, null));
        }
        writer.endSection();
    }

    private static void result(PlanLine.Header header, Path folder, int host) throws IOException {
        boolean dead = isDead(host);
        try (ResultWriter writer = new ResultWriter(
                Files.newOutputStream(Files.createDirectory(folder).resolve("result.jsonl")),
                HostFiles.key(id(host)))) {
            writer.write(new ResultLine.Start(
                    id(host),
                    HOSTILE + host,
                    header.planId(),
                    header.created(),
                    "20260101T000000Z",
                    Instant.EPOCH,
                    ResultLine.Kind.DRY_RUN,
                    "test"));
            if (dead) {
                writer.write(new ResultLine.Found(
                        new Finding(FindingCode.LOGIN_REFUSED, "endpoint:1", "as user " + HOSTILE)));
            }
            for (int i = 0; i < VMS; i++) {
                long idVm = (long) host * VMS + i + 1;
                writer.write(new ResultLine.VmResult(
                        idVm,
                        dead ? ResultLine.Outcome.BLOCKED : ResultLine.Outcome.RESOLVED,
                        // the first VMs of the last two hosts claim the same
                        dead ? null : "id-" + (host == HOSTS - 1 && i == 0 ? idVm - VMS : idVm),
                        null));
                if (dead) {
                    writer.write(new ResultLine.Found(new Finding(FindingCode.BLOCKED, "vm:" + idVm, "endpoint 1")));
                }
            }
            writer.write(new ResultLine.End(
                    Instant.EPOCH,
                    dead ? 5 : 0,
                    Map.of("vms", (long) VMS, "resolved", dead ? 0L : VMS, "undecided", dead ? (long) VMS : 0L),
                    7L));
        }
    }

    @Test
    void dataStaysDataAndNothingIsLoaded() {
        browser.open(page);
        assertEquals(List.of(page.toUri().toString()), browser.requests());
        assertEquals(List.of(), browser.troubles());
        assertEquals("undefined", browser.evaluate("typeof window.hacked").textValue());
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('img, script').length")
                        .intValue());
        assertEquals(HOSTILE + 7, texts("#datacenters tbody th").get(7));
    }

    /** A file of the host with the number 7 that another one has signed, and that does not count. */
    private static void ofAnotherKey(PlanLine.Header header, Path folder) throws IOException {
        try (ResultWriter writer = new ResultWriter(
                Files.newOutputStream(Files.createDirectory(folder).resolve("result.jsonl")), STRANGER)) {
            writer.write(new ResultLine.Start(
                    id(7),
                    HOSTILE + 7,
                    header.planId(),
                    header.created(),
                    "20260101T000001Z",
                    Instant.EPOCH,
                    ResultLine.Kind.ROLLBACK_DRY_RUN,
                    "test"));
            writer.write(new ResultLine.End(Instant.EPOCH, 0, Map.of(), null));
        }
    }

    @Test
    void aDatacenterSignedWithTwoKeysIsMarked() {
        browser.open(page);
        List<String> keys = texts("#datacenters tbody td code");
        assertEquals(HOSTS + 1, keys.size());
        assertEquals(HostFiles.key(id(6)).fingerprint(), keys.get(6));
        assertEquals(
                List.of(HostFiles.key(id(7)).fingerprint() + " and " + STRANGER.fingerprint()),
                texts("#datacenters tbody tr:nth-child(8) td:last-child"));
        assertEquals(List.of("and"), texts("#datacenters tbody td:last-child .chip"));
    }

    @Test
    void causesComeFirstAndTheCountsAddUp() {
        browser.open(page);
        assertEquals(List.of(FindingCode.LOGIN_REFUSED.title(), FindingCode.BLOCKED.title()), texts("#hand .group h3"));
        assertEquals(List.of("× 4", "× 20,000"), texts("#hand .group .count"));
        assertEquals(HOSTS, texts("#datacenters tbody tr").size());
        assertEquals(
                List.of("", "200,000", "180,000", "0", "20,000", "", "0 of 40", ""), texts("#datacenters tfoot td"));
        assertEquals(List.of("200,000", "180,000", "0", "0", "0", "0", "20,000"), texts("#providers tbody td"));
        assertEquals(List.of("Conflicts: 1"), texts("#conflicts h2"));
        assertEquals(
                List.of("0 results in whose place newer ones count, 1 file that is none of the hosts'."),
                texts("#files p"));
    }

    @Test
    void fitsWideAndNarrowScreensInLightAndDark() {
        browser.open(page);
        String light = ground(1280, false);
        String dark = ground(390, true);
        assertTrue(!light.equals(dark), light + " " + dark);
    }

    /** Printed, not asserted: the machine may be busy. */
    @Test
    void howLongABrowserTakesIsPrinted() throws IOException {
        StringBuilder line = new StringBuilder("fleet page of %d hosts with %,d VMs each, %d KB, loaded in:"
                .formatted(HOSTS, VMS, Files.size(page) >> 10));
        for (int width : new int[] {1280, 390}) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.screenshot(width, 844, dark);
                browser.open(page);
                double took = browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
                        .doubleValue();
                assertTrue(took > 0, "it was loaded");
                line.append(" %d px %s %.0f ms".formatted(width, dark ? "dark" : "light", took));
            }
        }
        System.out.println(line);
    }

    /** The page's colour; the page itself is as wide as the screen, what is wider scrolls within it. */
    private static String ground(int width, boolean dark) {
        browser.screenshot(width, 844, dark);
        int wide = browser.evaluate("document.documentElement.scrollWidth").intValue();
        assertTrue(wide <= width, wide + " of " + width);
        return browser.evaluate("getComputedStyle(document.documentElement).backgroundColor")
                .textValue();
    }

    private static List<String> texts(String selector) {
        return StreamSupport.stream(
                        browser.evaluate("[...document.querySelectorAll('" + selector + "')].map(e => e.textContent)")
                                .spliterator(),
                        false)
                .map(node -> node.textValue())
                .toList();
    }
}
