package org.pimtools.common.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host part of an address and nothing more: a DNS name (RFC 1123), an IPv4 or an IPv6 address. No user, port, path, query,
 * zone, white space or percent sign can be in it, so that it is safe as a part of a URI.
 */
public final class HostAddress {
    private static final int LONGEST_NAME = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    /** What address parsers take as a number, so that such a name could mean an IPv4 address in disguise. */
    private static final Pattern NUMBER_LAST = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");
    private static final int GROUPS = 8;

    private final String text;
    private final boolean ipv6;

    private HostAddress(String text, boolean ipv6) {
        this.text = text;
        this.ipv6 = ipv6;
    }

    /**
     * Reads a host name or an IP address; an IPv6 address may stand in brackets.
     *
     * @return empty when the text is anything else
     */
    public static Optional<HostAddress> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean bracketed = lower.length() > 2 && lower.startsWith("[") && lower.endsWith("]");
        String bare = bracketed ? lower.substring(1, lower.length() - 1) : lower;
        if (bare.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        if (isIpv6(bare)) {
            return Optional.of(new HostAddress(bare, true));
        }
        if (bracketed) {
            return Optional.empty();
        }
        boolean plain = IPV4.matcher(bare).matches()
                || NAME.matcher(bare).matches() && !NUMBER_LAST.matcher(bare).matches();
        return plain ? Optional.of(new HostAddress(bare, false)) : Optional.empty();
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left >= 0 && right >= 0 && left + right < GROUPS;
    }

    /** How many 16-bit groups the text is, or -1 when it is none; the last may be an IPv4 address of two groups. */
    private static int groups(String text, boolean ipv4MayEnd) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matcher(parts[i]).matches()) {
                count++;
            } else if (ipv4MayEnd
                    && i == parts.length - 1
                    && IPV4.matcher(parts[i]).matches()) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    /** The address in lower case, an IPv6 address without brackets. */
    public String text() {
        return text;
    }

    /** The address as the host of a URI: an IPv6 address in brackets. */
    public String uriText() {
        return ipv6 ? "[" + text + "]" : text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostAddress address && text.equals(address.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
