package org.pimtools.common.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.testkit.mutation.Mutations;
import org.pimtools.testkit.mutation.Mutator;

/** A profile is refused, or names nothing but plain identifiers; nothing else becomes of any text. */
@Tag("slow")
class ProfileMutationTest {
    private static final int NUMBER = 1_500;
    private static final Predicate<Exception> REFUSAL =
            e -> e instanceof ToolException refusal && refusal.exitCode() == ExitCode.INVALID_INPUT;
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
            references:
              load_balancer_node:
                table: "lb_node"
              targets:
                table: target
                key: [site, nr]
                vm: idVM
                column: label
                replaces: part
                optional: true
            """;

    @TempDir
    private Path directory;

    @Test
    void whateverTheFileHolds() {
        Path file = directory.resolve("profile.yaml");
        Mutator mutator = Mutator.ofYaml(4, "columns: {name: name}", "table: `x`", "tables:");
        new Mutations("profile", NUMBER, mutator, REFUSAL).ofFile(file, PROFILE, () -> {
            SchemaProfile profile = SchemaProfile.load(file);
            List<String> names = profile.tables().values().stream()
                    .flatMap(table -> Stream.concat(Stream.of(table.name()), table.columns().values().stream()))
                    .filter(name -> !name.matches("[0-9A-Za-z_$]{1,64}"))
                    .toList();
            assertEquals(List.of(), names);
            assertEquals(
                    SchemaProfile.shipped().tables().keySet(), profile.tables().keySet());
        });
    }
}
