package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.plan.PlannerKey;

/** What others could have read, and what is too large to be what it should be; looked at before the database is asked. */
class UnsafeFilesTest {
    @TempDir
    private Path folder;

    private PlannerHarness.Run plan(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "plan",
                "-o",
                folder.resolve("a.plan").toString(),
                "--db-host",
                "127.0.0.1",
                "--db-port",
                "1",
                "--db-user",
                "reader"));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--state-dir")) {
            arguments.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        }
        return PlannerHarness.bare(arguments);
    }

    @Test
    void aKeyThatOthersMayReadIsPointedAt() throws Exception {
        Path key = folder.resolve("state/planner.key");
        PlannerKey.loadOrCreate(key);
        String warning = "others than its owner may read the planner's key " + key + ": run chmod 600 on it";
        assertFalse(plan().err().contains(warning));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        PlannerHarness.Run run = plan();
        assertTrue(run.err().contains(warning), run.err());
    }

    /** Only root can give a file to somebody else. */
    @Test
    void whatBelongsToSomebodyElseIsPointedAtOrRefused() throws Exception {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not root");
        Path key = folder.resolve("state/planner.key");
        PlannerKey.loadOrCreate(key);
        Path endpoints = Files.writeString(folder.resolve("endpoints.yaml"), "endpoints: []\n");
        Files.setPosixFilePermissions(endpoints, PosixFilePermissions.fromString("rw-------"));
        for (Path file : List.of(key, endpoints)) {
            Files.setAttribute(file, "unix:uid", 65_534);
        }
        PlannerHarness.Run run = plan("--endpoints", endpoints.toString());
        for (String what : List.of("the planner's key " + key, "the endpoints file " + endpoints)) {
            assertTrue(run.err().contains("warning: " + what + " belongs to "), run.err());
        }
        Files.setAttribute(key.getParent(), "unix:uid", 65_534);
        PlannerHarness.Run refused = plan();
        assertEquals(6, refused.exit(), refused.err());
        assertTrue(
                refused.err().contains("the planner's state directory " + key.getParent() + " belongs to "),
                refused.err());
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectories(folder.resolve("own")));
        assertEquals(2, plan("--state-dir", link.toString()).exit(), "only the password is missing");
        Files.setAttribute(link, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        assertEquals(6, plan("--state-dir", link.toString()).exit());
    }

    @Test
    void aKeyThatIsNoneIsNotReadWithoutEnd() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        Files.createSymbolicLink(state.resolve("planner.key"), Path.of("/dev/zero"));
        PlannerHarness.Run run = plan();
        assertEquals(3, run.exit(), run.err());
        assertTrue(run.err().contains("planner.key: it is larger than 4 KiB"), run.err());
    }

    @Test
    void anEndpointsFileOfSeventeenMegabytesIsNone() throws Exception {
        Path endpoints = folder.resolve("endpoints.yaml");
        writeLarge(endpoints);
        PlannerHarness.Run run = plan("--endpoints", endpoints.toString());
        assertEquals(3, run.exit(), run.err());
        assertTrue(
                run.err().contains("cannot read the endpoints file " + endpoints + ": it is larger than 16 MiB"),
                run.err());
    }

    private static void writeLarge(Path file) throws IOException {
        byte[] line = ("# " + "x".repeat(1021) + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (var out = Files.newOutputStream(file)) {
            for (int kib = 0; kib < 17 * 1024; kib++) {
                out.write(line);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
