package org.pimtools.common.text;

import java.util.List;

/** Many sentences in one message: as many as a person reads, and how many more there are. */
public final class Told {
    /** Some twenty lines on a terminal, and far fewer than one message keeps, so that the count at its end is seen. */
    private static final int MOST_CHARACTERS = 1_500;

    private Told() {}

    /** The sentences with semicolons between them; of a long list the first, at least one, and {@code and 12 more}. */
    public static String of(List<String> sentences) {
        return of(sentences, 0);
    }

    /** As {@link #of(List)}. @param further how many there are that are not in the list */
    public static String of(List<String> sentences, long further) {
        StringBuilder told = new StringBuilder();
        int number = 0;
        while (number < sentences.size()
                && (number == 0 || told.length() + sentences.get(number).length() < MOST_CHARACTERS)) {
            told.append(number == 0 ? "" : "; ").append(sentences.get(number++));
        }
        long more = sentences.size() - number + further;
        return told + (more > 0 ? "; and " + Text.grouped(more) + " more" : "");
    }
}
