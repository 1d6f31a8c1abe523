package org.pimtools.dbmigrate.execute;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.dbmigrate.script.StatementKind.Effect;
import org.pimtools.dbmigrate.script.StatementKind.Pair;

/** Finds out from the catalogue whether a definition took effect whose run was cut off. Pure. */
final class Recovery {
    enum Verdict {
        DONE,
        NOT_DONE,
        UNKNOWN
    }

    private Recovery() {}

    /**
     * @param before the digests of the objects before the statement ran
     * @param now the digests of the same objects
     * @param fillsAtOnce whether the server makes a table and its rows in one step
     */
    static Verdict judge(Effect effect, List<String> before, List<String> now, boolean fillsAtOnce) {
        if (effect instanceof Effect.Repeatable) {
            return Verdict.NOT_DONE;
        }
        if (before.size() != now.size() || before.contains(Catalogue.UNSEEN) || now.contains(Catalogue.UNSEEN)) {
            return Verdict.UNKNOWN;
        }
        boolean same = now.equals(before);
        boolean gone = now.stream().allMatch(Catalogue.ABSENT::equals);
        // what only makes or changes an object has not taken it away: an event of one time was over
        boolean vanished = gone && !same;
        if (effect instanceof Effect.Shown) {
            return vanished ? Verdict.UNKNOWN : same ? Verdict.NOT_DONE : Verdict.DONE;
        } else if (effect instanceof Effect.ShownPerhaps) {
            return vanished || same ? Verdict.UNKNOWN : Verdict.DONE;
        } else if (effect instanceof Effect.Filled filled) {
            if (same) {
                return filled.calls() && !gone ? Verdict.UNKNOWN : Verdict.NOT_DONE;
            }
            return fillsAtOnce && !vanished ? Verdict.DONE : Verdict.UNKNOWN;
        } else if (effect instanceof Effect.Gone) {
            return gone ? Verdict.DONE : same ? Verdict.NOT_DONE : Verdict.UNKNOWN;
        } else if (effect instanceof Effect.Renamed renamed) {
            return renamed(renamed.pairs(), before, now);
        }
        return Verdict.UNKNOWN;
    }

    /** First by what is there and what is not, since a table's new name changes those of its constraints too. */
    private static Verdict renamed(List<Pair> pairs, List<String> before, List<String> now) {
        List<String> expected = new ArrayList<>(before);
        for (Pair pair : pairs) {
            expected.set(pair.to(), expected.get(pair.from()));
            expected.set(pair.from(), Catalogue.ABSENT);
        }
        List<Boolean> present = present(now);
        if (!present(expected).equals(present(before))) {
            return present.equals(present(expected))
                    ? Verdict.DONE
                    : present.equals(present(before)) ? Verdict.NOT_DONE : Verdict.UNKNOWN;
        }
        return expected.equals(before)
                ? Verdict.UNKNOWN
                : now.equals(expected) ? Verdict.DONE : now.equals(before) ? Verdict.NOT_DONE : Verdict.UNKNOWN;
    }

    private static List<Boolean> present(List<String> digests) {
        return digests.stream().map(digest -> !digest.equals(Catalogue.ABSENT)).toList();
    }
}
