package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/** Types the commands that a set-up platform shows, as they stand, in a shell. */
@Tag("slow")
class SetUpTest {
    private static final World WORLD = World.of(3, new Size(1, 60), Traits.standard());
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void everyCommandThatIsShownCanBeTyped() throws Exception {
        try (Platform platform = Platform.start(WORLD, directory.resolve("platform"), Platform.Vsphere.DOUBLE)) {
            SetUp setUp = new SetUp(platform, CHECKOUT, directory);
            setUp.writeFiles();
            List<String> begin = new ArrayList<>();
            int typed = 0;
            for (String line : setUp.commands()) {
                if (line.startsWith("cd ") || line.contains("() {")) {
                    begin.add(line);
                    continue;
                }
                String command = line.replace("DECISIONS", "decisions.yaml");
                if (!command.equals(line)) {
                    decide();
                }
                typed += line.startsWith("#") ? 0 : 1;
                type(begin, command);
                if (line.contains("# and with --no-dry-run")) {
                    type(begin, line.replaceFirst(" +#.*", " --no-dry-run"));
                }
            }
            assertEquals(8, typed);
            assertTrue(Files.exists(directory.resolve("fleet.html")));
        }
    }

    private static void type(List<String> begin, String command) {
        Tool.Result result =
                Tool.run(new ProcessBuilder("bash", "-c", String.join("\n", begin) + "\n" + command + "\n"));
        Set<Integer> expected = command.contains("--no-dry-run") ? Set.of(0) : Set.of(0, 5);
        assertTrue(expected.contains(result.exit()), () -> command + "\n" + result);
    }

    /** Leaves out what the dry run asks about. */
    private void decide() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("host-1"))) {
            Path written = files.filter(file -> file.endsWith("decisions.yaml"))
                    .max(Path::compareTo)
                    .orElseThrow();
            Files.writeString(
                    directory.resolve("decisions.yaml"),
                    Files.readString(written)
                            .replaceAll("(?m)^(\\s+decision:)$", "$1 exclude")
                            .replaceAll("(?m)^(\\s+reason:) \"\"$", "$1 \"to be done by hand\""));
        }
    }
}
