package org.pimtools.migrator.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    private Undecided write(List<Finding> errors, Decisions decisions) throws IOException {
        Undecided undecided = new Undecided(errors, List.of(1L, 2L, 5L), decisions);
        DecisionsFile.write(file, new UUID(1, 1), undecided, decisions);
        return undecided;
    }

    private Decisions decisions(String text) throws IOException {
        return Decisions.read(Files.writeString(file, text));
    }

    @Test
    void whatWasDecidedIsInTheNextFileToo() throws IOException {
        Decisions before = decisions("""
                plan: 00000000-0000-0007-0000-000000000007
                decisions:
                - {vm: 1, decision: exclude, reason: 'gone: "for good" \u202e'}
                - {vm: 9, decision: exclude, reason: of another plan}
                - {code: PIM-0112, decision: exclude, reason: twins}
                """);
        assertEquals(Optional.of(new UUID(7, 7)), before.madeForAnother(new UUID(1, 1)));
        write(List.of(NOT_FOUND, HOSTILE), before);
        Decisions after = Decisions.read(file);
        assertEquals(Optional.empty(), after.madeForAnother(new UUID(1, 1)));
        assertEquals(Map.of(1L, "gone: \"for good\" \u202e"), after.vms());
        assertEquals(Map.of(FindingCode.CONFLICT, "twins"), after.codes());
        assertTrue(Files.readString(file).contains("- vm: 2\n    code: PIM-0111"), Files.readString(file));
    }

    @Test
    void decisionsThatNothingAskedForAreNamed() throws IOException {
        Undecided undecided = write(List.of(NOT_FOUND), decisions("""
                decisions:
                - {vm: 1, decision: exclude, reason: gone}
                - {vm: 5, decision: exclude, reason: mistyped}
                - {vm: 15, decision: exclude, reason: mistyped}
                - {code: PIM-0112, decision: exclude, reason: twins}
                - {code: PIM-0110, decision: exclude, reason: gone}
                """));
        assertEquals(
                List.of(
                        "decided, but not in the plan: vm:15",
                        "left out by decision, though nothing stands in the way: vm:5",
                        "PIM-0112 is decided, but no VM has that error"),
                undecided.oddDecisions());
    }

    @Test
    void whatIsNoDecisionIsAFault() {
        ToolException refused = assertThrows(ToolException.class, () -> decisions("""
                plan: tonight
                decision: exclude
                decisions:
                - 4711
                - {vm: 1.5, decision: exclude, reason: r}
                """));
        assertEquals(
                "the decisions " + file + " are not valid: there is no field 'decision'; plan is not the ID of a plan; "
                        + "decision 1: it has no field 'decision'; decision 2: vm is not a number",
                refused.getMessage());
    }

    @Test
    void aFreshFileDecidesNothing() throws IOException {
        write(List.of(NOT_FOUND, HOSTILE), Decisions.none());
        Decisions decisions = Decisions.read(file);
        for (long vm = 1; vm <= 3; vm++) {
            assertEquals(Optional.empty(), decisions.exclusion(vm, List.of(NOT_FOUND)));
        }
        assertTrue(Files.readString(file).chars().allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7f));
    }

    @Test
    void aFileWithoutErrorsCanBeRead() throws IOException {
        write(List.of(), Decisions.none());
        assertEquals(Optional.empty(), Decisions.read(file).exclusion(1, List.of(NOT_FOUND)));
    }

    @Test
    void whatIsFilledInHolds() throws IOException {
        write(List.of(NOT_FOUND, HOSTILE), Decisions.none());
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
