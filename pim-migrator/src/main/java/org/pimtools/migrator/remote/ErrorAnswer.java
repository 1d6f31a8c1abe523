package org.pimtools.migrator.remote;

import java.nio.charset.StandardCharsets;

/**
 * An answer that was not accepted.
 *
 * @param start the body, or what there is of its first 64 KiB
 */
public record ErrorAnswer(int status, Headers headers, byte[] start) {
    static final int LONGEST_START = 1 << 16;

    /** The body's start, read as UTF-8. */
    public String text() {
        return new String(start, StandardCharsets.UTF_8);
    }

    /** Leaves headers and body out: a server may repeat in them what it was sent. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
