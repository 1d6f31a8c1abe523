package org.pimtools.testkit.server;

import java.util.Locale;
import java.util.Optional;

/** Where MariaDB and Redis come from: {@code PIM_TESTKIT_SERVERS} is empty, {@code system}, {@code embedded} or {@code containers}. */
enum ServerChoice {
    /** The machine's own server, else the embedded one. */
    ANY,
    SYSTEM,
    EMBEDDED,
    CONTAINERS;

    static ServerChoice ofThisRun() {
        return Optional.ofNullable(System.getenv("PIM_TESTKIT_SERVERS"))
                .filter(name -> !name.isBlank())
                .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .orElse(ANY);
    }
}
