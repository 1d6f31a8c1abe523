package org.pimtools.migrator.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks a person about the open entries of a decisions file: one group after the other, and one by one where that is wanted. */
public final class DecisionDialogue {
    private static final int LONGEST_REASON = 1_000;

    private final DecisionSheet sheet;
    private final Person person;
    private final List<DecisionSheet.Entry> settled = new ArrayList<>();

    public DecisionDialogue(DecisionSheet sheet, Person person) {
        this.sheet = sheet;
        this.person = person;
    }

    /** Who is asked. */
    public interface Person {
        /** Shows a line. */
        void show(String line);

        /** The answer to a question; null when there is none any more, which ends the dialogue. */
        String ask(String question);

        /** Something was decided: the sheet can be kept as it is now. */
        void decided();
    }

    /** What an answer to one question leads to. */
    private enum Next {
        DECIDED,
        LATER,
        ONE_BY_ONE,
        END
    }

    /** Asks until all is answered or the person ends it; what was answered stays. */
    public void run() {
        for (DecisionSheet.Entry entry : sheet.entries()) {
            if (entry.isOpen() && (entry.isGroup() || settled.stream().noneMatch(entry::isIn))) {
                Next next = ask(entry);
                if (next == Next.END) {
                    return;
                }
                if (entry.isGroup() && next != Next.ONE_BY_ONE) {
                    settled.add(entry);
                }
            }
        }
    }

    /** How many errors, each of one entity, are still open; those that a group decides are not. */
    public long open() {
        List<DecisionSheet.Entry> groups = sheet.entries().stream()
                .filter(entry -> entry.isGroup() && !entry.isOpen())
                .toList();
        return sheet.entries().stream()
                .filter(entry ->
                        !entry.isGroup() && entry.isOpen() && groups.stream().noneMatch(entry::isIn))
                .count();
    }

    private Next ask(DecisionSheet.Entry entry) {
        person.show("");
        entry.shown().forEach(person::show);
        List<String> candidates = entry.candidates();
        for (int i = 0; i < candidates.size(); i++) {
            person.show("  " + (i + 1) + ") " + candidates.get(i));
        }
        while (true) {
            String answer = person.ask((candidates.isEmpty() ? "" : "number of its provider ID, ")
                    + "e(xclude), a(ccept), " + (entry.isGroup() ? "o(ne by one), " : "") + "l(ater), q(uit): ");
            if (answer == null) {
                return Next.END;
            }
            String word = answer.strip().toLowerCase(Locale.ROOT);
            switch (word) {
                case "e", "exclude" -> {
                    return decided(entry, "exclude");
                }
                case "a", "accept" -> {
                    return decided(entry, "accept");
                }
                case "l", "later" -> {
                    return Next.LATER;
                }
                case "q", "quit" -> {
                    return Next.END;
                }
                case "o", "one by one" -> {
                    if (entry.isGroup()) {
                        return Next.ONE_BY_ONE;
                    }
                }
                default -> {
                    if (word.matches("[1-9][0-9]?") && Integer.parseInt(word) <= candidates.size()) {
                        return chosen(entry, Integer.parseInt(word) - 1);
                    }
                }
            }
            person.show("that is none of the answers");
        }
    }

    private Next decided(DecisionSheet.Entry entry, String decision) {
        String reason = reason();
        if (reason == null) {
            return Next.END;
        }
        entry.decide(decision, reason);
        person.decided();
        return Next.DECIDED;
    }

    private Next chosen(DecisionSheet.Entry entry, int candidate) {
        String reason = reason();
        if (reason == null) {
            return Next.END;
        }
        entry.choose(candidate, reason);
        person.decided();
        return Next.DECIDED;
    }

    private String reason() {
        while (true) {
            String reason = person.ask("why: ");
            if (reason == null || !reason.isBlank() && reason.length() <= LONGEST_REASON) {
                return reason == null ? null : reason.strip();
            }
            person.show("a reason is needed, of at most 1,000 characters");
        }
    }
}
