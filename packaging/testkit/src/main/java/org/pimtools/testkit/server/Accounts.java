package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;

/** The account that a server runs as: not root, even when the tests do. */
final class Accounts {
    private static final List<String> UNPRIVILEGED = List.of("mysql", "nobody");

    private Accounts() {}

    static boolean areWeRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An account to change to, empty when there is no need (or no way) to. */
    static Optional<UserPrincipal> toChangeTo() {
        return areWeRoot()
                ? UNPRIVILEGED.stream().flatMap(name -> lookUp(name).stream()).findFirst()
                : Optional.empty();
    }

    private static Optional<UserPrincipal> lookUp(String name) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
