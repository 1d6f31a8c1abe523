package org.pimtools.common.interrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

class WaitingTest {
    private static final Runnable GO_ON = () -> {};
    private static final Runnable STOP = () -> {
        throw new ToolException(ExitCode.TERMINATED, "stopped", "run again to resume");
    };

    @Test
    void givesTheAnswerOrTheFailureAsItCame() throws IOException {
        assertEquals("yes", Waiting.on(() -> "yes", GO_ON));
        assertEquals(
                "gone", assertThrows(IOException.class, () -> refuse(GO_ON)).getMessage());
        assertThrows(
                StackOverflowError.class,
                () -> Waiting.on(
                        () -> {
                            throw new StackOverflowError();
                        },
                        GO_ON));
    }

    @Test
    void aStopEndsTheWait() {
        CountDownLatch never = new CountDownLatch(1);
        ToolException stopped = assertThrows(
                ToolException.class,
                () -> Waiting.on(
                        () -> {
                            never.await();
                            return "";
                        },
                        STOP));
        assertEquals(ExitCode.TERMINATED, stopped.exitCode());
        never.countDown();
    }

    @Test
    void whatFailsAfterAStopWasStopped() {
        assertEquals(
                ExitCode.TERMINATED,
                assertThrows(ToolException.class, () -> refuse(STOP)).exitCode());
    }

    private static String refuse(Runnable safePoint) throws IOException {
        return Waiting.on(
                () -> {
                    throw new IOException("gone");
                },
                safePoint);
    }
}
