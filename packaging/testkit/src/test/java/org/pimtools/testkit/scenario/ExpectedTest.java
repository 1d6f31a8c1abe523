package org.pimtools.testkit.scenario;

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

    private static boolean matches(String expected, String actual) {
        return new Expected(expected).matches(actual, DIRECTORY);
    }
}
