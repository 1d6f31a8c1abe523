package org.pimtools.common.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is known of the passwords that the platform stores in its database. */
public enum StoredPasswords {
    /** Each is judged by its form. */
    RECOGNISE,
    /** All are what one logs in with. */
    PLAIN,
    /** All are encrypted, and none can be used. */
    ENCRYPTED;

    /** As a profile names it. */
    static Optional<StoredPasswords> of(String name) {
        return Arrays.stream(values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
