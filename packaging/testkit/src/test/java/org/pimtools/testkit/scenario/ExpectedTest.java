package org.pimtools.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    private static final Path DIRECTORY = Path.of("/tmp/x");

    @Test
    void textStandsForItself() {
        assertTrue(matches("a [b] (c)* \\d\n", "a [b] (c)* \\d\n"));
        assertFalse(matches("a\n", "a"));
        assertFalse(matches("", "a"));
        assertFalse(matches("a.c", "abc"));
    }

    @Test
    void dotsStandForAnythingWithinOneLine() {
        assertTrue(matches("a [..] c\n", "a  c\n"));
        assertTrue(matches("a [..] c\n", "a b b c\n"));
        assertFalse(matches("a[..]c", "a\nc"));
    }

    @Test
    void uuidTimeAndDirectoryStandForJustThose() {
        assertTrue(matches("[uuid]", "c2c10f13-9f55-4372-9c9c-6c114408719b"));
        assertFalse(matches("[uuid]", "c2c10f13"));
        assertTrue(matches("[time] [time]", "2026-01-31T23:59:59Z 2026-01-31T23:59:59.123456789Z"));
        assertFalse(matches("[time]", "2026-01-31"));
        assertTrue(matches("no [directory]/a", "no /tmp/x/a"));
        assertFalse(matches("no [directory]/a", "no /tmp/y/a"));
    }

    @Test
    void recordsWhatCameAndKeepsPlaceholders() {
        assertEquals(
                "same [..]\nnew\nsame [time]\n",
                recorded("same [..]\nold\nsame [time]\n", "same x\nnew\nsame 2026-01-31T23:59:59Z\n"));
        assertEquals(
                "tool [..] (Java [..]), new\nkey age1[..]\n",
                recorded("tool [..] (Java [..])\nthe key age1[..]\n", "tool 1.0 (Java 17), new\nkey age1xyz\n"));
        assertEquals("in [directory]/a\n", recorded("", "in /tmp/x/a\n"));
        assertEquals(
                "{\"at\":\"[time]\",\"id\":\"[uuid]\",\"b\":2}\n",
                recorded(
                        "{\"at\":\"[time]\",\"id\":\"[uuid]\"}\n",
                        "{\"at\":\"2026-01-31T23:59:59Z\",\"id\":\"c2c10f13-9f55-4372-9c9c-6c114408719b\",\"b\":2}\n"));
        assertEquals("", recorded("old\n", ""));
        assertEquals("cut", recorded("cut\n", "cut"));
    }

    private static String recorded(String expected, String actual) {
        Expected recorded = new Expected(expected).recorded(actual, DIRECTORY);
        assertTrue(recorded.matches(actual, DIRECTORY), recorded.text());
        return recorded.text();
    }

    private static boolean matches(String expected, String actual) {
        return new Expected(expected).matches(actual, DIRECTORY);
    }
}
