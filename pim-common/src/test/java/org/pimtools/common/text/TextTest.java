package org.pimtools.common.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pimtools.common.cli.Table;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "a\u001b[31mb, a\\u{1b}[31mb",
        "a\u009bb, a\\u{9b}b",
        "a\u007fb, a\\u{7f}b",
        "a\u202eb, a\\u{202e}b",
        "a\u2066b, a\\u{2066}b",
        "a\u200bb, a\\u{200b}b",
        "a\ufeffb, a\\u{feff}b",
        "a\u2028b, a\\u{2028}b",
        "a\ud800b, a\\u{d800}b",
        "a\udb40\udc41b, a\\u{e0041}b"
    })
    void escapesWhatATerminalObeysOrHides(String text, String printable) {
        assertEquals(printable, Text.printable(text));
    }

    @Test
    void writesWhiteSpaceOfControlAsItsUsualEscape() {
        assertEquals("a\\nb\\rc\\td", Text.printable("a\nb\rc\td"));
    }

    @Test
    void leavesPlainTextAlone() {
        String text = "naïve 漢字 😀 \\ ' \" % 100 €";
        assertSame(text, Text.printable(text));
    }

    @Test
    void aSecondTimeChangesNothing() {
        String once = Text.printable("a\u202e\nb");
        assertEquals(once, Text.printable(once));
    }

    @Test
    void cutsLongText() {
        assertEquals("abc…", Text.printable("abcdef", 3));
        assertEquals("abc", Text.printable("abc", 3));
        assertEquals(
                Text.LONGEST_LINE + 1, Text.printable("x".repeat(1_000_000)).length());
    }

    @ParameterizedTest
    @CsvSource({
        "ab😀, 4, ab😀",
        "ab😀, 3, ab…",
        "ab😀, 2, ab…",
        "a😀😀, 3, a😀…",
        "a😀😀, 4, a😀…",
        "abcdef, 3, abc…",
        "😀b, 1, …"
    })
    void keepsTheBeginningOfALongTextAndNoHalfOfACharacter(String text, int longest, String shortened) {
        assertEquals(shortened, Text.shortened(text, longest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0; 0 infos", "1; 1 info", "2; 2 infos", "1234567; 1,234,567 infos"})
    void countsAsPeopleDo(long number, String counted) {
        assertEquals(counted, Text.counted(number, "info"));
    }

    @Test
    void alignsColumnsByWhatTheyTakeOnATerminal() {
        assertEquals(
                List.of("名前  n", "e\u0301     1", "abcd  2"),
                Table.lines(List.of(List.of("名前", "n"), List.of("e\u0301", "1"), List.of("abcd", "2")), 100));
    }
}
