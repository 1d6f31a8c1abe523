package org.pimtools.testkit.doubles.veeam;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Who is logged in. */
final class Sessions {
    private final Set<String> open = new HashSet<>();
    private int opened;
    private int closed;

    synchronized String open() {
        String key = UUID.randomUUID().toString();
        open.add(key);
        opened++;
        return key;
    }

    synchronized boolean knows(String key) {
        return open.contains(key);
    }

    synchronized boolean close(String key) {
        boolean known = open.remove(key);
        if (known) {
            closed++;
        }
        return known;
    }

    /** They end without a logout. */
    synchronized void expire() {
        open.clear();
    }

    synchronized SessionCount count() {
        return new SessionCount(opened, closed, open.size());
    }
}
