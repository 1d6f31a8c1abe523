package org.pimtools.migrator.remote;

import java.security.cert.CertificateException;
import java.util.Optional;

/** An endpoint's certificate is not believed; the message names the fingerprint that was seen. */
public final class CertificateRefused extends CertificateException {
    private static final int DEEPEST = 20;
    private final RemoteException.Reason reason;
    private final String fingerprint;

    CertificateRefused(RemoteException.Reason reason, String fingerprint, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.fingerprint = fingerprint;
    }

    /** SHA-256 of the certificate that was seen, as 64 lower-case hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    public RemoteException.Reason reason() {
        return reason;
    }

    /** Looks for a refused certificate among the causes of a failed connection. */
    public static Optional<CertificateRefused> in(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof CertificateRefused refused) {
                return Optional.of(refused);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
