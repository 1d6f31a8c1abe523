package org.pimtools.migrator.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionDialogueTest {
    private static final String FILE = """
            # what it is
            plan: c62cdaec-61e2-49bf-a4cd-5c251331d919
            datacenter: ba42f571-ab5a-4e30-94a3-0a1a79c6a7a1
            decisions:
              # all 2 at once: the VM is not in the endpoint's inventory
              - code: PIM-0110
                endpoint: "10.0.0.1:443"
                decision:
                reason: ""
              - vm: 15
                # "web", UUID "u-15", at "10.0.0.1:443"
                code: PIM-0110
                detail: "not there"
                decision:
                reason: ""
              - vm: 16
                # "db", UUID "u-16", at "10.0.0.1:443"
                code: PIM-0110
                detail: "not there"
                decision:
                reason: ""
              - vm: 57
                # "mail", UUID "u-57", at "10.0.0.2:443"
                code: PIM-0111
                detail: "several"
                decision:
                #provider-id: "a#vm-1"  # "host one"
                #provider-id: "a#vm-2"  # "host two"
                reason: ""
            """;

    private final List<String> shown = new ArrayList<>();
    private int decided;

    private DecisionDialogue dialogue(DecisionSheet sheet, String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        return new DecisionDialogue(sheet, new DecisionDialogue.Person() {
            @Override
            public void show(String line) {
                shown.add(line);
            }

            @Override
            public String ask(String question) {
                shown.add(question);
                return left.poll();
            }

            @Override
            public void decided() {
                decided++;
            }
        });
    }

    private static DecisionSheet sheet() {
        return DecisionSheet.of(FILE.lines().toList());
    }

    @Test
    void aGroupDecidesItsErrorsAndACandidateIsUncommented() {
        DecisionSheet sheet = sheet();
        DecisionDialogue dialogue = dialogue(sheet, "e", "", "gone \"for good\"", "3", "2", "the other is the replica");
        assertEquals(3, dialogue.open());
        dialogue.run();
        assertEquals(0, dialogue.open());
        assertEquals(2, decided, "each answer can be kept at once");
        assertEquals(
                FILE.replaceFirst(
                                "decision:\n    reason: \"\"",
                                "decision: exclude\n    reason: \"gone \\\\\"for good\\\\\"\"")
                        .replace("#provider-id: \"a#vm-2\"", "provider-id: \"a#vm-2\"")
                        .replaceFirst("(host two\"\n    reason: )\"\"", "$1\"the other is the replica\""),
                sheet.text());
        assertTrue(shown.contains("that is none of the answers"), shown::toString);
        assertTrue(shown.contains("  2) \"a#vm-2\"  # \"host two\""), shown::toString);
    }

    @Test
    void oneByOneAsksForEachAndWhatWasAnsweredBeforeTheEndStays() {
        DecisionSheet sheet = sheet();
        DecisionDialogue dialogue = dialogue(sheet, "o", "a", "known", "q");
        dialogue.run();
        assertEquals(2, dialogue.open());
        assertTrue(
                sheet.text().contains("not there\"\n    decision: accept\n    reason: \"known\"\n  - vm: 16"),
                sheet::text);
    }

    @Test
    void laterLeavesAllOfAGroupAsItIs() {
        DecisionSheet sheet = sheet();
        DecisionDialogue dialogue = dialogue(sheet, "l", "l");
        dialogue.run();
        assertEquals(FILE, sheet.text());
        assertEquals(3, dialogue.open());
    }
}
