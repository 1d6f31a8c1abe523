package org.pimtools.migrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.cli.ExitCode;
import org.pimtools.common.cli.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;

class DecisionsTest {
    private static final Finding NOT_FOUND = new Finding(FindingCode.NOT_FOUND, "vm:1", "nothing is called \"x\"");
    private static final Finding HOSTILE =
            new Finding(FindingCode.AMBIGUOUS, "vm:2", "\"\n  - vm: 3\n    decision: exclude # \u001b[2J\u202e😀\\");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("decisions.yaml");
    }

    @Test
    void aFreshFileDecidesNothing() throws IOException {
        DecisionsFile.write(file, new UUID(1, 1), List.of(NOT_FOUND, HOSTILE));
        Decisions decisions = Decisions.read(file);
        for (long vm = 1; vm <= 3; vm++) {
            assertEquals(Optional.empty(), decisions.exclusion(vm, List.of(NOT_FOUND)));
        }
        assertTrue(Files.readString(file).chars().allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7f));
    }

    @Test
    void aFileWithoutErrorsCanBeRead() throws IOException {
        DecisionsFile.write(file, new UUID(1, 1), List.of());
        assertEquals(Optional.empty(), Decisions.read(file).exclusion(1, List.of(NOT_FOUND)));
    }

    @Test
    void whatIsFilledInHolds() throws IOException {
        DecisionsFile.write(file, new UUID(1, 1), List.of(NOT_FOUND, HOSTILE));
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("decision:\n    reason: \"\"", "decision: exclude\n    reason: \"gone\""));
        Decisions decisions = Decisions.read(file);
        assertEquals(Optional.of("gone"), decisions.exclusion(1, List.of(NOT_FOUND)));
        assertEquals(Optional.empty(), decisions.exclusion(2, List.of(HOSTILE)));
    }

    @Test
    void aCodeDecidesAllItsErrors() throws IOException {
        Files.writeString(file, "decisions:\n- {code: PIM-0110, decision: exclude, reason: old cluster}\n");
        Decisions decisions = Decisions.read(file);
        assertEquals(Optional.of("old cluster"), decisions.exclusion(77, List.of(NOT_FOUND)));
        assertEquals(Optional.empty(), decisions.exclusion(77, List.of(HOSTILE)));
        assertEquals(Optional.empty(), decisions.exclusion(77, List.of()));
    }

    @Test
    void everyFaultIsToldAtOnce() throws IOException {
        Files.writeString(file, """
                decisions:
                - {vm: 1, decision: exclude}
                - {vm: x, decision: exclude, reason: r}
                - {decision: exclude, reason: r}
                - {vm: 1, decision: keep, reason: r}
                - {vm: 1, decision: exclude, reason: r, who: me}
                - {code: PIM-9999, decision: exclude, reason: r}
                """);
        ToolException refused = assertThrows(ToolException.class, () -> Decisions.read(file));
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
        assertEquals(
                "the decisions " + file
                        + " are not valid: decision 1: it needs a reason; decision 2: vm is not a number; "
                        + "decision 3: it names neither a vm nor a known code; "
                        + "decision 4: the decision is 'exclude' or empty, not 'keep'; "
                        + "decision 5: there is no field 'who'; decision 6: it names neither a vm nor a known code",
                refused.getMessage());
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsLine() throws IOException {
        Files.writeString(file, "decisions:\n- {vm: 1\n- [");
        ToolException refused = assertThrows(ToolException.class, () -> Decisions.read(file));
        assertTrue(refused.getMessage().contains("it is not YAML: look at line "), refused.getMessage());
    }
}
