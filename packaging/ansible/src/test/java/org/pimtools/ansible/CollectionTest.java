package org.pimtools.ansible;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Tools;

/** The archive, in the hands of Ansible's own programs. */
@Tag("slow")
class CollectionTest {
    private static final Path COLLECTION = Path.of("collection").toAbsolutePath();
    private static final Path LICENCE = Path.of("../../LICENSE").toAbsolutePath();
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    /** What a program left. */
    private record Result(int exit, String output) {}

    @Test
    void ansibleInstallsAndVerifiesIt() throws Exception {
        Path archive = archive("first");
        Result installed = run("ansible-galaxy", "collection", "install", "-p", "collections", archive.toString());
        assertEquals(0, installed.exit(), installed.output());
        assertTrue(installed.output().contains("pimtools.fleet:1.2.3 was installed successfully"), installed.output());
        Result verified =
                run("ansible-galaxy", "collection", "verify", "--offline", "-p", "collections", "pimtools.fleet");
        assertEquals(0, verified.exit(), verified.output());
        assertTrue(verified.output().contains("Successfully verified"), verified.output());
        assertArrayEquals(Files.readAllBytes(archive), Files.readAllBytes(archive("second")));
    }

    @Test
    void theLintersFindNothing() throws Exception {
        archive("first");
        Path root = directory.resolve("collections/ansible_collections/pimtools/fleet");
        collection().unpack(directory.resolve("collections"));
        for (String settings : List.of(".yamllint", ".ansible-lint", "galaxy.yml")) {
            Files.copy(COLLECTION.resolve(settings), root.resolve(settings));
        }
        assertEquals(new Result(0, ""), run(root, "yamllint", "--strict", "."));
        assertEquals(new Result(0, ""), run(root, "ansible-lint", "-q", "--nocolor", "--strict"));
    }

    @Test
    void everyModuleIsDocumentedAndEveryRoleSaysWhatItTakes() throws Exception {
        collection().unpack(directory.resolve("collections"));
        for (String module : List.of("pim_migrator", "pim_planner")) {
            Result shown = run("ansible-doc", "pimtools.fleet." + module);
            assertEquals(0, shown.exit(), shown.output());
            assertTrue(shown.output().contains("OPTIONS (= is mandatory):"), shown.output());
        }
        List<String> roles;
        try (Stream<Path> folders = Files.list(COLLECTION.resolve("roles"))) {
            roles = folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
        assertTrue(roles.size() >= 12, roles.toString());
        for (String role : roles) {
            Result shown = run("ansible-doc", "-t", "role", "pimtools.fleet." + role);
            assertEquals(0, shown.exit(), shown.output());
            assertTrue(shown.output().contains("ENTRY POINT: main - "), role + ": " + shown.output());
        }
    }

    private static CollectionArchive collection() throws IOException {
        return CollectionArchive.of(COLLECTION, LICENCE, "1.2.3");
    }

    private Path archive(String folder) throws IOException {
        return collection().write(directory.resolve(folder), TIME);
    }

    private Result run(String program, String... arguments) throws Exception {
        return run(directory, program, arguments);
    }

    /** Runs it in a folder, with a home of its own. */
    private Result run(Path folder, String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Tools.require(program).toString()));
        command.addAll(Arrays.asList(arguments));
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        builder.environment().put("ANSIBLE_NOCOLOR", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment()
                .put(
                        "ANSIBLE_COLLECTIONS_PATH",
                        directory.resolve("collections").toString());
        int exit = builder.start().waitFor();
        return new Result(exit, Files.readString(output, StandardCharsets.UTF_8));
    }
}
