package org.pimtools.migrator.provider.azure;

import java.util.Map;

/** Where the name stands by which the platform knew a machine: its option {@code name-from}. */
enum NameSource {
    RESOURCE,
    TAG,
    COMPUTER_NAME;

    /** @param option one that the endpoint's kind can have, or null for the default */
    static NameSource of(String option) {
        return option == null
                ? RESOURCE
                : Map.of("resource", RESOURCE, "tag", TAG, "computer-name", COMPUTER_NAME)
                        .get(option);
    }
}
