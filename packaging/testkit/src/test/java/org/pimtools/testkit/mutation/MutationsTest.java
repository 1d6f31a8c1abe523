package org.pimtools.testkit.mutation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a reader may do with a spoilt input, and what is told of one that does something else. */
class MutationsTest {
    private static final byte[] GOOD = "name: web\nport: 443\n".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger tried = new AtomicInteger();

    @Test
    void takenOrRefused() {
        mutations().of(GOOD, spoilt -> refuseEveryOther());
        assertEquals(100, tried.get());
    }

    @Test
    void theSameSeedSpoilsInTheSameWay() {
        Mutator one = Mutator.ofYaml(3);
        Mutator other = Mutator.ofYaml(3);
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(one.of(GOOD), other.of(GOOD));
        }
    }

    @Test
    void anotherExceptionIsToldWithTheNumberOfTheMutation() {
        assertFails("mutation 6 of yaml: java.lang.IndexOutOfBoundsException: 7", spoilt -> {
            refuseEveryOther();
            if (tried.get() == 7) {
                throw new IndexOutOfBoundsException("7");
            }
        });
    }

    @Test
    void aStackThatOverflowsIsNoRefusal() {
        assertFails("mutation 0 of yaml: java.lang.StackOverflowError", spoilt -> {
            throw new StackOverflowError();
        });
    }

    @Test
    void memoryOutOfProportionIsTold() {
        assertFails("bytes of memory", spoilt -> assertTrue(new byte[80 << 20].length > 0));
    }

    @Test
    void aReaderThatHangsIsToldWithItsPlace() {
        CountDownLatch never = new CountDownLatch(1);
        Mutations impatient =
                new Mutations("yaml", 100, Mutator.ofYaml(1), IllegalStateException.class::isInstance, Duration.ZERO);
        assertFails("hangs at\n", impatient, spoilt -> never.await());
    }

    @Test
    void whatTakesEverythingOrNothingIsNoTest() {
        assertFails("100 of 100 were taken", spoilt -> {});
        assertFails("0 of 100 were taken", spoilt -> {
            throw new IllegalStateException();
        });
    }

    private void refuseEveryOther() {
        if (tried.incrementAndGet() % 2 == 0) {
            throw new IllegalStateException();
        }
    }

    private static void assertFails(String message, Mutations.Reader reader) {
        assertFails(message, mutations(), reader);
    }

    private static void assertFails(String message, Mutations mutations, Mutations.Reader reader) {
        AssertionError error = assertThrows(AssertionError.class, () -> mutations.of(GOOD, reader));
        assertTrue(error.getMessage().contains(message), error::getMessage);
    }

    private static Mutations mutations() {
        return new Mutations("yaml", 100, Mutator.ofYaml(1), IllegalStateException.class::isInstance);
    }
}
