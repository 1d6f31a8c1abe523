package org.pimtools.migrator.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;
import org.pimtools.migrator.inventory.VmResolution;

class DecisionsTest {
    private static final UUID PLAN = new UUID(1, 1);
    private static final DatacenterId MILAN =
            DatacenterId.of(new UUID(2, 2).toString()).orElseThrow();
    private static final String HOSTILE = "\"\n  - vm: 3\n    decision: exclude # \u001b[2J\u202e😀\\";
    private static final ProviderId A3 = new ProviderId("a#3");
    private static final ProviderId A4 = new ProviderId("a#4\n".strip());

    private static final Resolution AMBIGUOUS = new Resolution.Ambiguous(
            List.of(
                    new Candidate(
                            A3,
                            Optional.of(new Evidence(
                                    "esx1",
                                    new TreeSet<>(List.of("ds\n1")),
                                    new TreeSet<>(List.of("00-50-56-00-00-01"))))),
                    new Candidate(A4, Optional.empty())),
            "nobody knows");

    private static final List<VmResolution> RESOLUTIONS = List.of(
            vm(1, "gone", 7, new Resolution.NotFound(List.of(new InventoryVm(new ProviderId("a#1"), "Gone")))),
            vm(2, HOSTILE, 7, AMBIGUOUS),
            vm(3, "dead", 8, new Resolution.Blocked(FindingCode.BLOCKED, "endpoint:2 could not be read")),
            vm(4, "dead too", 8, new Resolution.Blocked(FindingCode.BLOCKED, "endpoint:2 could not be read")),
            vm(5, "fine", 7, new Resolution.Resolved(new ProviderId("a#5"), "fine")),
            vm(6, "homeless", 9, new Resolution.Blocked(FindingCode.BLOCKED, "machine:9 has no endpoint to ask")));

