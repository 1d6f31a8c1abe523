package org.pimtools.planner.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pimtools.planner.planning.Rows.UUID;
import static org.pimtools.planner.planning.Rows.vm;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmRulesTest {
    private static final String LONG = "x".repeat(1_000_000);

    private static List<String> check(VmRow vm) {
        return Rows.shown(VmRules.check(vm));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "web 1", "café", "漢字", "a\u0301", "x'); DROP TABLE vm; --"})
    void aVmWithAnOrdinaryNameIsFine(String name) {
        assertEquals(List.of(), check(vm(name, UUID, "ON", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" web", "web ", "we\tb", "we\u0000b", "we\u00a0b", "we\u200bb", "café ", "\u3000漢字", "\ud800"})
    void aNameWithWhatNobodySeesIsUnusual(String name) {
        assertEquals(List.of("UNUSUAL_NAME vm:12 name '" + name + "'"), check(vm(name, UUID, "ON", null)));
    }

    @Test
    void whatIsMissingIsSaidWithWhatThereIs() {
        assertEquals(List.of("BLANK_NAME vm:12 uuid '" + UUID + "'"), check(vm(null, UUID, "ON", null)));
        assertEquals(List.of("BLANK_NAME vm:12 uuid '" + UUID + "'"), check(vm("  ", UUID, "ON", null)));
        assertEquals(List.of("NO_UUID vm:12 name 'web'"), check(vm("web", "", "ON", null)));
        assertEquals(
                List.of("UNKNOWN_STATE vm:12 state NULL", "BLANK_NAME vm:12 uuid NULL", "NO_UUID vm:12 name NULL"),
                check(vm(null, null, null, null)));
    }

    @Test
    void aVmWhoseExistenceIsNotCertainIsAFinding() {
        assertEquals(List.of("LOCKED vm:12 name 'web'"), check(vm("web", UUID, "locked", null)));
        assertEquals(List.of("UNKNOWN_STATE vm:12 state 'MOVING'"), check(vm("web", UUID, "MOVING", null)));
    }

    @ParameterizedTest
    @CsvSource({
        "LOCKED, ON, DEPLOYED",
        "LOCKED, off, DEPLOYED",
        "LOCKED, PAUSED, DEPLOYED",
        "LOCKED, CONFIGURED, DEPLOYED",
        "LOCKED, UNKNOWN, DEPLOYED",
        "LOCKED, NOT_ALLOCATED, LOCKED",
        "LOCKED, ALLOCATED, LOCKED",
        "LOCKED, LOCKED, LOCKED",
        "LOCKED, MELTED, LOCKED",
        "LOCKED, , LOCKED",
        "NOT_ALLOCATED, ON, NOT_DEPLOYED",
        "ON, NOT_ALLOCATED, DEPLOYED"
    })
    void theStateBeforeALockSaysWhetherTheVmExists(String state, String previous, VmState expected) {
        VmRow vm = new VmRow(12, 7L, UUID, "web", state, false, null, List.of(), List.of(), previous);
        assertEquals(expected, vm.vmState());
        assertEquals(expected != VmState.NOT_DEPLOYED, vm.canBePlanned());
        assertEquals(
                expected == VmState.LOCKED
                        ? List.of("LOCKED vm:12 name 'web'"
                                + (previous == null ? "" : ", state '" + previous + "' before"))
                        : List.of(),
                check(vm));
    }

    @Test
    void aProviderIdThatIsThereIsAFindingAndAnEmptyOneIsNone() {
        assertEquals(List.of("ALREADY_MIGRATED vm:12 provider ID 'i-1'"), check(vm("web", UUID, "ON", "i-1")));
        assertEquals(List.of(), check(vm("web", UUID, "ON", "")));
    }

    @Test
    void aTextThatNoPlanCanHoldIsAFindingThatShowsItsBeginning() {
        assertEquals(List.of("TOO_LONG vm:12 name '" + "x".repeat(300) + "…'"), check(vm(LONG, UUID, "ON", null)));
        assertEquals(
                List.of("UNKNOWN_STATE vm:12 state '" + "x".repeat(300) + "…'", "TOO_LONG vm:12 name 'web'"),
                check(vm("web", UUID, LONG, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "ON, DEPLOYED",
        "off, DEPLOYED",
        "PAUSED, DEPLOYED",
        "CONFIGURED, DEPLOYED",
        "UNKNOWN, DEPLOYED",
        "NOT_ALLOCATED, NOT_DEPLOYED",
        "ALLOCATED, NOT_DEPLOYED",
        "LOCKED, LOCKED",
        "ONN, UNKNOWN",
        "'', UNKNOWN",
        ", UNKNOWN"
    })
    void aStateSaysWhetherTheVmExists(String state, VmState expected) {
        assertEquals(expected, vm("web", UUID, state, null).vmState());
        assertEquals(
                expected != VmState.NOT_DEPLOYED, vm("web", UUID, state, null).canBePlanned());
    }

    @Test
    void onlyAWholeRowCanBePlanned() {
        assertTrue(vm("web", UUID, "ON", null).canBePlanned());
        assertFalse(vm("", UUID, "ON", null).canBePlanned());
        assertFalse(vm("web", " ", "ON", null).canBePlanned());
        assertFalse(vm("web", UUID, "ON", LONG).canBePlanned());
        assertFalse(new VmRow(12, null, UUID, "web", "ON", false, null).canBePlanned());
    }

    @Test
    void evidenceThatIsTooLongIsLeftOutOfTheLine() {
        VmRow vm = new VmRow(
                12, 7L, UUID, "web", null, true, "", List.of(LONG, "ssd"), List.of("52:54:00:00:00:01"), null);
        assertEquals(
                new org.pimtools.common.plan.PlanLine.Vm(
                        12, UUID, "web", 7, "", true, null, List.of("ssd"), List.of("52:54:00:00:00:01")),
                vm.line());
    }
}
