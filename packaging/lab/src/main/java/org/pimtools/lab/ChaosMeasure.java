package org.pimtools.lab;

import java.util.List;

/**
 * What an undisturbed run of a part is.
 *
 * @param before what there is at its beginning
 * @param after what it leaves
 */
record ChaosMeasure(ChaosPace pace, ChaosState before, ChaosState after) {
    /** The keys of the subscriptions that the part changed. */
    List<String> subscriptions() {
        return before.redis().diff(after.redis()).stream()
                .filter(line -> line.matches("~ VirtualMachine:\\d+ .*"))
                .map(line -> line.split(" ")[1])
                .toList();
    }
}
