package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Servers;

/** A plan that an unmodified planner made elsewhere, with a key of its own, and the files that hosts made with it. */
@Tag("slow")
class TrustedPlannersTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planner;
    private Path elsewhere;
    private Path plan;
    private HostFiles files;
    private String fingerprint;

    @BeforeEach
    void foreignPlan() throws Exception {
        planner = servers.add(new PlannerHarness(folder)).withSmallPlatform();
        elsewhere = folder.resolve("elsewhere");
        plan = planner.plan("foreign.plan");
        fingerprint = planner.run(
                        "plan", "-o", plan.toString(), "--state-dir", elsewhere.toString(), "--format", "json")
                .json()
                .at("/result/plannerKey")
                .textValue();
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
        HostFiles.trust(elsewhere);
        planner.knowHosts();
    }

    /** A line of arguments for each command that believes plans. */
    private List<List<String>> commands() {
        List<String> overview =
                List.of("overview", folder.resolve("sql").toString(), "--plan", plan.toString(), "--database");
        List<List<String>> commands = List.of(
                List.of("apply", files.updates.get(0).toString(), "--plan", plan.toString()),
                List.of(
                        "verify",
                        "--plan",
                        plan.toString(),
                        "--sql",
                        files.updates.get(0).toString()),
                List.of("check", plan.toString()),
                overview);
        return commands.stream()
                .map(command -> {
                    List<String> all = new ArrayList<>(command);
                    all.addAll(planner.options());
                    return all;
                })
                .toList();
    }

    @Test
    void isRefusedByEveryCommandUntilItsPlannerIsNamed() {
        for (List<String> command : commands()) {
            PlannerHarness.Run run = PlannerHarness.bare(command);
            assertEquals(6, run.exit(), run::toString);
            assertEquals("", run.out());
            assertTrue(
                    run.err()
                            .startsWith("pim-planner: error: the plan " + plan + " was signed by an unknown planner: "
                                    + fingerprint + "\n"),
                    run::err);
            assertFalse(Files.exists(folder.resolve("state/planner.key")), "no key was made");

            Matcher suggested = Pattern.compile(", run: pim-planner (.*)\n").matcher(run.err());
            assertTrue(suggested.find(), run::err);
            PlannerHarness.Run named =
                    PlannerHarness.bare(Arrays.asList(suggested.group(1).split(" ")));
            assertTrue(named.exit() == 0 || named.exit() == 5, named::toString);
            assertEquals("", named.err());
        }
    }

    @Test
    void isRefusedByAPlannerThatHasAKeyAndTakenByItsOwn() {
        assertEquals(
                0,
                planner.run("plan", "-o", folder.resolve("own.plan").toString()).exit());
        for (List<String> command : commands()) {
            assertEquals(6, PlannerHarness.bare(command).exit());
            List<String> there = new ArrayList<>(command);
            there.set(there.indexOf("--state-dir") + 1, elsewhere.toString());
            PlannerHarness.Run run = PlannerHarness.bare(there);
            assertTrue(run.exit() == 0 || run.exit() == 5, run::toString);
            assertTrue(run.out().contains(elsewhere.toString()) || !run.out().contains("--plan"), run::out);
        }
        assertTrue(planner.run("show", plan.toString())
                .out()
                .contains("signed by " + fingerprint + ", not this planner's own key; all digests"));
        assertTrue(planner.run("show", plan.toString(), "--state-dir", elsewhere.toString())
                .out()
                .contains("signed by " + fingerprint + ", this planner's own key; all digests"));
    }
}
