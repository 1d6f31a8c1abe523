package org.pimtools.common.jdbc;

import java.util.Locale;
import org.pimtools.common.plan.HostAddress;

/** How the connection to the database is protected. */
public enum TlsMode {
    /** In clear. */
    OFF("disable"),
    /** Encrypted, with a certificate of a trusted authority, whatever host name it holds. */
    VERIFY_CA("verify-ca"),
    /** Encrypted, with a certificate of a trusted authority that holds the host's name. */
    VERIFY_FULL("verify-full");

    private final String driverName;

    TlsMode(String driverName) {
        this.driverName = driverName;
    }

    String driverName() {
        return driverName;
    }

    /** Off for this machine itself, verify-full for every other. */
    public static TlsMode defaultFor(HostAddress host) {
        String text = host.text();
        boolean local = text.equals("localhost") || text.equals("::1") || text.matches("127(\\.[0-9]+){3}");
        return local ? OFF : VERIFY_FULL;
    }

    /** As the option is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
