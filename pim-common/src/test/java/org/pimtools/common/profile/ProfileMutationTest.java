package org.pimtools.common.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A profile is refused, or names nothing but plain identifiers; nothing else becomes of any text. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProfileMutationTest {
    private static final int NUMBER = 1_500;
    private static final String PROFILE = """
            profile: "ours-5.3"
            tables:
              virtualmachine:
                table: vm_table
                columns: {provider_id: providerId, 'name': vmName}
              hypervisor:
                columns:
                  ip: ip_address
                  # all
                  port: port_
              load_balancer_node:
                table: "lb_node"
            """;

    @TempDir
    private Path directory;

    @Test
    void whateverTheFileHolds() {
        Path file = directory.resolve("profile.yaml");
        Mutator mutator = new Mutator(
                4,
                "&a ",
                "*a",
                "!!java.net.URL ",
                "? ",
                "<<: ",
                "--- ",
                "|",
                "[",
                "{",
                "]",
                "}",
                "- ",
                ": ",
                "#",
                "columns: {name: name}",
                "table: `x`",
                "tables:",
                "  ",
                "~",
                "!binary |");
        Mutations.Tried tried = Mutations.run("profile", NUMBER, mutator, () -> {
            Mutations.write(file, mutator.of(PROFILE.getBytes(StandardCharsets.UTF_8)));
            try {
                SchemaProfile profile = SchemaProfile.load(file);
                List<String> names = profile.tables().values().stream()
                        .flatMap(table -> Stream.concat(Stream.of(table.name()), table.columns().values().stream()))
                        .filter(name -> !name.matches("[0-9A-Za-z_$]{1,64}"))
                        .toList();
                assertEquals(List.of(), names);
                assertEquals(
                        SchemaProfile.shipped().tables().keySet(),
                        profile.tables().keySet());
                return true;
            } catch (ToolException e) {
                assertEquals(ExitCode.INVALID_INPUT, e.exitCode(), e::getMessage);
                return false;
            }
        });
        assertTrue(tried.taken() > 0 && tried.refused() > tried.all() / 4, tried::toString);
    }
}
