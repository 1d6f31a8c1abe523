package org.pimtools.common.sql;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Values as ASCII literals that mean the same under every {@code sql_mode} and character set. */
public final class SqlLiterals {
    /** The longest value in bytes of UTF-8 that a file can hold. */
    public static final int MAX_BYTES = 4000;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SqlLiterals() {}

    /** A literal of the value's UTF-8 bytes. */
    public static String bytes(String value) {
        return literal("", value);
    }

    /** A literal of the text, which the server converts to the column's character set. */
    public static String text(String value) {
        return literal("_utf8mb4 ", value);
    }

    /**
     * The value's UTF-8 bytes.
     *
     * @throws IllegalArgumentException for more than {@link #MAX_BYTES} bytes or half a surrogate pair
     */
    public static byte[] utf8(String value) {
        ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a value is not valid Unicode", e);
        }
        if (encoded.remaining() > MAX_BYTES) {
            throw new IllegalArgumentException("a value has more than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    /** Whether a file can hold the text, which may be null. */
    public static boolean fits(String value) {
        return value == null
                || value.length() <= MAX_BYTES / 3
                || value.length() <= MAX_BYTES && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** True when every character may stand in quotes in any client. */
    public static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._#:/-".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static String literal(String introducer, String value) {
        if (value == null) {
            return "NULL";
        }
        byte[] bytes = utf8(value);
        return isPlain(value) ? "'" + value + "'" : introducer + "X'" + HEX.formatHex(bytes) + "'";
    }
}
