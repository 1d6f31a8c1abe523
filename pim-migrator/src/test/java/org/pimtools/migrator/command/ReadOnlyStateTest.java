package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.migrator.state.StateDirectory;
import org.pimtools.testkit.server.Tools;

/** A state directory on a file system that was mounted read-only, as after a fault of the disk. */
class ReadOnlyStateTest {
    private static final String READ_ONLY = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && \"$@\"";

    @TempDir
    private Path base;

    @Test
    void theStatusIsReadWithoutWriting() throws IOException, InterruptedException {
        StateDirectory state = new StateDirectory(
                base, DatacenterId.of(new UUID(1, 1).toString()).orElseThrow());
        state.lock().close();
        state.newRun(Instant.now());
        assertEquals(0, mounted("true"), "a file system can be mounted read-only here");
        assertTrue(mounted("touch", base.resolve("x").toString()) != 0, "and is read-only then");

        int exit = mounted(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PimMigrator.class.getName(),
                "status",
                "--state-dir",
                base.toString());

        assertEquals(0, exit);
    }

    /** Runs a program in a name space of its own, in which the directory is mounted read-only. */
    private int mounted(String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Tools.require("unshare").toString(), "-m", "sh", "-c", READ_ONLY, base.toString()));
        command.addAll(List.of(program));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (said.contains("unshare failed")) {
            Tools.require(false, "only root may mount a directory read-only: run this test as root");
        }
        return exit;
    }
}
