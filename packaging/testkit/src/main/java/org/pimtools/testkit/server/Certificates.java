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
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates for servers on {@code 127.0.0.1} and {@code localhost}. */
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

    private static ServerCertificate selfSigned(KeyKind kind, Instant from, Instant to) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.algorithm);
            generator.initialize(kind.bits, RANDOM);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=localhost");
            var builder = new JcaX509v3CertificateBuilder(
                    name, new BigInteger(120, RANDOM), Date.from(from), Date.from(to), name, keys.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.iPAddress, Ports.LOOPBACK),
                new GeneralName(GeneralName.dNSName, "localhost")
            }));
            return new ServerCertificate(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder(kind.signature).build(keys.getPrivate()))),
                    keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
