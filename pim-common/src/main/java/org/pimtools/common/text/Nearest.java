package org.pimtools.common.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Nearest {
    private static final int SHORTEST_BEGINNING = 4;

    private Nearest() {}

    /** The word that takes the fewest edits, if they are at most a third of the written one's length, or two; else one that it begins. */
    public static Optional<String> of(String written, Collection<String> words) {
        int most = Math.max(2, written.length() / 3);
        return words.stream()
                .filter(word -> distance(written, word) <= most)
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> words.stream()
                        .filter(word -> written.length() >= SHORTEST_BEGINNING && word.startsWith(written))
                        .min(Comparator.naturalOrder()));
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
