package org.pimtools.common.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import org.pimtools.common.interrupt.Interrupt;

/** Prints in which order a signal is announced and noticed, for tests that run it as a process. */
final class SignalWitness {
    private SignalWitness() {}

    public static void main(String[] args) throws InterruptedException {
        try (Interrupt interrupt = Interrupt.install()) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream()) {
                @Override
                public void println(String message) {
                    System.out.println(interrupt.requested().isEmpty() ? "announced first" : "noticed first");
                }
            });
            System.out.println("running");
            while (interrupt.requested().isEmpty()) {
                Thread.sleep(5);
            }
            System.out.println("noticed");
        }
    }
}
