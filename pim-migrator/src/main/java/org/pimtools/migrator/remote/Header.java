package org.pimtools.migrator.remote;

import java.util.Objects;
import java.util.regex.Pattern;
import org.pimtools.common.secret.Secret;

/**
 * A header of a request; its value never shows itself when it is a secret.
 *
 * @param secret whether the value is one
 */
public record Header(String name, Secret value, boolean secret) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /**
     * @throws IllegalArgumentException when name or value cannot stand in a header; the message leaves the value out
     */
    public Header {
        Objects.requireNonNull(value);
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("a header's name");
        }
        if (!fits(value.reveal())) {
            throw new IllegalArgumentException("the value of the header " + name);
        }
    }

    /** Whether a text can be a header's value: printable ASCII and tabs. */
    public static boolean fits(String value) {
        return VALUE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return name + ": " + (secret ? value.toString() : value.reveal());
    }
}
