package org.pimtools.dbmigrate.execute;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.dbmigrate.script.StatementKind;

/** Tells from the catalogue whether a definition took effect whose run was cut off. Pure. */
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
     */
    static Verdict judge(StatementKind.Effect effect, List<String> before, List<String> now) {
        if (effect instanceof StatementKind.Effect.Repeatable) {
            return Verdict.NOT_DONE;
        }
        if (before.size() != now.size() || before.contains(Catalogue.UNSEEN) || now.contains(Catalogue.UNSEEN)) {
            return Verdict.UNKNOWN;
        }
        boolean same = now.equals(before);
        if (effect instanceof StatementKind.Effect.Shown) {
            return same ? Verdict.NOT_DONE : Verdict.DONE;
        } else if (effect instanceof StatementKind.Effect.Gone) {
            boolean gone = now.stream().allMatch(Catalogue.ABSENT::equals);
            return gone ? Verdict.DONE : same ? Verdict.NOT_DONE : Verdict.UNKNOWN;
        } else if (effect instanceof StatementKind.Effect.Renamed renamed) {
            List<String> expected = new ArrayList<>(before);
            for (StatementKind.Pair pair : renamed.pairs()) {
                expected.set(pair.to(), expected.get(pair.from()));
                expected.set(pair.from(), Catalogue.ABSENT);
            }
            return expected.equals(before)
                    ? Verdict.UNKNOWN
                    : now.equals(expected) ? Verdict.DONE : same ? Verdict.NOT_DONE : Verdict.UNKNOWN;
        }
        return Verdict.UNKNOWN;
    }
}
