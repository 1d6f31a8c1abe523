package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.PrivateFiles;

class FilesTest {
    @TempDir
    Path folder;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aPrivateFileIsNewAndItsOwnersAlone() throws IOException {
        Path file = folder.resolve("identity");
        try (OutputStream out = PrivateFiles.create(file)) {
            assertEquals("rw-------", mode(file));
            out.write(1);
        }
        ToolException e = assertThrows(ToolException.class, () -> PrivateFiles.create(file));
        assertEquals(file + " exists already", e.getMessage());
        assertEquals(1, Files.size(file));

        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        assertThrows(ToolException.class, () -> PrivateFiles.create(link));
        assertThrows(ToolException.class, () -> AtomicFile.writeNew(link, out -> {}));
        assertEquals(List.of("identity", "link"), names());
    }

    @Test
    void anAtomicFileIsThereWholeOrNotAtAll() throws IOException {
        Path file = folder.resolve("work.jsonl");
        AtomicFile.write(file, "first".getBytes(StandardCharsets.UTF_8));
        assertEquals("rw-------", mode(file));
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("no space");
                }));
        assertEquals("first", Files.readString(file));
        AtomicFile.write(file, out -> out.write('2'));
        assertEquals("2", Files.readString(file));
        assertEquals(List.of("work.jsonl"), names());
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws IOException {
        Path file = folder.resolve("no/such/night.plan");
        ToolException e = assertThrows(ToolException.class, () -> AtomicFile.writeNew(file, out -> out.write('1')));
        assertEquals("there is no folder " + file.getParent(), e.getMessage());
        assertEquals(List.of(), names());
    }

    @Test
    void aNewFileNeverReplacesAnother() throws IOException {
        Path file = folder.resolve("night.plan");
        AtomicFile.writeNew(file, out -> out.write('1'));
        assertThrows(ToolException.class, () -> AtomicFile.writeNew(file, out -> out.write('2')));
        assertEquals("1", Files.readString(file));

        Path late = folder.resolve("late.plan");
        assertThrows(
                ToolException.class,
                () -> AtomicFile.writeNew(late, out -> {
                    Files.writeString(late, "another's");
                    out.write('2');
                }));
        assertEquals("another's", Files.readString(late));
        assertEquals(List.of("late.plan", "night.plan"), names());
    }
}
