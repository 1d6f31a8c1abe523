package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.dbmigrate.execute.Recovery.Verdict;
import org.pimtools.dbmigrate.script.StatementKind.Effect;
import org.pimtools.dbmigrate.script.StatementKind.Pair;

/** What the catalogue tells of a definition that was cut off. Digests are one letter here, {@code -} is not there, {@code ?} not seen. */
class RecoveryTest {
    static Stream<Arguments> definitions() {
        Effect shown = new Effect.Shown();
        Effect over = new Effect.ShownPerhaps();
        Effect gone = new Effect.Gone();
        Effect renamed = new Effect.Renamed(List.of(new Pair(0, 1)));
        Effect swapped = new Effect.Renamed(List.of(new Pair(0, 2), new Pair(1, 0), new Pair(2, 1)));
        return Stream.of(
                Arguments.of(shown, "a", "b", Verdict.DONE),
                Arguments.of(shown, "a", "a", Verdict.NOT_DONE),
                Arguments.of(shown, "-", "a", Verdict.DONE),
                Arguments.of(shown, "?", "a", Verdict.UNKNOWN),
                Arguments.of(shown, "a", "?", Verdict.UNKNOWN),
                Arguments.of(over, "-", "a", Verdict.DONE),
                Arguments.of(over, "-", "-", Verdict.UNKNOWN),
                // the event that was to be changed was over before it was
                Arguments.of(over, "a", "-", Verdict.UNKNOWN),
                Arguments.of(shown, "a", "-", Verdict.UNKNOWN),
                Arguments.of(shown, "a -", "- a", Verdict.DONE),
                Arguments.of(gone, "a b", "- -", Verdict.DONE),
                Arguments.of(gone, "a b", "a b", Verdict.NOT_DONE),
                Arguments.of(gone, "a b", "- b", Verdict.UNKNOWN),
                Arguments.of(new Effect.Repeatable(), "a", "b", Verdict.NOT_DONE),
                Arguments.of(new Effect.Hidden(), "a", "a", Verdict.UNKNOWN),
                Arguments.of(renamed, "a -", "- a", Verdict.DONE),
                Arguments.of(renamed, "a -", "a -", Verdict.NOT_DONE),
                // a table with foreign keys has another definition under another name
                Arguments.of(renamed, "a -", "- b", Verdict.DONE),
                Arguments.of(renamed, "a -", "b -", Verdict.NOT_DONE),
                Arguments.of(renamed, "a -", "- -", Verdict.UNKNOWN),
                Arguments.of(swapped, "a b -", "b a -", Verdict.DONE),
                Arguments.of(swapped, "a b -", "a b -", Verdict.NOT_DONE),
                Arguments.of(swapped, "a a -", "a a -", Verdict.UNKNOWN),
                Arguments.of(swapped, "a b -", "c d -", Verdict.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void isJudgedByTheCatalogue(Effect effect, String before, String now, Verdict verdict) {
        assertEquals(verdict, Recovery.judge(effect, digests(before), digests(now), true));
    }

    /** Before MariaDB 10.6, and on a node of a cluster, the table is there before its rows are. */
    @ParameterizedTest
    @MethodSource("fillings")
    void aTableThatIsFilledIsDoneWhereTheServerMakesBothAtOnce(
            boolean calls, String before, String now, Verdict atOnce, Verdict oneAfterTheOther) {
        Effect filled = new Effect.Filled(calls);
        assertEquals(atOnce, Recovery.judge(filled, digests(before), digests(now), true));
        assertEquals(oneAfterTheOther, Recovery.judge(filled, digests(before), digests(now), false));
    }

    static Stream<Arguments> fillings() {
        return Stream.of(
                Arguments.of(false, "-", "a", Verdict.DONE, Verdict.UNKNOWN),
                Arguments.of(false, "-", "-", Verdict.NOT_DONE, Verdict.NOT_DONE),
                Arguments.of(false, "a", "-", Verdict.UNKNOWN, Verdict.UNKNOWN),
                Arguments.of(false, "a", "a", Verdict.NOT_DONE, Verdict.NOT_DONE),
                Arguments.of(true, "a", "a", Verdict.UNKNOWN, Verdict.UNKNOWN));
    }

    private static List<String> digests(String letters) {
        return Arrays.asList(letters.split(" "));
    }
}
