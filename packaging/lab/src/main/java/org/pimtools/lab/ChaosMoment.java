package org.pimtools.lab;

import java.util.List;
import java.util.Random;

/**
 * When and where something is broken.
 *
 * @param measure of the part
 * @param process the run; null before it
 */
record ChaosMoment(ChaosSite site, ChaosPart part, ChaosMeasure measure, Process process, Random random) {
    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
