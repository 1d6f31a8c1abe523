package org.pimtools.testkit.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random names and passwords, so that tests on one server never meet. */
final class Names {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    static String random(String prefix) {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
