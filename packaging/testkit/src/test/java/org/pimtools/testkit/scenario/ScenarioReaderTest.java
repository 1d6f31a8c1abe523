package org.pimtools.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    private static final String WHOLE = """
            # Two commands in one session,
            # and files of all kinds.

            $ tool first 'two words' '' \\
              --last
            exit 3
            -- stdin unfinished --
            in
            -- stdout --

            \\-- only a header when it ends with two dashes, and in front a backslash
            \\-- no header --
            \\$ no command
            \\\\ a backslash
            -- stderr --
            bad
            $ tool second
            exit 0
            -- file a/b --
            one

            -- file a/empty rw-r--r-- --
            -- file c base64 --
            AP8=
            -- file d unfinished --
            cut \
            off
            """;

    @TempDir
    Path directory;

    @Test
    void readsCommandsOutputsAndFiles() throws IOException {
        Scenario scenario = read(WHOLE);
        Step first = scenario.steps().get(0);
        assertEquals("tool", first.command().program());
        assertEquals(
                List.of("first", "two words", "", "--last"), first.command().arguments());
        assertEquals(3, first.exit());
        assertEquals("in", first.stdin());
        assertEquals(
                "\n-- only a header when it ends with two dashes, and in front a backslash\n"
                        + "-- no header --\n$ no command\n\\ a backslash\n",
                first.stdout().text());
        assertEquals("bad\n", first.stderr().text());
        Step second = scenario.steps().get(1);
        assertEquals(List.of("second"), second.command().arguments());
        assertEquals(new Step(17, second.command(), 0, "", new Expected(""), new Expected("")), second);

        scenario.layOut(directory);
        assertEquals("one\n\n", Files.readString(directory.resolve("a/b")));
        assertEquals("", Files.readString(directory.resolve("a/empty")));
        assertArrayEquals(new byte[] {0, -1}, Files.readAllBytes(directory.resolve("c")));
        assertEquals("cut off", Files.readString(directory.resolve("d")));
        assertEquals("rwx------", permissions("a"));
        assertEquals("rw-------", permissions("a/b"));
        assertEquals("rw-r--r--", permissions("a/empty"));
    }

    @Test
    void writesWhatItRead() {
        assertEquals(WHOLE, read(WHOLE).written());
    }

    @Test
    void takesSharedFilesAndThenItsOwn() throws IOException {
        Path scenarios = Files.createDirectories(directory.resolve("scenarios"));
        Files.createDirectories(scenarios.resolve("files/x"));
        Files.writeString(scenarios.resolve("files/x/shared"), "shared");
        Files.writeString(scenarios.resolve("files/x/own"), "shared");
        Files.writeString(scenarios.resolve("one.txt"), "$ tool\nexit 0\n-- file x/own --\nown\n");
        List<Scenario> all = Scenario.all(scenarios);
        assertEquals(List.of("one"), all.stream().map(Scenario::name).toList());
        Path target = Files.createDirectory(directory.resolve("target"));
        all.get(0).layOut(target);
        assertEquals("shared", Files.readString(target.resolve("x/shared")));
        assertEquals("own\n", Files.readString(target.resolve("x/own")));
        assertEquals("rw-------", permissions("target/x/shared"));
    }

    @Test
    void refusesAFolderWithoutScenariosAndWhatIsNone() throws IOException {
        assertThrows(IllegalStateException.class, () -> Scenario.all(directory));
        Files.createDirectory(directory.resolve("old"));
        String told = assertThrows(IllegalStateException.class, () -> Scenario.all(directory))
                .getMessage();
        assertFalse(told.contains("no scenario"), told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | 1: here should be a command, for instance: $ pim-planner --help",
                "# only a comment/                               | 2: here should be a command, for instance: $ pim-planner --help",
                "tool/exit 0/                                    | 1: here should be a command, for instance: $ pim-planner --help",
                "$ /exit 0/                                      | 1: there is no command after the $",
                "$ tool                                          | 2: here should be the exit code of the command, for instance: exit 0",
                "$ tool/exit zero/                               | 2: here should be the exit code of the command, for instance: exit 0",
                "$ tool 'a/exit 0/                               | 1: a single quote is not closed",
                "$ tool > a/exit 0/                              | 1: put > into single quotes: no shell reads the command",
                "$ tool/exit 0/text/                             | 3: here should be -- stdin --, -- stdout --, -- stderr --, a command or a file",
                "$ tool/exit 0/-- stdout --/-- stdout --/        | 4: stdout of one command is there twice",
                "$ tool/exit 0/-- stdout --/-- b/                | 4: this is no header -- NAME --; text that begins like one has a backslash in front",
                "$ tool/exit 0/-- output --/a/                   | 3: after the commands there are only files: -- file PATH --",
                "$ tool/exit 0/-- file a --/$ tool/              | 4: this is no header -- NAME --; text that begins like one has a backslash in front",
                "$ tool/exit 0/-- file --/                       | 3: name the file: -- file PATH --",
                "$ tool/exit 0/-- file a --/-- file a --/        | 4: the file a is there twice",
                "$ tool/exit 0/-- file ../                       | 3: this is no header -- NAME --; text that begins like one has a backslash in front",
                "$ tool/exit 0/-- file .. --/                    | 3: .. is not below the directory of the command",
                "$ tool/exit 0/-- file a 0644 --/                | 3: 0644 is none of base64, unfinished and permissions such as rw-r--r--",
                "$ tool/exit 0/-- file a base64 --/!!!!/            | 3: Illegal base64 character 21",
            })
    void saysWhereAFaultIs(String lines, String message) {
        String text = lines.replace('/', '\n');
        assertEquals(
                "dir/NAME.txt:" + message,
                assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
    }

    private static Scenario read(String text) {
        return new ScenarioReader(Path.of("dir/NAME.txt"), text).read();
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
