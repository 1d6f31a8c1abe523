package org.pimtools.migrator.provider.google;

import java.util.Map;

/** Where the name stands by which the platform knew an instance: its option {@code name-from}. */
enum NameSource {
    INSTANCE,
    LABEL,
    METADATA;

    /** @param option one that the endpoint's kind can have, or null for the default */
    static NameSource of(String option) {
        return option == null
                ? INSTANCE
                : Map.of("instance", INSTANCE, "label", LABEL, "metadata", METADATA)
                        .get(option);
    }

    /** What of an instance has to be asked for. */
    String fields() {
        return switch (this) {
            case INSTANCE -> "id,name";
            case LABEL -> "id,labels";
            case METADATA -> "id,metadata/items";
        };
    }
}
