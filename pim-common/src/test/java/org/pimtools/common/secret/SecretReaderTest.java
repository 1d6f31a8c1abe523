package org.pimtools.common.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.cli.BaseCommand;
import org.pimtools.common.cli.Tool;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.output.Output;
import picocli.CommandLine.Command;

class SecretReaderTest {
    @TempDir
    Path folder;

    @Command(name = "look")
    private static final class Look extends BaseCommand {
        private final Path file;
        private Secret secret;

        Look(Path file) {
            this.file = file;
        }

        @Override
        protected ExitCode run(Output output) {
            secret = new SecretReader(output, Map.of()).file(file);
            return ExitCode.DONE;
        }
    }

    private Path password(String content, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String shown(Look look, int exit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertEquals(exit, Tool.run("look", look, stream, stream));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsTheFirstLineAsItIs() throws IOException {
        Look look = new Look(password(" pä ss \r\nsecond\n", "rw-------"));
        assertEquals("", shown(look, 0));
        assertEquals(Secret.of(" pä ss "), look.secret);
    }

    @Test
    void warnsOfAFileThatOthersMayRead() throws IOException {
        Look look = new Look(password("hunter2", "rw-r-----"));
        String shown = shown(look, 0);
        assertTrue(shown.startsWith("look: warning: others than its owner may read the password file"), shown);
        assertEquals(Secret.of("hunter2"), look.secret);
    }

    @Test
    void refusesAFileWithoutAPassword() throws IOException {
        assertTrue(shown(new Look(password("\nhunter2", "rw-------")), 3).contains("holds no password"));
        assertTrue(shown(new Look(password("x".repeat(5_000), "rw-------")), 3).contains("it is larger than 4 KiB"));
        assertTrue(
                shown(new Look(Path.of("/dev/zero")), 3).contains("it is larger than 4 KiB"), "a device tells no size");
        Path none = folder.resolve("none");
        assertTrue(shown(new Look(none), 3).contains("cannot read the password file " + none + ": no such file"));
    }

    /** Only root can give a file to somebody else. */
    @Test
    void warnsOfAFileThatSomebodyElseCanReplace() throws IOException {
        Path file = password("hunter2", "rw-------");
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not root");
        Files.setAttribute(file, "unix:uid", 65_534);
        String shown = shown(new Look(file), 0);
        assertTrue(shown.startsWith("look: warning: the password file " + file + " belongs to "), shown);
    }

    @Test
    void anEmptyVariableIsNoPassword() {
        SecretReader reader = new SecretReader(null, Map.of("A", "", "B", "b"));
        assertEquals(Optional.empty(), reader.environment("A"));
        assertEquals(Optional.of(Secret.of("b")), reader.environment("B"));
        assertEquals(Optional.empty(), reader.environment("C"));
    }
}
