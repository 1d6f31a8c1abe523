package org.pimtools.testkit.mutation;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Tries spoilt inputs, one after the other. How many is fixed, so that a run is the same everywhere; with the system property
 * {@code pim.mutation.seconds} it goes on for that long instead.
 */
public final class Mutations {
    /** The most that reading may allocate, all together: much for a small input, and in proportion to a large one. */
    private static final long MOST_BYTES = 64L << 20;

    private static final long MOST_PER_BYTE = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Mutations() {}

    /** What is tried. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Gives the next spoilt input to its reader.
         *
         * @return true when it was taken, false when it was refused as it must be; everything else is thrown
         */
        boolean taken() throws Exception;
    }

    /** How many inputs were tried, and how many of them were taken. */
    public record Tried(int all, int taken) {
        public int refused() {
            return all - taken;
        }
    }

    /** Writes a new file in place of the old one. To empty an old one and fill it again makes a file system write it to the disk. */
    public static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    /**
     * Tries until the number or the time is reached.
     *
     * @param kind for the line that tells how many there were
     * @param mutator makes the inputs
     * @throws AssertionError for the first attempt that threw, or whose thread allocated out of all proportion
     */
    public static Tried run(String kind, int number, Mutator mutator, Attempt attempt) {
        Long seconds = Long.getLong("pim.mutation.seconds");
        Instant end = Instant.now().plus(Duration.ofSeconds(seconds == null ? 0 : seconds));
        int all = 0;
        int taken = 0;
        while (seconds == null ? all < number : Instant.now().isBefore(end)) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long made = mutator.made();
            try {
                taken += attempt.taken() ? 1 : 0;
            } catch (Exception | Error e) {
                throw new AssertionError("mutation " + all + " of " + kind + ": " + e, e);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            long input = mutator.made() - made;
            if (allocated > MOST_BYTES + MOST_PER_BYTE * input) {
                throw new AssertionError("mutation %d of %s: %,d bytes of input took %,d bytes of memory"
                        .formatted(all, kind, input, allocated));
            }
            all++;
        }
        System.err.printf("mutations of %s: %,d, %,d refused, %,d taken%n", kind, all, all - taken, taken);
        return new Tried(all, taken);
    }
}