    private static final PlanScope SCOPE = new PlanScope(
            PLAN,
            MILAN,
            RESOLUTIONS.stream().map(VmResolution::vm).toList(),
            Map.of(7L, machine(7, 1), 8L, machine(8, 2), 9L, machine(9, 0)),
            List.of(endpoint(1, "vc.example.org"), endpoint(2, "fe80::1")));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("decisions.yaml");
    }

    private static VmResolution vm(long id, String name, long machine, Resolution resolution) {
        return new VmResolution(
                new PlanLine.Vm(
                        id,
                        new UUID(0, id).toString(),
                        name,
                        machine,
                        "ON",
                        true,
                        null,
                        id == 2 ? List.of("ds1") : List.of(),
                        List.of()),
                resolution);
    }

    private static PlanLine.Machine machine(long id, int endpoint) {
        return new PlanLine.Machine(
                id, endpoint, "VCENTER_CLUSTER", "10.0.0." + id, null, null, null, null, null, "esx-" + id);
    }

    private static PlanLine.Endpoint endpoint(int no, String address) {
        return new PlanLine.Endpoint(no, ProviderKind.VCENTER_CLUSTER, address, 443, null, new TreeMap<>());
    }

    private Decisions read(String text) throws IOException {
        return Decisions.read(Files.writeString(file, text), SCOPE);
    }

    private String faults(String text) throws IOException {
        Files.writeString(file, text);
        ToolException refused = assertThrows(ToolException.class, () -> Decisions.read(file, SCOPE));
        assertEquals(ExitCode.INVALID_INPUT, refused.exitCode());
        String start = "the decisions " + file + " are not valid: ";
        assertTrue(refused.getMessage().startsWith(start), refused.getMessage());
        return refused.getMessage().substring(start.length());
    }

    @Test
    void aMistakeThatIsMadeEverywhereIsToldOnceWithItsLines() throws IOException {
        String entries = "  - {vm: 1, decision: skip, reason: gone}\n".repeat(1_234);
        assertEquals(
                "lines 2, 3, 4, 5, 6 and 1,229 more: the decision is exclude, accept or provider-id, not 'skip';"
                        + " line 1236: there is no field 'why'",
                faults("decisions:\n" + entries + "  - {vm: 1, decision: exclude, reason: gone, why: x}\n"));
    }

    @Test
    void ofManyMistakesTheFirstAreToldAndTheOthersCounted() throws IOException {
        String entries = IntStream.rangeClosed(1, 2_000)
                .mapToObj(number -> "  - {vm: 1, decision: x%d, reason: gone}\n".formatted(number))
                .collect(Collectors.joining());
        String told = faults("decisions:\n" + entries);
        assertTrue(told.startsWith("line 2: the decision is exclude, accept or provider-id, not 'x1'; line 3: "), told);
        assertTrue(told.endsWith(" not 'x22'; and 1,978 more"), told);
    }

    @Test
    void everyFaultOfAnEntryIsSaidAtOnce() throws IOException {
        assertEquals(
                "line 2: vm is neither a number nor a UUID; line 3: there is no finding code 'PIM-99';"
                        + " line 4: an endpoint goes with a code, not with a vm; line 5: the decision needs a reason;"
                        + " line 5: the decision is exclude, accept or provider-id, not 'forget';"
                        + " line 7: the plan has no vm 99; line 9: the reason has more than 1000 characters;"
                        + " line 9: there is a provider-id, but the decision is accept",
                faults("""
                        decisions:
                          - vm: web
                            code: PIM-99
                            endpoint: vc.example.org
                            decision: forget
                            reason: ""
                          - {vm: 99, decision: exclude, reason: "gone"}
                          - vm: 1
                            {decision: accept, provider-id: "a#1", reason: "%s"}
                        """.replace("- vm: 1\n    {decision: accept", "- {vm: 1,\n    decision: accept")
                        .formatted("x".repeat(1_001))));
    }

    private static Undecided judge(Decisions decisions, Finding... more) {
        List<Finding> findings = new ArrayList<>(List.of(more));
        RESOLUTIONS.forEach(resolution -> resolution.finding().ifPresent(findings::add));
        return new Undecided(findings, RESOLUTIONS, SCOPE, decisions);
    }

    private String write(Decisions decisions) throws IOException {
        DecisionsFile.write(file, SCOPE, decisions, judge(decisions).errors(), RESOLUTIONS);
        return Files.readString(file);
    }

    private static List<Long> undecided(Undecided undecided) {
        return undecided.errors().stream().map(Undecided::idVm).toList();
    }

    @Test
    void aFreshFileNamesEveryErrorAndDecidesNothing() throws IOException {
        String fresh = write(Decisions.none());
        assertEquals("""
                plan: 00000000-0000-0001-0000-000000000001
                datacenter: 00000000-0000-0002-0000-000000000002
                decisions:
                  # all 2 at once: the VM's endpoint could not be read
                  - code: PIM-0113
                    endpoint: "fe80::1:443"
                    decision:
                    reason: ""
                  - vm: 1
                    # "gone", UUID "00000000-0000-0000-0000-000000000001", at "vc.example.org:443"
                    code: PIM-0110
                    detail: "the VM is not in the endpoint's inventory: nothing there is called \\"gone\\"; easily mistaken: \\"Gone\\" (a#1)"
                    decision:
                    #provider-id: "a#1"
                    reason: ""
                  - vm: 2
                    # "\\"\\n  - vm: 3\\n    decision: exclude # \\u001B[2J\\u202e\\ud83d\\ude00\\\\", UUID "00000000-0000-0000-0000-000000000002", at "vc.example.org:443"
                    # the database says "host 10.0.0.7 or esx-7, on ds1"
                    code: PIM-0111
                """, fresh.substring(fresh.indexOf("plan: "), fresh.indexOf("    detail: \"several")));
        assertTrue(
                fresh.contains(
                        "    decision:\n    #provider-id: \"a#3\"  # \"host esx1, on ds\\n1, MAC 00:50:56:00:00:01\"\n"
                                + "    #provider-id: \"a#4\"\n    reason"),
                fresh);
        assertTrue(fresh.chars().allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7f), fresh);
        Undecided undecided = judge(Decisions.read(file, SCOPE));
        assertEquals(List.of(1L, 2L, 3L, 4L, 6L), undecided(undecided));
        assertEquals(List.of(), undecided.decided());
    }

    @Test
    void whatIsFilledInHolds() throws IOException {
        String filled = write(Decisions.none())
                .replaceFirst(
                        "(vm: 1\n.*\n.*\n.*\n)    decision:\n    #.*\n    reason: \"\"",
                        "$1    decision: exclude\n    reason: gone")
                .replaceFirst("#(provider-id: \"a#4\")\n    reason: \"\"", "$1\n    reason: 'the one that runs'")
                .replaceFirst("(fe80.*\n)    decision:\n    reason: \"\"", "$1    decision: accept\n    reason: 4711");
        Decisions decisions = read(filled);
        assertEquals(Map.of(2L, A4), decisions.assigned(EntityKind.VM));
        assertEquals(Set.of(1L), decisions.excluded(EntityKind.VM));
        Undecided undecided = judge(decisions);
        assertEquals(Set.of(1L), undecided.excluded(EntityKind.VM));
        assertTrue(undecided
                .decided()
                .contains(new ResultLine.Decided(4, ResultLine.Decision.ACCEPT, List.of(FindingCode.BLOCKED), "4711")));
        assertEquals(List.of(2L, 6L), undecided(undecided), "the resolver has not applied the provider ID here");
    }

    @Test
    void uncommentingWithOneBlankTooManyMeansTheSame() throws IOException {
        assertEquals(
                Map.of(2L, A3),
                read("decisions:\n  - vm: 2\n    decision:\n     provider-id: \"a#3\"\n    reason: r\n")
                        .assigned(EntityKind.VM));
    }

    @Test
    void aDecidedProviderIdSettlesWhatTheInventorySaid() throws IOException {
        Decisions decisions = read("decisions:\n- {vm: 2, provider-id: a#3, reason: looked}\n");
        VmResolution assigned = vm(2, "twin", 7, new Resolution.Assigned(A3, "twin", AMBIGUOUS));
        Finding taken = new Finding(FindingCode.NAME_TAKEN, "vm:2", "");
        Undecided undecided =
                new Undecided(List.of(assigned.finding().orElseThrow(), taken), List.of(assigned), SCOPE, decisions);
        assertEquals(List.of(taken), undecided.errors());
        assertEquals(
                List.of(new ResultLine.Decided(
                        2, ResultLine.Decision.PROVIDER_ID, List.of(FindingCode.AMBIGUOUS), "looked")),
                undecided.decided());
    }

    @Test
    void acceptingOneErrorLeavesTheOthers() throws IOException {
        Finding twice = new Finding(FindingCode.SUBSCRIBED_TWICE, "vm:1", "");
        Undecided one = judge(read("decisions:\n- {vm: 1, code: PIM-0127, decision: accept, reason: r}\n"), twice);
        assertEquals(List.of(1L, 2L, 3L, 4L, 6L), undecided(one));
        assertEquals(FindingCode.NOT_FOUND, one.errors().get(0).code());
        Undecided all = judge(read("decisions:\n- {vm: 1, decision: accept, reason: r}\n"), twice);
        assertEquals(List.of(2L, 3L, 4L, 6L), undecided(all));
        assertEquals(
                List.of(new ResultLine.Decided(
                        1,
                        ResultLine.Decision.ACCEPT,
                        List.of(FindingCode.SUBSCRIBED_TWICE, FindingCode.NOT_FOUND),
                        "r")),
                all.decided());
        assertEquals(Set.of(), all.excluded(EntityKind.VM));
    }

    @Test
    void aVmCanBeNamedByItsUuid() throws IOException {
        assertEquals(
                Set.of(1L),
                read("decisions:\n- {vm: 00000000-0000-0000-0000-000000000001, decision: exclude, reason: r}\n")
                        .excluded(EntityKind.VM));
    }

    @Test
    void whatIsDecidedForOneVmGoesFirstThenTheEndpointThenTheCode() throws IOException {
        Undecided undecided = judge(read("""
                decisions:
                - {code: PIM-0113, decision: exclude, reason: everywhere}
                - {code: PIM-0113, endpoint: '[FE80::1]:443', decision: accept, reason: here}
                - {vm: 4, decision: exclude, reason: this one}
                """));
        assertEquals(
                List.of(
                        new ResultLine.Decided(3, ResultLine.Decision.ACCEPT, List.of(FindingCode.BLOCKED), "here"),
                        new ResultLine.Decided(
                                4, ResultLine.Decision.EXCLUDE, List.of(FindingCode.BLOCKED), "this one"),
                        new ResultLine.Decided(
                                6, ResultLine.Decision.EXCLUDE, List.of(FindingCode.BLOCKED), "everywhere")),
                undecided.decided());
    }

    @Test
    void decisionsThatNothingAskedForAreNamed() throws IOException {
        assertEquals(
                List.of(
                        "decided, though nothing stands in the way: vm:5 is left out",
                        "PIM-0112 is decided, but no VM has that error",
                        "PIM-0113 at vc.example.org:443 is decided, but no VM has that error"),
                judge(read("""
                        decisions:
                        - {vm: 1, decision: exclude, reason: gone}
                        - {vm: 5, decision: exclude, reason: mistyped}
                        - {code: PIM-0112, decision: exclude, reason: twins}
                        - {code: PIM-0113, endpoint: vc.example.org:443, decision: exclude, reason: dead}
                        - {code: PIM-0110, decision: exclude, reason: gone}
                        """)).oddDecisions());
        assertEquals(
                List.of("decided, though nothing stands in the way: vm:5 is given its provider ID"),
                judge(read("decisions:\n- {vm: 5, provider-id: a#5, reason: r}\n"))
                        .oddDecisions());
        assertEquals(
                List.of("decided, though nothing stands in the way: vm:5 is accepted"),
                judge(read("decisions:\n- {vm: 5, decision: accept, reason: r}\n"))
                        .oddDecisions());
    }

    @Test
    void whatWasDecidedOrBegunIsInTheNextFileToo() throws IOException {
        Decisions before = read("""
                plan: 00000000-0000-0007-0000-000000000007
                decisions:
                - {vm: 1, decision: exclude, reason: 'gone: "for good" \u202e'}
                - {vm: 2, decision: '', reason: asked Anna}
                - {vm: 5, provider-id: a#5, reason: sure}
                - {vm: 6, code: PIM-0113, decision: accept, reason: old}
                - {vm: 9, decision: exclude, reason: of another plan}
                - {code: PIM-0113, endpoint: 'fe80::1:443', decision: accept, reason: dead}
                - {code: PIM-0113, endpoint: 'dead:443', decision: accept, reason: of another plan}
                """);
        assertEquals(Optional.of(new UUID(7, 7)), before.madeForAnother());
        assertEquals(
                List.of(
                        "dropped, since the plan has no such endpoint: PIM-0113 at dead:443",
                        "dropped, since the plan does not have them: vm:9"),
                before.warnings());
        String next = write(before);
        assertTrue(next.contains("    reason: \"asked Anna\""), next);
        Decisions after = Decisions.read(file, SCOPE);
        assertEquals(Optional.empty(), after.madeForAnother());
        assertEquals(List.of(), after.differences(before));
        assertEquals("gone: \"for good\" \u202e", judge(after).decided().get(0).reason());
    }

    @Test
    void differencesAreTold() throws IOException {
        Decisions frozen =
                read("decisions:\n- {vm: 1, decision: exclude, reason: r}\n- {vm: 3, decision: accept, reason: r}\n");
        Decisions given = read(
                "decisions:\n- {vm: 1, decision: exclude, reason: other words}\n- {vm: 2, provider-id: a#3, reason: r}\n");
        assertEquals(
                List.of("vm:2: undecided, now provider-id a#3", "vm:3: accept, now undecided"),
                given.differences(frozen));
    }

    @Test
    void everyFaultIsToldAtOnceWithItsLine() throws IOException {
        assertEquals(
                "line 1: plan is not a UUID; line 3: there is no field 'decision'; "
                        + "lines 5, 18: the decision needs a reason; "
                        + "line 6: vm is neither a number nor a UUID; "
                        + "line 7: the entry names neither a vm nor a code; "
                        + "line 8: the decision is exclude, accept or provider-id, not 'keep'; "
                        + "line 9: there is no field 'who'; line 10: there is no finding code 'PIM-99'; "
                        + "line 11: an entry needs the fields vm or code, decision and reason; "
                        + "line 12: the plan has no vm 99; "
                        + "line 13: the plan has no endpoint vc.example.org:8443; "
                        + "line 14: the field provider-id is missing or empty; "
                        + "line 15: a provider-id belongs to one vm; by code one can exclude or accept; "
                        + "line 16: there is a provider-id, but the decision is exclude; "
                        + "line 17: an endpoint goes with a code, not with a vm; "
                        + "line 18: reason is not a single value; "
                        + "line 19: the field 'vm' is there twice; "
                        + "line 21: the decision is exclude, accept or provider-id, not 'provider-id: a#3': "
                        + "write that on a line of its own",
                faults("""
                        plan: tonight
                        datacenter:
                        decision: exclude
                        decisions:
                        - {vm: 1, decision: exclude}
                        - {vm: 1.5, decision: exclude, reason: r}
                        - {decision: exclude, reason: r}
                        - {vm: 1, decision: keep, reason: r}
                        - {vm: 1, decision: exclude, reason: r, who: me}
                        - {code: PIM-99, decision: exclude, reason: r}
                        - 4711
                        - {vm: 99, decision: exclude, reason: r}
                        - {code: PIM-0113, endpoint: 'vc.example.org:8443', decision: exclude, reason: r}
                        - {vm: 1, decision: provider-id, reason: r}
                        - {code: PIM-0110, provider-id: a#3, reason: r}
                        - {vm: 1, decision: exclude, provider-id: a#3, reason: r}
                        - {vm: 1, endpoint: 'vc.example.org:443', decision: exclude, reason: r}
                        - {vm: 1, decision: exclude, reason: [r]}
                        - {vm: 1, vm: 2}
                        - vm: 1
                          decision: 'provider-id: a#3'
                          reason: r
                        """));
    }

    @Test
    void contradictionsNameBothLines() throws IOException {
        assertEquals(
                "line 3: vm:1 is decided otherwise at line 2; line 5: vm:2 is decided otherwise at line 4; "
                        + "line 7: vm:3 is decided otherwise at line 6; "
                        + "line 9: PIM-0110 at vc.example.org:443 is decided otherwise at line 8",
                faults("""
                        decisions:
                        - {vm: 1, decision: exclude, reason: r}
                        - {vm: 00000000-0000-0000-0000-000000000001, decision: accept, reason: r}
                        - {vm: 2, provider-id: a#3, reason: r}
                        - {vm: 2, provider-id: a#4, reason: r}
                        - {vm: 3, code: PIM-0113, decision: accept, reason: r}
                        - {vm: 3, decision: exclude, reason: r}
                        - {code: PIM-0110, endpoint: 'vc.example.org:443', decision: exclude, reason: r}
                        - {code: PIM-0110, endpoint: 'VC.example.org:443', decision: accept, reason: r}
                        """));
    }

    @Test
    void sayingTheSameTwiceIsNoContradiction() throws IOException {
        Decisions decisions = read("""
                decisions:
                - {vm: 1, code: PIM-0110, decision: exclude, reason: gone}
                - {vm: 1, code: PIM-0127, decision: exclude, reason: twice}
                - {vm: 2, provider-id: a#3, reason: r}
                - {vm: 2, code: PIM-0017, decision: accept, reason: r}
                - {vm: 2, provider-id: a#3, reason: again}
                """);
        assertEquals(Set.of(1L), decisions.excluded(EntityKind.VM));
        assertEquals(Map.of(2L, A3), decisions.assigned(EntityKind.VM));
    }

    @Test
    void aFileOfAnotherDatacenterIsRefused() throws IOException {
        assertEquals(
                "they are of datacenter 00000000-0000-0003-0000-000000000003, and this is " + MILAN,
                faults(
                        "datacenter: 00000000-0000-0003-0000-000000000003\ndecisions:\n- {vm: 99, decision: exclude, reason: r}\n"));
    }

    @Test
    void aUuidThatTwoVmsHaveNamesNeither() throws IOException {
        PlanLine.Vm first = RESOLUTIONS.get(0).vm();
        PlanLine.Vm twin = new PlanLine.Vm(11, first.uuid(), "twin", 7, "ON", true, null);
        PlanScope scope = new PlanScope(PLAN, MILAN, List.of(first, twin), Map.of(), List.of());
        Files.writeString(file, "decisions:\n- {vm: " + first.uuid() + ", decision: exclude, reason: r}\n");
        ToolException refused = assertThrows(ToolException.class, () -> Decisions.read(file, scope));
        assertTrue(refused.getMessage().contains("line 2: several VMs have the UUID"), refused.getMessage());
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsLineAndWhatWasWrongBeforeIt() throws IOException {
        String faults = faults("decisions:\n- {vm: x}\n- vm: 1\n  decision: provider-id: a#3\n  reason: r\n");
        assertTrue(faults.startsWith("line 2: vm is neither a number nor a UUID; line 4: this is not YAML: "), faults);
        assertTrue(faults("- vm: 1\n").equals("it has no list 'decisions'"));
        assertTrue(faults("").equals("it has no list 'decisions'"));
        assertTrue(faults("\t").contains("line 1: this is not YAML: "));
        Files.write(file, new byte[] {'d', (byte) 0xff, (byte) 0xfe});
        ToolException refused = assertThrows(ToolException.class, () -> Decisions.read(file, SCOPE));
        assertTrue(
                refused.getMessage().endsWith("line 1: there is something near this line that is not UTF-8 text"),
                refused.getMessage());
    }

    @Test
    void whatRefersToAnotherPlaceIsRefusedAndNeverExpanded() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            bomb.append("%c: &%c [*%c, *%<c, *%<c, *%<c, *%<c, *%<c, *%<c, *%<c, *%<c]%n".formatted(c, c, c - 1));
        }
        assertTrue(
                faults(bomb + "decisions: *z\n").startsWith("line 1: there is no field 'a'; line 2: "),
                "a bomb went off");
        assertEquals(
                "line 3: write the value of reason out: '*' refers to another one; line 3: the decision needs a reason",
                faults(
                        "decisions:\n- {vm: 1, decision: exclude, reason: &r gone}\n- {vm: 2, decision: exclude, reason: *r}\n"));
        assertTrue(faults("decisions:\n" + "- [".repeat(100_000)).contains("this is not YAML"));
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        write("x".repeat(1024 * 1024), 20);
        ToolException endless = assertThrows(ToolException.class, () -> Decisions.read(file, SCOPE));
        assertTrue(
                endless.getMessage().endsWith("line 3: the line has more than 65536 characters"), endless.getMessage());
        write("x".repeat(1024) + "\n", 20 * 1024);
        ToolException refused = assertThrows(ToolException.class, () -> Decisions.read(file, SCOPE));
        assertTrue(refused.getMessage().endsWith(" has more than 16777216 characters"), refused.getMessage());
        assertEquals(
                "line 2: the reason has more than 1000 characters",
                faults("decisions:\n- {vm: 1, decision: exclude, reason: " + "x".repeat(1001) + "}\n"));
    }

    @Test
    void aLongFieldIsShownWithoutHalfOfACharacter() throws IOException {
        assertEquals(
                "line 1: there is no field '" + "x".repeat(59) + "…'",
                faults("x".repeat(59) + "\ud83d\ude00xx: 1\ndecisions: []\n"));
    }

    private void write(String part, int times) throws IOException {
        try (Writer text = Files.newBufferedWriter(file)) {
            text.write("decisions:\n- vm: 1\n  reason: \"");
            for (int i = 0; i < times; i++) {
                text.write(part);
            }
            text.write("\"\n");
        }
    }

    @Test
    void aFileWithoutErrorsCanBeRead() throws IOException {
        DecisionsFile.write(file, SCOPE, Decisions.none(), List.of(), RESOLUTIONS);
        assertEquals(Map.of(), Decisions.read(file, SCOPE).assigned(EntityKind.VM));
    }

    @Test
    void aRefusedProviderIdIsUndecidedInTheNextFile() throws IOException {
        Decisions decisions = read("decisions:\n- {vm: 2, provider-id: a#9, reason: looked}\n");
        VmResolution refused = vm(2, "twin", 7, new Resolution.Refused("a#9 is not listed", AMBIGUOUS));
        Undecided undecided =
                new Undecided(List.of(refused.finding().orElseThrow()), List.of(refused), SCOPE, decisions);
        assertEquals(List.of(2L), undecided(undecided));
        DecisionsFile.write(file, SCOPE, decisions, undecided.errors(), List.of(refused));
        String next = Files.readString(file);
        assertTrue(next.contains("    code: PIM-0116\n"), next);
        assertTrue(next.contains("    decision:\n    #provider-id: \"a#3\"  # "), next);
        assertEquals(Map.of(), Decisions.read(file, SCOPE).assigned(EntityKind.VM));
    }
}
