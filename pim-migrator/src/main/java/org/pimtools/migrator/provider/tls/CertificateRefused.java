package org.pimtools.migrator.provider.tls;

import java.security.cert.CertificateException;
import java.util.Optional;
import org.pimtools.common.finding.FindingCode;

/** An endpoint's certificate is not believed; the message names the fingerprint that was seen. */
public final class CertificateRefused extends CertificateException {
    private static final int DEEPEST = 20;
    private final FindingCode code;
    private final String fingerprint;

    CertificateRefused(FindingCode code, String fingerprint, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.fingerprint = fingerprint;
    }

    /** SHA-256 of the certificate that was seen, as 64 lower-case hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    public FindingCode code() {
        return code;
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
