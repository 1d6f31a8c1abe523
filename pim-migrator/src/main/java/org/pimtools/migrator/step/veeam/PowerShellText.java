package org.pimtools.migrator.step.veeam;

/**
 * Any text as an expression of PowerShell that yields exactly that text and does nothing else. The expression is printable ASCII
 * on one line, so that neither the encoding of a file nor a typographic quotation mark, which PowerShell takes for a plain one, changes
 * what it means. Source: Microsoft's about_Quoting_Rules.
 */
final class PowerShellText {
    private PowerShellText() {}

    /**
     * Single quotes around what is plain, with a quote in it doubled; anything else as a number:
     * {@code ('it''s ' + [char]0x2026)}.
     */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 16).append("('");
        boolean quoted = true;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean plain = unit >= ' ' && unit < 0x7F;
            if (plain && !quoted) {
                literal.append(" + '");
            } else if (!plain && quoted) {
                literal.append('\'');
            }
            quoted = plain;
            if (plain) {
                literal.append(unit == '\'' ? "''" : String.valueOf(unit));
            } else {
                literal.append(" + [char]0x").append(String.format("%04X", (int) unit));
            }
        }
        return literal.append(quoted ? "')" : ")").toString();
    }
}
