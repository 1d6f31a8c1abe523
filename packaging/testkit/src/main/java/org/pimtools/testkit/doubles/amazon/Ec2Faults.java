package org.pimtools.testkit.doubles.amazon;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which lists of which regions misbehave, from where on and how often. */
final class Ec2Faults {
    private static final class Injected {
        private final int page;
        private final Ec2Fault fault;
        private int left;
        private boolean begun;

        Injected(int page, int times, Ec2Fault fault) {
            this.page = page;
            this.left = times;
            this.fault = fault;
        }
    }

    private final Map<String, Injected> byList = new HashMap<>();

    synchronized void inject(String region, String action, int page, int times, Ec2Fault fault) {
        if (page < 1 || times < 1) {
            throw new IllegalArgumentException("pages and times count from 1");
        }
        byList.put(region + " " + action, new Injected(page, times, fault));
    }

    synchronized void heal() {
        byList.clear();
    }

    synchronized Optional<Ec2Fault> at(String region, String action, int page) {
        Injected injected = byList.get(region + " " + action);
        if (injected == null || injected.left == 0 || !(injected.begun || injected.page == page)) {
            return Optional.empty();
        }
        injected.begun = true;
        injected.left--;
        return Optional.of(injected.fault);
    }
}
