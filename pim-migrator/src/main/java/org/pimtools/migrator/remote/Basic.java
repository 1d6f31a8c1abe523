package org.pimtools.migrator.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pimtools.common.secret.Secret;

/** Basic authentication. Source: RFC 7617. */
final class Basic {
    private Basic() {}

    /** The value of the header. */
    static Secret of(String user, Secret password) {
        byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return Secret.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
}
