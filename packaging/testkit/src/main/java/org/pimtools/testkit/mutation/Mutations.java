package org.pimtools.testkit.mutation;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gives spoilt inputs of one kind to their reader, one after the other: each is taken or refused as it must be. How many is fixed, so
 * that a run is the same everywhere; with the system property {@code pim.mutation.seconds} it goes on until that time is over.
 */
public final class Mutations {
    /** The most that reading may allocate, all together: much for a small input, and in proportion to a large one. */
    private static final long MOST_BYTES = 64L << 20;

    private static final long MOST_PER_BYTE = 2_000;

    /** No input takes a reader that long, not on the slowest machine. */
    private static final Duration HANGS_AFTER = Duration.ofMinutes(2);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String kind;
    private final int number;
    private final Mutator mutator;
    private final Predicate<Exception> refusal;
    private final Duration hangsAfter;
    private volatile int all;
    private int taken;

    /**
     * @param kind for the line that tells how many there were
     * @param mutator makes the inputs
     * @param refusal whether a reader that throws this has refused its input as it must; everything else that it throws is a failure
     */
    public Mutations(String kind, int number, Mutator mutator, Predicate<Exception> refusal) {
        this(kind, number, mutator, refusal, HANGS_AFTER);
    }

    Mutations(String kind, int number, Mutator mutator, Predicate<Exception> refusal, Duration hangsAfter) {
        this.kind = kind;
        this.number = number;
        this.mutator = mutator;
        this.refusal = refusal;
        this.hangsAfter = hangsAfter;
    }

    /** Reads the next spoilt input. */
    @FunctionalInterface
    public interface Reading {
        void run() throws Exception;
    }

    /** Reads bytes. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] spoilt) throws Exception;
    }

    /** Makes the next input and reads it. */
    @FunctionalInterface
    public interface Attempt {
        /** @return false when nothing came of it, which counts as refused */
        boolean taken() throws Exception;
    }

    /** Spoils the good content of a file, which is written anew for each reading. */
    public void ofFile(Path file, String good, Reading reading) {
        ofFile(file, good.getBytes(StandardCharsets.UTF_8), reading);
    }

    /** Spoils the good content of a file, which is written anew for each reading. */
    public void ofFile(Path file, byte[] good, Reading reading) {
        of(good, spoilt -> {
            write(file, spoilt);
            reading.run();
        });
    }

    /** Spoils good bytes. */
    public void of(byte[] good, Reader reader) {
        run(() -> {
            reader.read(mutator.of(good));
            return true;
        });
    }

    /** Writes a new file in place of the old one. To empty an old one and fill it again makes a file system write it to the disk. */
    public static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    /**
     * Tries until the number and the time are reached.
     *
     * @throws AssertionError for the first attempt that threw what is no refusal, hung, or whose thread allocated out of all
     *     proportion; and when not a single input was taken, or none refused
     */
    public void run(Attempt attempt) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            tryAll(attempt);
            return null;
        });
        Thread thread = new Thread(task, "mutations of " + kind);
        thread.setDaemon(true);
        thread.start();
        await(task, thread);
        System.err.printf("mutations of %s: %,d, %,d refused, %,d taken%n", kind, all, all - taken, taken);
        if (taken == 0 || taken == all) {
            throw new AssertionError("mutations of " + kind + ": " + taken + " of " + all + " were taken");
        }
    }

    private void await(FutureTask<Void> task, Thread thread) {
        int seen = -1;
        while (true) {
            try {
                task.get(hangsAfter.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (seen == all) {
                    throw failure("hangs at\n"
                            + Arrays.stream(thread.getStackTrace())
                                    .map(String::valueOf)
                                    .collect(Collectors.joining("\n")));
                }
                seen = all;
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private void tryAll(Attempt attempt) {
        Instant end = Instant.now().plus(Duration.ofSeconds(Long.getLong("pim.mutation.seconds", 0)));
        while (all < number || Instant.now().isBefore(end)) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long made = mutator.made();
            taken += isTaken(attempt) ? 1 : 0;
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            long input = mutator.made() - made;
            if (allocated > MOST_BYTES + MOST_PER_BYTE * input) {
                throw failure("%,d bytes of input took %,d bytes of memory".formatted(input, allocated));
            }
            all++;
        }
    }

    private boolean isTaken(Attempt attempt) {
        try {
            return attempt.taken();
        } catch (Exception e) {
            if (refusal.test(e)) {
                return false;
            }
            throw (AssertionError) failure(e.toString()).initCause(e);
        } catch (Error e) {
            throw (AssertionError) failure(e.toString()).initCause(e);
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError("mutation " + all + " of " + kind + ": " + what);
    }
}
