package org.pimtools.testkit.server;

/** Text as XML character data. */
public final class Xml {
    private Xml() {}

    /**
     * Escapes a text for element content and attributes, so that it is read back unchanged.
     *
     * @throws IllegalArgumentException for characters that XML 1.0 cannot carry, such as an escape
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\r', '\n', '\t' -> escaped.append("&#").append(point).append(';');
                default -> {
                    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
                    if (point < 0x20 || surrogate || point == 0xFFFE || point == 0xFFFF) {
                        throw new IllegalArgumentException(
                                "XML cannot carry the character U+" + Integer.toHexString(point));
                    }
                    escaped.appendCodePoint(point);
                }
            }
        });
        return escaped.toString();
    }
}
