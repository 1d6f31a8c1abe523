package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.planner.sqlfile.SqlHead;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.SuggestedLines;

/** Which host's files are believed: of the one whose dry run came first, or of one whose key the operator names. */
@Tag("slow")
class HostKeysTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planner;
    private Path plan;
    private Path results;
    private HostFiles files;
    private SqlHead head;
    private SigningKey key;

    @BeforeEach
    void oneDatacenter() throws Exception {
        planner = servers.add(new PlannerHarness(folder)).withSmallPlatform();
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        results = Files.createDirectories(folder.resolve("results"));
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
        head = SqlHead.read(files.updates.get(0));
        key = HostFiles.key(head.manifest().datacenter());
        planner.withoutHosts();
    }

    private Path dryRun(String run, SigningKey signer) throws IOException {
        return dryRun(run, signer, head.manifest().plan());
    }

    private Path dryRun(String run, SigningKey signer, UUID planId) throws IOException {
        Path file = Files.createDirectories(results.resolve(run)).resolve("result.jsonl");
        try (ResultWriter writer = new ResultWriter(Files.newOutputStream(file), signer)) {
            writer.write(new ResultLine.Start(
                    head.manifest().datacenter(),
                    "Paris",
                    planId,
                    created(plan),
                    run,
                    Instant.EPOCH,
                    ResultLine.Kind.DRY_RUN,
                    "test"));
            writer.write(new ResultLine.End(Instant.EPOCH, 0, Map.of("vms", 2L, "resolved", 2L), 7L));
        }
        return file;
    }

    private static Instant created(Path plan) {
        try (PlanReader reader = PlanReader.open(plan)) {
            return reader.header().created();
        }
    }

    private PlannerHarness.Run overview(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "overview",
                results.toString(),
                "--plan",
                plan.toString(),
                "--state-dir",
                folder.resolve("state").toString()));
        arguments.addAll(List.of(more));
        return PlannerHarness.bare(arguments);
    }

    private PlannerHarness.Run apply(String... more) {
        return planner.apply(plan, files.updates, more);
    }

    private List<Path> known() throws IOException {
        return HostFiles.keys(folder.resolve("state"));
    }

    @Test
    void theDryRunTellsTheKeyAndWhatItSignedIsBelieved() throws IOException {
        PlannerHarness.Run unknown = apply();
        assertEquals(6, unknown.exit(), unknown::toString);
        assertTrue(
                unknown.err()
                        .contains(files.updates.get(0) + " is signed with " + key.fingerprint()
                                + ", and no dry run of Paris told its host's key"),
                unknown::toString);
        assertEquals(List.of(), known());

        dryRun("r0", key);
        PlannerHarness.Run first = overview();
        assertEquals(0, first.exit(), first::toString);
        assertTrue(
                first.out()
                        .contains(
                                "Paris: signed by its host, " + key.fingerprint()
                                        + "; from now on only this key is believed: compare it with pim-migrator status on the host\n"),
                first::toString);
        assertEquals(1, known().size());
        PlannerHarness.Run second = overview("--format", "json");
        assertEquals(
                key.fingerprint(),
                second.json().at("/result/datacenters/0/hostKey").textValue());
        assertFalse(overview().out().contains("from now on"), "told once");

        PlannerHarness.Run applied = apply("--format", "json");
        assertEquals(0, applied.exit(), applied::toString);
        assertEquals(
                key.fingerprint(),
                applied.json().at("/result/coverage/0/hostKey").textValue());
    }

    @Test
    void anotherHostIsRefusedUntilItsKeyIsNamed() throws IOException {
        SigningKey before = HostFiles.newKey();
        dryRun("r0", before);
        assertEquals(0, overview().exit());
        PlannerHarness.Run refused = apply();
        assertEquals(6, refused.exit(), refused::toString);
        assertTrue(
                refused.err().contains(", not with " + before.fingerprint() + " as the dry run of Paris was"),
                refused::toString);
        Matcher line =
                Pattern.compile("run: pim-planner apply --host-key (\\S+) ").matcher(refused.err());
        assertTrue(line.find(), refused::toString);
        assertEquals(key.fingerprint(), line.group(1));

        dryRun("r1", key);
        PlannerHarness.Run both = overview();
        assertEquals(5, both.exit(), both::toString);
        assertTrue(both.out().contains("r1/result.jsonl: it is signed with " + key.fingerprint()), both::toString);
        assertTrue(
                both.out()
                        .contains("Paris: signed by its host, " + before.fingerprint()
                                + "\nParis: other files of it are signed with " + key.fingerprint() + "\n"),
                both::toString);

        Matcher whole = Pattern.compile("run: (pim-planner apply .*)").matcher(refused.err());
        assertTrue(whole.find(), refused::toString);
        List<String> words = SuggestedLines.last("next: " + whole.group(1)).orElseThrow();
        PlannerHarness.Run named = PlannerHarness.bare(words.subList(1, words.size()));
        assertEquals(0, named.exit(), named::toString);
        PlannerHarness.Run after = apply();
        assertEquals(0, after.exit(), "it is remembered: " + after);
        both = overview();
        assertTrue(both.out().contains("Paris: signed by its host, " + key.fingerprint() + "\n"), both::toString);
    }

    @Test
    void twoDryRunsOfTwoHostsTellNothing() throws IOException {
        dryRun("r0", key);
        dryRun("r1", HostFiles.newKey());
        PlannerHarness.Run run = overview();
        assertEquals(5, run.exit(), run::toString);
        assertTrue(run.out().contains("r0/result.jsonl: it is signed with " + key.fingerprint()), run::toString);
        assertEquals(List.of(), known());
    }

    @Test
    void neitherAChangedDryRunNorOneOfAnotherPlanTellsAKey() throws IOException {
        Path changed = dryRun("r0", key);
        Files.writeString(changed, Files.readString(changed).replace("Paris", "Parts"));
        dryRun("r1", key, new UUID(1, 1));
        overview();
        assertEquals(List.of(), known());
    }

    @Test
    void aRehearsalsHostsAreKeptApart() throws IOException {
        Path rehearsal = planner.plan("rehearsal.plan");
        planner.run("plan", "-o", rehearsal.toString(), "--rehearsal");
        HostFiles rehearsed = new HostFiles(rehearsal, Files.createDirectories(folder.resolve("rehearsed")));
        dryRun("r0", key, SqlHead.read(rehearsed.updates.get(0)).manifest().plan());
        plan = rehearsal;
        PlannerHarness.Run run = overview();
        assertTrue(run.out().contains("from now on only this key is believed"), run::toString);
        assertEquals(List.of(), known());
        assertTrue(Files.isDirectory(folder.resolve("state/rehearsal-hosts")));
    }

    @Test
    void oneKeyIsNotTakenForTwoDatacenters() throws Exception {
        dryRun("r0", key);
        assertEquals(0, overview().exit());
        Path other = known().get(0).resolveSibling("22222222-2222-4222-8222-222222222222.key");
        Files.move(known().get(0), other);
        PlannerHarness.Run run = apply("--host-key", key.fingerprint());
        assertEquals(6, run.exit(), run::toString);
        assertTrue(
                run.err().contains("of Paris is signed with the key of the host of datacenter 22222222-"),
                run::toString);
        assertEquals(List.of(other), known());
    }
}
