package org.pimtools.migrator.provider.libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.ChildJvm;

class PrivateFolderTest {
    @Test
    void onlyItsOwnerCanLookIntoIt() throws Exception {
        Path path;
        try (PrivateFolder folder = PrivateFolder.filled(made -> {
            made.file("key", "secret");
            made.program("ssh", "#!/bin/sh");
            return made;
        })) {
            path = folder.path();
            assertEquals("rwx------", mode(path));
            assertEquals("rw-------", mode(path.resolve("key")));
            assertEquals("rwx------", mode(path.resolve("ssh")));
            assertEquals("secret", Files.readString(path.resolve("key")));
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByAnotherOneAndNothingElse(@TempDir Path temporary) throws Exception {
        Path foreign = Files.createDirectory(temporary.resolve(PrivateFolder.PREFIX + "without-a-lock"));
        Process process = new ProcessBuilder(ChildJvm.command(Holder.class, "-Djava.io.tmpdir=" + temporary))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Path held = Path.of(process.inputReader().readLine());
            PrivateFolder.sweep(temporary);
            assertEquals("secret", Files.readString(held.resolve("key")), "a process that lives keeps its folder");
            process.destroyForcibly().waitFor();
            assertTrue(Files.exists(held.resolve("key")));
            PrivateFolder.sweep(temporary);
            assertFalse(Files.exists(held));
            assertTrue(Files.exists(foreign));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatEndsLeavesNothing(@TempDir Path temporary) throws Exception {
        Process process = new ProcessBuilder(ChildJvm.command(Holder.class, "-Djava.io.tmpdir=" + temporary))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path held = Path.of(process.inputReader().readLine());
        process.getOutputStream().close();
        assertEquals(0, process.waitFor());
        assertFalse(Files.exists(held));
    }

    /** Holds a folder, and does not close it. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            PrivateFolder held = PrivateFolder.filled(folder -> {
                folder.file("key", "secret");
                return folder;
            });
            System.out.println(held.path());
            // until the other process has seen it
            System.in.read();
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
