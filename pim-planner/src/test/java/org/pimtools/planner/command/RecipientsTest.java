package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.testkit.server.Tools;

/** A recipient per datacenter, so that no host opens the credentials of another one; with the keys of the real age. */
@Tag("slow")
class RecipientsTest {
    private static final String PARIS = "11111111-1111-4111-8111-111111111111";
    private static final String ROME = "22222222-2222-4222-8222-222222222222";

    @TempDir
    private Path folder;

    @Test
    void everyHostOpensItsOwnPartOnly() throws Exception {
        Path age = Tools.require("age");
        try (PlannerHarness planner = twoDatacenters()) {
            String paris = keygen("paris");
            String spare = keygen("spare");
            String rome = keygen("rome");
            Path recipients = recipients("# all hosts\n\n%s  %s # rack 1\n%s\t%s\n%s %s\n"
                    .formatted(PARIS, paris, ROME.toUpperCase(Locale.ROOT), rome, PARIS, spare));
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--recipients", recipients.toString());
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.out().contains("each host opens its own passwords"), run.out());
            assertFalse(run.out().contains("--identity"), run.out());
            assertFalse(Files.exists(folder.resolve("state/night.plan.identity")));

            Map<String, String> sealed = sealed(plan);
            assertTrue(opened(age, sealed.get("Paris"), "paris").contains("vc-secret"));
            assertTrue(opened(age, sealed.get("Paris"), "spare").contains("vc-secret"));
            assertTrue(opened(age, sealed.get("Rome"), "rome").contains("rome-secret"));
            assertEquals("", opened(age, sealed.get("Rome"), "paris"));
            assertEquals("", opened(age, sealed.get("Paris"), "rome"));
        }
    }

    @Test
    void aDatacenterWithoutRecipientIsNamed() throws Exception {
        try (PlannerHarness planner = twoDatacenters()) {
            String elsewhere = "33333333-3333-4333-8333-333333333333";
            String key = keygen("paris");
            Path recipients = recipients(PARIS + " " + key + "\n" + elsewhere + " " + key + "\n");
            Path plan = planner.plan("night.plan");
            PlannerHarness.Run run = planner.run("plan", "-o", plan.toString(), "--recipients", recipients.toString());
            assertEquals(3, run.exit(), run.err());
            assertTrue(run.err().contains("no recipient is given for datacenter " + ROME + " (Rome)"), run.err());
            assertTrue(run.err().contains("the database does not have " + elsewhere), run.err());
            assertFalse(Files.exists(plan));

            run = planner.run(
                    "plan", "-o", plan.toString(), "--recipients", recipients.toString(), "--datacenter", "Paris");
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.err().contains("datacenters that the database does not have: " + elsewhere), run.err());
        }
    }

    @Test
    void allFaultsOfTheFileAreToldBeforeTheDatabaseIsReadAndNoSecretIsShown() throws Exception {
        Path recipients = recipients("""
                Paris age1xyz
                %s age1xyz
                %s AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L
                %s
                """.formatted(PARIS, ROME, ROME));
        PlannerHarness.Run run = PlannerHarness.bare(List.of(
                "plan",
                "-o",
                folder.resolve("a.plan").toString(),
                "--recipients",
                recipients.toString(),
                "--state-dir",
                folder.resolve("state").toString(),
                "--db-host",
                "127.0.0.1",
                "--db-port",
                "1"));
        assertEquals(3, run.exit(), run.err());
        assertEquals(
                "pim-planner: error: the recipients file " + recipients
                        + " is not valid: line 1: its recipient is not one of age, age1… of 62 characters;"
                        + " line 2: its recipient is not one of age, age1… of 62 characters;"
                        + " line 3: it holds an identity, which is secret; only recipients belong here, age1…;"
                        + " line 4: it is not a datacenter and a recipient",
                run.err().lines().findFirst().orElseThrow());
        assertFalse(run.err().contains("QQPZRY"), run.err());
    }

    private PlannerHarness twoDatacenters() throws Exception {
        PlannerHarness planner = new PlannerHarness(folder).withSmallPlatform();
        planner.sql(
                "INSERT INTO datacenter VALUES (2, '" + ROME + "', 'Rome')",
                "INSERT INTO remote_service (uri, idDataCenter, status, remoteServiceType)"
                        + " VALUES ('http://10.0.1.9:8080/vsm', 2, 1, 'VIRTUAL_SYSTEM_MONITOR')",
                "INSERT INTO physicalmachine VALUES (201, 2, 2, 'r', 3)",
                "INSERT INTO hypervisor (id, idPhysicalMachine, ip, port, type, user, password)"
                        + " VALUES (21, 201, '10.0.1.1', 443, 'VMX_04', 'root', 'rome-secret')");
        return planner;
    }

    private Path recipients(String text) throws Exception {
        Path file = folder.resolve("recipients.txt");
        Files.writeString(file, text);
        return file;
    }

    /** Makes an identity by age's own tool, and gives its recipient. */
    private String keygen(String name) throws Exception {
        Path tool = Tools.require("age-keygen");
        run(null, tool.toString(), "-o", folder.resolve(name).toString());
        return run(null, tool.toString(), "-y", folder.resolve(name).toString()).strip();
    }

    /** What age finds in a sealed part, or nothing when the identity does not fit. */
    private String opened(Path age, String sealed, String identity) throws Exception {
        return run(sealed, age.toString(), "-d", "-i", folder.resolve(identity).toString());
    }

    private static String run(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            if (input != null) {
                in.write(input.getBytes(StandardCharsets.US_ASCII));
            }
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static Map<String, String> sealed(Path plan) {
        Map<String, String> sealed = new LinkedHashMap<>();
        try (PlanReader reader = PlanReader.open(plan)) {
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    sealed.put(start.name(), start.sealed());
                }
            }
        }
        return sealed;
    }
}
