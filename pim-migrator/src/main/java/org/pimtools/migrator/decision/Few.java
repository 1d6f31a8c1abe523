package org.pimtools.migrator.decision;

import java.util.Collection;
import java.util.stream.Collectors;

/** A list that a person reads, however long it is. */
final class Few {
    private static final int NAMED = 10;

    private Few() {}

    static String of(Collection<String> all) {
        String named = all.stream().limit(NAMED).collect(Collectors.joining(", "));
        return all.size() <= NAMED ? named : named + " and " + (all.size() - NAMED) + " more";
    }
}
