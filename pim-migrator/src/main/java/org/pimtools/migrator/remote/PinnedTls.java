package org.pimtools.migrator.remote;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS to one endpoint. With a pin exactly one leaf certificate is believed, whatever its host name, issuer and dates
 * say: the operator vouched for that very certificate, and an expired one is no less the pinned one. Without a pin the
 * JVM's trust store decides, host name and dates included.
 */
public final class PinnedTls extends X509ExtendedTrustManager {
    private final String pin;
    private final X509ExtendedTrustManager javaTrust;

    private PinnedTls(String pin, X509ExtendedTrustManager javaTrust) {
        this.pin = pin;
        this.javaTrust = javaTrust;
    }

    /** @param pin SHA-256 of the leaf's DER form as 64 lower-case hexadecimal digits, or null */
    public static SSLContext context(String pin) {
        return context(pin, null);
    }

    /** @param trusted asked without a pin; null for the JVM's trust store */
    static SSLContext context(String pin, KeyStore trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // reading the trust store takes longer than a small inventory, and a pin does not need it
            X509ExtendedTrustManager javaTrust = pin == null ? trust(trusted) : null;
            context.init(null, new TrustManager[] {new PinnedTls(pin, javaTrust)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static X509ExtendedTrustManager trust(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    /** SHA-256 of the certificate's DER form as 64 lower-case hexadecimal digits. */
    public static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> javaTrust.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, () -> javaTrust.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> javaTrust.checkServerTrusted(chain, authType));
    }

    private void check(X509Certificate[] chain, Check withoutPin) throws CertificateException {
        String seen = fingerprint(chain[0]);
        if (pin == null) {
            try {
                // a certificate that is in the trust store itself is otherwise believed past its dates
                chain[0].checkValidity();
                withoutPin.run();
            } catch (CertificateException e) {
                throw new CertificateRefused(
                        RemoteException.Reason.CERTIFICATE_UNVERIFIED, seen, "sha-256 " + seen + ": " + reason(e), e);
            }
        } else if (!pin.equals(seen)) {
            throw new CertificateRefused(
                    RemoteException.Reason.CERTIFICATE_CHANGED,
                    seen,
                    "pinned sha-256 " + pin + ", seen sha-256 " + seen,
                    null);
        }
    }

    private static String reason(CertificateException refusal) {
        if (refusal instanceof CertificateExpiredException) {
            return "it has expired";
        }
        if (refusal instanceof CertificateNotYetValidException) {
            return "it is not yet valid";
        }
        boolean trustedIssuer = refusal.getCause() == null;
        return trustedIssuer ? String.valueOf(refusal.getMessage()) : "its issuer is not in the Java trust store";
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no client is served");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no client is served");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no client is served");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pin == null ? javaTrust.getAcceptedIssuers() : new X509Certificate[0];
    }

    private interface Check {
        void run() throws CertificateException;
    }
}
