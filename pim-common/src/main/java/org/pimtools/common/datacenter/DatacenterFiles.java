package org.pimtools.common.datacenter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names of files and directories for a datacenter, whatever its identity is: ASCII letters, digits and {@code . _ - % ~} only, so that
 * none leads elsewhere and a shell takes each as it stands.
 *
 * <p>A UUID is its own name. Others begin with {@code dc-}, and what is no letter, digit, dot, underscore or hyphen is written as
 * {@code %XX} for each byte of its UTF-8; what would be longer than {@value #LONGEST_ESCAPED} characters so is {@code dc~} and the UTF-8 in
 * base64url.
 */
public final class DatacenterFiles {
    private static final String ESCAPED = "dc-";
    private static final String ENCODED = "dc~";
    private static final int LONGEST_ESCAPED = 64;
    private static final int KEPT = 40;
    private static final int DIGITS = 16;

    private DatacenterFiles() {}

    /** The name of its directory, at most 217 characters; {@link #ofDirectory} reads it back. */
    public static String directory(DatacenterId datacenter) {
        String text = datacenter.toString();
        if (DatacenterId.isUuid(text)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String escaped = escaped(bytes);
        return escaped.length() <= LONGEST_ESCAPED
                ? ESCAPED + escaped
                : ENCODED + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The datacenter whose directory is called so. */
    public static Optional<DatacenterId> ofDirectory(String name) {
        return decoded(name)
                .flatMap(DatacenterId::of)
                .filter(id -> directory(id).equals(name));
    }

    /** A part of a file's name, at most 67 characters; different for each datacenter. */
    public static String filePart(DatacenterId datacenter) {
        String name = directory(datacenter);
        if (name.length() <= ESCAPED.length() + LONGEST_ESCAPED) {
            return name;
        }
        return name.substring(0, KEPT) + "~"
                + HexFormat.of()
                        .formatHex(sha256(datacenter.toString().getBytes(StandardCharsets.UTF_8)))
                        .substring(0, DIGITS);
    }

    private static Optional<String> decoded(String name) {
        if (name.startsWith(ESCAPED)) {
            return unescaped(name.substring(ESCAPED.length()));
        }
        if (!name.startsWith(ENCODED)) {
            return DatacenterId.isUuid(name) ? Optional.of(name) : Optional.empty();
        }
        try {
            return Optional.of(new String(
                    Base64.getUrlDecoder().decode(name.substring(ENCODED.length())), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String escaped(byte[] bytes) {
        StringBuilder escaped = new StringBuilder();
        for (byte one : bytes) {
            char c = (char) (one & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append("%%%02X".formatted((int) c));
            }
        }
        return escaped.toString();
    }

    private static Optional<String> unescaped(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                bytes[length++] = (byte) text.charAt(i);
            } else if (i + 2 < text.length()
                    && HexFormat.isHexDigit(text.charAt(i + 1))
                    && HexFormat.isHexDigit(text.charAt(i + 2))) {
                bytes[length++] = (byte) HexFormat.fromHexDigits(text, i + 1, i + 3);
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
