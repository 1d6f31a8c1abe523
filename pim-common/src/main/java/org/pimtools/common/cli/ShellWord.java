package org.pimtools.common.cli;

import java.util.regex.Pattern;

/** Writes arguments as they can be pasted into a shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    /** The argument as it is, or in quotes where the shell would take it apart. */
    public static String of(Object argument) {
        String text = argument.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
