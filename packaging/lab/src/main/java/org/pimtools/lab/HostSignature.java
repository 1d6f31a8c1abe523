package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The signature of a result or an SQL file, verified without the tools. Written from {@code docs/result-format.md} and
 * {@code docs/sql-files.md}.
 */
final class HostSignature {
    /** How the message about a good one begins; its key follows. */
    static final String SIGNED = "signed by ";

    private static final Pattern RESULT_KEY = Pattern.compile("\"hostKey\":\"([A-Za-z0-9+/=]+)\"}\n");
    private static final Pattern RESULT_END =
            Pattern.compile(",\"digest\":\"[0-9a-f]{64}\",\"signature\":\"([A-Za-z0-9+/=]+)\"}\n$");
    private static final Pattern SQL_KEY = Pattern.compile("\n-- host ([A-Za-z0-9+/=]+)\n");
    private static final Pattern SQL_END = Pattern.compile("-- signature ([A-Za-z0-9+/=]+)\n$");

    private HostSignature() {}

    /** "signed by" and the key that signed the file, or what is wrong with its signature. */
    static String of(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean sql = file.getFileName().toString().endsWith(".sql");
        Matcher key = (sql ? SQL_KEY : RESULT_KEY).matcher(text);
        Matcher end = (sql ? SQL_END : RESULT_END).matcher(text);
        if (!key.find() || !end.find()) {
            return "not signed";
        }
        byte[] signed = text.substring(0, end.start()).getBytes(StandardCharsets.ISO_8859_1);
        return isSigned(sql ? "pim-sql 3" : "pim-result 3", key.group(1), signed, end.group(1))
                ? SIGNED + key.group(1)
                : "not signed by the key that it names";
    }

    private static boolean isSigned(String context, String key, byte[] signed, String signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
            verifier.update((context + "\0").getBytes(StandardCharsets.US_ASCII));
            verifier.update(MessageDigest.getInstance("SHA-256").digest(signed));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
