package org.pimtools.testkit.server;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for servers on {@code 127.0.0.1} and {@code localhost}, self-signed or issued by an authority. */
public final class Certificates {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The kind of key: RSA of 2048 bits, or EC on the curve P-256. */
    public enum KeyKind {
        RSA("RSA", 2048, "SHA256withRSA"),
        EC("EC", 256, "SHA256withECDSA");

        private final String algorithm;
        private final int bits;
        private final String signature;

        KeyKind(String algorithm, int bits, String signature) {
            this.algorithm = algorithm;
            this.bits = bits;
            this.signature = signature;
        }
    }

    private Certificates() {}

    /** A certificate that was valid yesterday and will be tomorrow. */
    public static ServerCertificate valid(KeyKind kind) {
        Instant now = Instant.now();
        return selfSigned(kind, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
    }

    /** A certificate that ended yesterday. */
    public static ServerCertificate expired(KeyKind kind) {
        Instant now = Instant.now();
        return selfSigned(kind, now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
    }

    /** The SHA-256 of the certificate in DER, 64 lower-case hexadecimal digits. */
    public static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of an authority, self-signed, with a name of its own. */
    public static ServerCertificate authority(KeyKind kind) {
        Instant now = Instant.now();
        KeyPair keys = keys(kind);
        return signed(
                kind,
                new Subject("CN=authority " + new BigInteger(64, RANDOM), keys, true),
                new ServerCertificate(null, keys.getPrivate()),
                now.minus(Duration.ofDays(2)),
                now.plus(Duration.ofDays(60)));
    }

    /** A certificate that an authority issues, valid until then; clients can show it, too. */
    public static ServerCertificate issued(KeyKind kind, ServerCertificate authority, Instant until) {
        return signed(
                kind,
                new Subject("CN=localhost", keys(kind), false),
                authority,
                until.minus(Duration.ofDays(30)),
                until);
    }

    private static ServerCertificate selfSigned(KeyKind kind, Instant from, Instant to) {
        KeyPair keys = keys(kind);
        return signed(
                kind,
                new Subject("CN=localhost", keys, false),
                new ServerCertificate(null, keys.getPrivate()),
                from,
                to);
    }

    private static KeyPair keys(KeyKind kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.algorithm);
            generator.initialize(kind.bits, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Subject(String name, KeyPair keys, boolean authority) {}

    /** @param issuer without a certificate for the subject itself; its key is of the same kind */
    private static ServerCertificate signed(
            KeyKind kind, Subject subject, ServerCertificate issuer, Instant from, Instant to) {
        try {
            X500Name name = new X500Name(subject.name);
            var builder = new JcaX509v3CertificateBuilder(
                    issuer.certificate() == null
                            ? name
                            : X500Name.getInstance(issuer.certificate()
                                    .getSubjectX500Principal()
                                    .getEncoded()),
                    new BigInteger(120, RANDOM),
                    Date.from(from),
                    Date.from(to),
                    name,
                    subject.keys.getPublic());
            if (subject.authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.iPAddress, Ports.LOOPBACK),
                    new GeneralName(GeneralName.dNSName, "localhost")
                }));
            }
            return new ServerCertificate(
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder(kind.signature).build(issuer.key()))),
                    subject.keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
