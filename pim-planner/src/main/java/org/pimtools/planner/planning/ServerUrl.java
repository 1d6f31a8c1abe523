package org.pimtools.planner.planning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.plan.HostAddress;

/**
 * Where a server is according to a text of the database: a host with or without a port, or a URL of which nothing else counts.
 *
 * @param host as it stands there, or null when there is none
 * @param port null when none is named
 */
record ServerUrl(String host, Integer port) {
    private static final Pattern FORM = Pattern.compile(
            "(?:[A-Za-z]+://)?(\\[[^\\]/?#@\\s]+\\]|[^/:?#@\\s]+)(?::([0-9]{1,5}))?(?:[/?#].*)?", Pattern.DOTALL);

    static ServerUrl of(String text) {
        if (text == null) {
            return new ServerUrl(null, null);
        }
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? new ServerUrl(form.group(1), form.group(2) == null ? null : Integer.valueOf(form.group(2)))
                : new ServerUrl(text, null);
    }

    /** Whether it is this host, whatever the case. */
    boolean isAt(String address) {
        return host != null && address != null && HostAddress.same(host, address);
    }
}
