package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ToolsTest {
    @Test
    void theFirstAlternativeThatExistsIsTaken() {
        assertEquals("sh", Tools.require("no-such-shell", "sh").getFileName().toString());
        assertEquals(Optional.empty(), Tools.find("no-such-shell"));
    }

    @Test
    void aMissingToolSkipsTheTestOrFailsItWhereToolsAreRequired() {
        Class<? extends Throwable> expected =
                "1".equals(System.getenv("PIM_REQUIRE_TOOLS")) ? AssertionError.class : TestAbortedException.class;
        Throwable thrown = assertThrows(expected, () -> Tools.require("no-such-daemon", "no-such-alias"));
        assertTrue(thrown.getMessage().contains("install the Debian package no-such-daemon"), thrown::getMessage);
    }
}
