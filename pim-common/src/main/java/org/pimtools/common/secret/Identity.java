package org.pimtools.common.secret;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519KeyFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import javax.crypto.spec.SecretKeySpec;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;

/**
 * Opens sealed parts: an age X25519 secret key. Its file is the one that {@code age-keygen} writes: comment lines with
 * {@code #} and one line {@code AGE-SECRET-KEY-1…}.
 */
public final class Identity {
    private static final int LARGEST_FILE = 16 * 1024;

    private final Secret key;
    private final Recipient recipient;

    private Identity(Secret key, Recipient recipient) {
        this.key = key;
        this.recipient = recipient;
    }

    public static Identity generate() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new Identity(Secret.of(text(pair.getPrivate())), new Recipient(text(pair.getPublic())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads an identity file.
     *
     * @param name how the source is called in an error, for instance the file's path
     * @throws ToolException when it holds no identity, or more than one
     */
    public static Identity read(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            String found = null;
            for (String line : new String(bytes, StandardCharsets.US_ASCII).split("\\R")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    if (found != null) {
                        throw new GeneralSecurityException("more than one line");
                    }
                    found = line.strip();
                }
            }
            if (found == null || bytes.length > LARGEST_FILE) {
                throw new GeneralSecurityException("no identity");
            }
            Key key = new X25519KeyFactory()
                    .translateKey(new SecretKeySpec(found.getBytes(StandardCharsets.US_ASCII), "X25519"));
            return new Identity(Secret.of(found), new Recipient(text(key)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(name);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the identity " + name + ": " + FileFailure.reason(e),
                    "check the path and its rights",
                    e);
        }
    }

    /** Whom to seal for so that this identity opens it. */
    public Recipient recipient() {
        return recipient;
    }

    /** The file's content, secret. */
    public Secret fileContent() {
        return Secret.of("# public key: " + recipient.text() + "\n" + key.reveal() + "\n");
    }

    RecipientStanzaReader reader() {
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key.reveal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Key key) {
        return new String(key.getEncoded(), StandardCharsets.US_ASCII);
    }

    private static ToolException unusable(String name) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the identity " + name + " is not an age identity",
                "give the file that pim-planner plan wrote: one line that begins with AGE-SECRET-KEY-1");
    }
}
