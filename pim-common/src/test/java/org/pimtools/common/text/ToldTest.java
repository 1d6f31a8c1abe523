package org.pimtools.common.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldTest {
    @Test
    void aFewAreToldWhole() {
        assertEquals("", Told.of(List.of()));
        assertEquals("one", Told.of(List.of("one")));
        assertEquals("one; two; three", Told.of(List.of("one", "two", "three")));
    }

    @Test
    void ofManyTheFirstAreToldAndTheOthersCounted() {
        List<String> many = Collections.nCopies(5_000, "x".repeat(98));
        assertEquals(String.join("; ", many.subList(0, 15)) + "; and 4,985 more", Told.of(many));
        assertEquals(String.join("; ", many.subList(0, 15)) + "; and 4,988 more", Told.of(many, 3));
    }

    @Test
    void oneIsToldHoweverLongItIs() {
        String endless = "x".repeat(3_000);
        assertEquals(endless + "; and 1 more", Told.of(List.of(endless, "two")));
    }
}
