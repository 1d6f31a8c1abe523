package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;

/** The planner as a process of its own, on a table that its heap cannot hold. */
@Tag("slow")
class LargePlanTest {
    /** Keeps the platform's triggers from counting each of many rows. */
    private static final String UNCOUNTED = "SET @DISABLE_STATS_TRIGGERS = 1";

    @TempDir
    private Path folder;

    @Test
    void aHundredAndFiftyThousandVmsFitASmallHeap() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 150_000);
            Path plan = planner.plan("night.plan.gz");
            JsonNode result = planned(planner, plan);
            assertEquals(150_000, result.at("/result/vms").asInt());
            assertEquals(
                    List.of("PIM-0017:2", "PIM-0007:1", "PIM-0033:1"), counts(result), "the two of one UUID are found");
            assertTrue(Files.exists(plan));

            planner.sql(UNCOUNTED, "UPDATE virtualmachine SET name = CONCAT(name, ' renamed') WHERE idVM > 50000");
            JsonNode changes = planned(planner, planner.plan("night-2.plan.gz")).at("/result/changes");
            assertEquals("night.plan.gz", changes.get("since").textValue());
            assertEquals(50_000, changes.get("vmsSame").asInt());
            assertEquals(100_000, changes.at("/vmsRenamed/count").asInt());
            assertEquals(List.of("night-2.plan.gz", "night.plan.gz"), names(plan.getParent()));
        }
    }

    private JsonNode planned(PlannerHarness planner, Path plan) throws Exception {
        Process process = start(planner, plan, "json");
        JsonNode result = PlannerHarness.JSON.readTree(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(5, process.waitFor(), result::toString);
        return result;
    }

    @Test
    void eightyThousandDifferencesAndFortyThousandFindingsFitASmallHeap() throws Exception {
        int vms = 40_000;
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, vms);
            planner.sql(UNCOUNTED, "UPDATE virtualmachine SET provider_id = CONCAT('i-', idVM)");
            Path plan = planner.plan("night.plan.gz");
            planner.run("plan", "-o", plan.toString(), "-q");
            planner.sql(UNCOUNTED, "UPDATE virtualmachine SET name = CONCAT(name, ' renamed'), state = 'OFF'");

            JsonNode shown = answer("-Xmx40m", List.of("show", plan.toString(), "--format", "json"), 0);
            assertEquals(vms + 4, shown.at("/result/findings").size());
            List<String> check = new ArrayList<>(List.of("check", plan.toString(), "--format", "json"));
            check.addAll(planner.options());
            JsonNode differences = answer("-Xmx40m", check, 5).at("/result/differences");
            assertEquals(2 * vms, differences.size());
            assertEquals("RENAMED", differences.get(0).get("kind").textValue());
            assertEquals(vms, differences.get(2 * vms - 1).get("idVm").asInt());
            assertEquals(List.of("night.plan.gz"), names(plan.getParent()));
        }
    }

    /** Every row of the file differs, every VM of the plan lacks its provider ID, and every pair of VMs has the same one. */
    @Test
    void filesOfWhichEveryRowDiffersFitASmallHeap() throws Exception {
        int vms = 30_000;
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, vms);
            Path plan = planner.plan("night.plan.gz");
            planner.run("plan", "-o", plan.toString(), "-q");
            HostFiles files = new HostFiles(
                    plan, Files.createDirectories(folder.resolve("sql")), "r1", vm -> HostFiles.id(vm / 2));
            planner.knowHosts();
            int included = files.included.size();
            planner.sql(UNCOUNTED, "UPDATE virtualmachine SET name = CONCAT(name, ' renamed')");

            List<String> apply = new ArrayList<>(
                    List.of("apply", files.updates.get(0).toString(), "--plan", plan.toString(), "--format", "json"));
            apply.addAll(planner.options());
            JsonNode checked = answer("-Xmx48m", apply, 5).get("result");
            assertEquals(included, checked.get("differences").size());
            assertEquals(
                    checked.get("conflictCount").asInt(),
                    checked.get("conflicts").size());
            assertTrue(checked.get("conflicts").size() > included / 3);

            List<String> verify = new ArrayList<>(List.of(
                    "verify",
                    "--plan",
                    plan.toString(),
                    "--sql",
                    files.updates.get(0).toString(),
                    "--results",
                    files.results.get(0).toString(),
                    "--format",
                    "json"));
            verify.addAll(planner.options());
            JsonNode verified = answer("-Xmx48m", verify, 5).get("result");
            assertEquals(included, verified.get("differences").size());
            assertEquals(vms, verified.get("withoutProviderId").size());
            assertEquals(List.of("night.plan.gz"), names(plan.getParent()));
        }
    }

    @Test
    void aKilledPlannerLeavesAWholePlanOrNone() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 50_000);
            Path plan = planner.plan("night.plan");
            while (true) {
                Process process = start(planner, plan, "text");
                while (process.isAlive() && !isWriting(plan.getParent())) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                process.destroyForcibly().waitFor();
                if (!Files.exists(plan)) {
                    break;
                }
                assertEquals(0, planner.run("show", plan.toString()).exit(), "it was faster than the kill");
                Files.delete(plan);
            }
            assertTrue(isWriting(plan.getParent()), "it was killed before it began to write");
            assertEquals(5, planner.run("plan", "-o", plan.toString()).exit(), "the name is free");
        }
    }

    @Test
    void aStoppedPlannerLeavesNothingAndSaysSo() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 50_000);
            Path plan = planner.plan("night.plan");
            Path identity = folder.resolve("state/night.plan.identity");
            Path errors = folder.resolve("errors");
            int exit = 5;
            while (exit == 5) {
                Files.deleteIfExists(plan);
                Files.deleteIfExists(identity);
                Process process = builder("-Xmx64m", planArguments(planner, plan, "text"))
                        .redirectError(errors.toFile())
                        .start();
                while (process.isAlive() && !Files.exists(identity)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                process.destroy();
                exit = process.waitFor();
            }
            assertEquals(143, exit, "signalled while it read");
            assertTrue(
                    Files.readString(errors)
                            .endsWith("pim-planner: stopped; no plan was written: run again to make one\n"),
                    Files.readString(errors));
            assertEquals(List.of(), names(plan.getParent()));
            assertEquals(List.of("planner.key"), names(folder.resolve("state")));
        }
    }

    @Test
    void aStopWhileThePlansAreComparedLeavesTheWholePlan() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 50_000);
            planner.run("plan", "-o", planner.plan("night.plan").toString(), "-q");
            Path plan = planner.plan("night-2.plan");
            Path identity = folder.resolve("state/night-2.plan.identity");
            String out;
            int exit;
            do {
                Files.deleteIfExists(plan);
                Files.deleteIfExists(identity);
                Process process = start(planner, plan, "text");
                while (process.isAlive() && !Files.exists(plan)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                process.toHandle().destroy(); // leaves its output open
                out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                exit = process.waitFor();
            } while (out.contains("since night.plan"));
            assertEquals(5, exit, out);
            assertTrue(out.contains("\nnot compared with an earlier plan: stopped\n"), out);
            assertEquals(0, planner.run("show", plan.toString()).exit(), "the plan is whole");
            assertTrue(Files.exists(identity), "and its identity is there");
            assertEquals(List.of("night-2.plan", "night.plan"), names(plan.getParent()));
        }
    }

    @Test
    void aFullDiskLeavesNothingAndSaysSo() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 50_000);
            Path plan = planner.plan("night.plan");
            Path errors = folder.resolve("errors");
            ProcessBuilder builder = builder("-Xmx64m", planArguments(planner, plan, "text"));
            builder.command().addAll(0, List.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh"));
            Process process = builder.redirectError(errors.toFile()).start();
            assertEquals(1, process.waitFor(), Files.readString(errors));
            assertTrue(
                    Files.readString(errors).startsWith("pim-planner: error: cannot write the plan " + plan + ": "),
                    Files.readString(errors));
            assertTrue(Files.readString(errors).contains("hint: make space in " + plan.getParent()));
            assertEquals(List.of(), names(plan.getParent()));
            assertEquals(List.of("planner.key"), names(folder.resolve("state")));
        }
    }

    /** The plan under its temporary name appears when everything has been read. */
    private static boolean isWriting(Path plans) throws Exception {
        try (var files = Files.list(plans)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".night.plan"));
        }
    }

    private static void manyVms(PlannerHarness planner, int vms) throws Exception {
        planner.sql(
                UNCOUNTED,
                "DELETE FROM virtualmachine",
                "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType)"
                        + " SELECT seq, 1 + seq * 7919 % 2, CONCAT('aaaaaaaa-0000-4000-8000-', LPAD(seq, 12, '0')),"
                        + " CONCAT('a virtual machine of a customer, number ', seq), 'ON', 1 FROM seq_1_to_" + vms,
                "UPDATE virtualmachine SET UUID = 'aaaaaaaa-0000-4000-8000-000000000001' WHERE idVM = " + vms);
    }

    private static JsonNode answer(String heap, List<String> arguments, int exit) throws Exception {
        Process process = start(heap, arguments);
        JsonNode answer = PlannerHarness.JSON.readTree(process.getInputStream());
        assertEquals(exit, process.waitFor(), () -> answer.get("error").toString());
        return answer;
    }

    private static List<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Process start(PlannerHarness planner, Path plan, String format) throws Exception {
        return start("-Xmx64m", planArguments(planner, plan, format));
    }

    private static Process start(String heap, List<String> arguments) throws Exception {
        return builder(heap, arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> planArguments(PlannerHarness planner, Path plan, String format) {
        List<String> arguments = new ArrayList<>(List.of("plan", "-q", "--format", format, "-o", plan.toString()));
        arguments.addAll(planner.options());
        return arguments;
    }

    private static ProcessBuilder builder(String heap, List<String> arguments) {
        List<String> command = ChildJvm.command(PimPlanner.class, heap);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static List<String> counts(JsonNode result) {
        List<String> counts = new ArrayList<>();
        result.at("/result/findings")
                .forEach(group -> counts.add(
                        group.get("code").textValue() + ":" + group.get("count").asLong()));
        return counts;
    }
}
