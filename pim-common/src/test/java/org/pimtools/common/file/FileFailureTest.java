package org.pimtools.common.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir
    private Path folder;

    private static String reason(Executable failing) {
        return FileFailure.reason(assertThrows(IOException.class, failing));
    }

    @Test
    void saysWhyInWordsThatAreNotJavas() throws IOException {
        Path file = Files.write(folder.resolve("latin"), new byte[] {'K', (byte) 0xf6, 'l', 'n'});
        assertEquals("no such file", reason(() -> Files.readString(folder.resolve("none"))));
        assertEquals("it has bytes that are not of its encoding, UTF-8", reason(() -> Files.readString(file)));
        assertEquals("it is not a directory", reason(() -> Files.list(file)));
        assertEquals("it is a directory that is not empty", FileFailure.reason(new DirectoryNotEmptyException("x")));
        assertEquals("Is a directory", reason(() -> SmallFile.bytes(folder, 10)));
        assertEquals("it is larger than 1 KiB", reason(() -> SmallFile.bytes(Path.of("/dev/zero"), 1_024)));
        assertEquals("it was closed while it was used", FileFailure.reason(new ClosedByInterruptException()));
        assertEquals("the system gives no reason", FileFailure.reason(new IOException()));
    }

    @Test
    void whatIsOpenToOthersIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "x", StandardCharsets.US_ASCII);
        PrivateFiles.directories(folder);
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(
                List.of("others than its owner may read the key " + file + ": run chmod 600 on it"),
                Exposure.warnings(file, "the key"));
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertEquals(List.of(), Exposure.warnings(file, "the key"));
        assertEquals(List.of(), Exposure.warnings(Path.of("/dev/null"), "the key"));
    }
}
