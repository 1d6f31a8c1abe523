package org.pimtools.planner.planning;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Recognises text that a block cipher made. The platform encrypts the passwords that it stores since version 3.1, and with which cipher
 * is not public; so what counts is the form that its output has in any case: whole blocks of 8 or 16 bytes, in Base64 or in hexadecimal
 * digits. A password of that form that is none was made by a program, and goes into the endpoints file.
 */
public final class EncryptedText {
    private static final int BLOCK = 8;
    private static final int LEAST_BYTES = 16;
    private static final Pattern MARKED = Pattern.compile("ENC\\(.+\\)|\\{(?i:cipher|enc|aes|des)}.+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+|[0-9A-F]+");
    private static final Pattern SMALL = Pattern.compile("[a-z]");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final Pattern NO_LETTER = Pattern.compile("[0-9+/]");

    private EncryptedText() {}

    public static boolean is(String text) {
        return MARKED.matcher(text).matches() || isBase64(text) || isHex(text);
    }

    /** Random bytes show themselves: their Base64 has small letters, capitals and more, and they are no readable text. */
    private static boolean isBase64(String text) {
        if (!BASE64.matcher(text).matches() || text.length() % 4 != 0) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return isBlocks(bytes.length)
                && SMALL.matcher(text).find()
                && CAPITAL.matcher(text).find()
                && (text.endsWith("=") || NO_LETTER.matcher(text).find())
                && !isReadable(bytes);
    }

    private static boolean isHex(String text) {
        return HEX.matcher(text).matches()
                && text.length() % 2 == 0
                && isBlocks(text.length() / 2)
                && text.chars().anyMatch(Character::isDigit)
                && text.chars().anyMatch(Character::isLetter);
    }

    private static boolean isBlocks(int bytes) {
        return bytes >= LEAST_BYTES && bytes % BLOCK == 0;
    }

    private static boolean isReadable(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return false;
            }
        }
        return true;
    }
}
