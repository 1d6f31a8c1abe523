package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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
                "--state-dir",
                folder.resolve("state").toString(),
                "--db-host",
                "127.0.0.1",
                "--db-port",
                "1",
                "--db-user",
                "reader"));
        arguments.addAll(List.of(more));
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

    @Test
    void anEndpointsFileOfSeventeenMegabytesIsNone() throws Exception {
        Path endpoints = folder.resolve("endpoints.yaml");
        writeLarge(endpoints);
        PlannerHarness.Run run = plan("--endpoints", endpoints.toString());
        assertEquals(3, run.exit(), run.err());
        assertTrue(run.err().contains("the endpoints file " + endpoints + " is larger than 16 MiB"), run.err());
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
