package org.pimtools.lab;

import java.util.List;

/**
 * Breaks some parts in passes: from where the part begins, some runs are broken, then it runs to its end, and all is compared with
 * the undisturbed run. What is chosen at random comes from the seed and the number of the pass.
 */
interface ChaosRun {
    List<ChaosPart> parts();

    /** Each part once, undisturbed. */
    void measure();

    /** A pass of kills. @param part one of these parts */
    void kills(ChaosPart part, int number) throws InterruptedException;

    /** A pass of one fault. @param part one of these parts, which the fault can break */
    void fault(ChaosFault fault, ChaosPart part, int number) throws InterruptedException;
}
