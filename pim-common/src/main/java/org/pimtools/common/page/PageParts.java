package org.pimtools.common.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.pimtools.common.text.Text;

/** The parts of a page that needs no network and no other file, and takes no markup from data. */
public final class PageParts {
    /** The most characters of one piece of data that a page keeps. */
    public static final int LONGEST = 500;

    private PageParts() {}

    /** The style sheet of all pages, for light and dark, wide and narrow. */
    public static String style() {
        try (InputStream in = PageParts.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Data on one line, with what is invisible made visible, for an element's content or a quoted attribute. */
    public static String text(String data) {
        return escape(shown(data));
    }

    /** As a page shows data: printable, on one line, not too long. */
    public static String shown(String data) {
        return Text.printable(data, LONGEST);
    }

    /** Markup characters as references; for text that is printable already. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** As a content security policy names an inline script or style. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
