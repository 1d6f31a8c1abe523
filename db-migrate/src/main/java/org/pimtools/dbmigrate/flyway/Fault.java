package org.pimtools.dbmigrate.flyway;

import java.util.Objects;

/**
 * Something in a module's folders or history that forbids to touch its database.
 *
 * @param message what is wrong: lower case, no final stop
 * @param hint what the operator does next
 */
public record Fault(String message, String hint) {
    public Fault {
        Objects.requireNonNull(message);
        Objects.requireNonNull(hint);
    }
}
