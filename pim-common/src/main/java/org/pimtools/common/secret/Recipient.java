package org.pimtools.common.secret;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.security.GeneralSecurityException;

/** Who may open a sealed part: an age X25519 public key, {@code age1…}. */
public record Recipient(String text) {
    /** @throws IllegalArgumentException when it is not an age X25519 recipient */
    public Recipient {
        writer(text);
    }

    RecipientStanzaWriter writer() {
        return writer(text);
    }

    private static RecipientStanzaWriter writer(String text) {
        try {
            return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(text);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("not an age recipient", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
