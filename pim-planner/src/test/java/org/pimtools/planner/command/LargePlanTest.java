package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planner as a process of its own, on a table that its heap cannot hold. */
class LargePlanTest {
    @TempDir
    private Path folder;

    @Test
    void threeHundredThousandVmsFitASmallHeap() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 300_000);
            Path plan = planner.plan("night.plan.gz");
            Process process = start(planner, plan, "json");
            JsonNode result = PlannerHarness.JSON.readTree(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(5, process.waitFor(), result::toString);
            assertEquals(300_000, result.at("/result/vms").asInt());
            assertEquals(
                    List.of("PIM-0017:2", "PIM-0007:1", "PIM-0033:1"), counts(result), "the two of one UUID are found");
            assertTrue(Files.exists(plan));
        }
    }

    @Test
    void aKilledPlannerLeavesAWholePlanOrNone() throws Exception {
        try (PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform()) {
            manyVms(planner, 200_000);
            Path plan = planner.plan("night.plan");
            Process process = start(planner, plan, "text");
            while (process.isAlive() && !isWriting(plan.getParent())) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            if (Files.exists(plan)) {
                assertEquals(0, planner.run("show", plan.toString()).exit(), "it was faster than the kill");
            } else {
                assertEquals(5, planner.run("plan", "-o", plan.toString()).exit(), "the name is free");
            }
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
                "DELETE FROM virtualmachine",
                "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType)"
                        + " SELECT seq, 1 + seq * 7919 % 2, CONCAT('aaaaaaaa-0000-4000-8000-', LPAD(seq, 12, '0')),"
                        + " CONCAT('a virtual machine of a customer, number ', seq), 'ON', 1 FROM seq_1_to_" + vms,
                "UPDATE virtualmachine SET UUID = 'aaaaaaaa-0000-4000-8000-000000000001' WHERE idVM = " + vms);
    }

    private Process start(PlannerHarness planner, Path plan, String format) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                PimPlanner.class.getName(),
                "plan",
                "-q",
                "--format",
                format,
                "-o",
                plan.toString(),
                "--state-dir",
                folder.resolve("state").toString()));
        command.addAll(planner.databaseOptions());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> counts(JsonNode result) {
        List<String> counts = new ArrayList<>();
        result.at("/result/findings")
                .forEach(group -> counts.add(
                        group.get("code").textValue() + ":" + group.get("count").asLong()));
        return counts;
    }
}
