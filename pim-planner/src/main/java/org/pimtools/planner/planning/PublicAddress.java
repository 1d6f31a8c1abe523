package org.pimtools.planner.planning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code public_datacenter.endpoint} says: a host, or an https URL without a path.
 *
 * @param host as it stands there; whether it is one is judged like every address
 * @param port null when none is named
 */
record PublicAddress(String host, Integer port) {
    private static final Pattern FORM =
            Pattern.compile("(?:[hH][tT][tT][pP][sS]://)?(\\[[^\\]/]+\\]|[^/:]+)(?::([0-9]{1,5}))?/?");

    /** The whole text as a host when it is neither, so that it is refused under what it says. */
    static PublicAddress of(String text) {
        if (text == null) {
            return new PublicAddress(null, null);
        }
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? new PublicAddress(form.group(1), form.group(2) == null ? null : Integer.valueOf(form.group(2)))
                : new PublicAddress(text, null);
    }
}
