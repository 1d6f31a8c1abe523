package org.pimtools.common.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host part of an address and nothing more: a DNS name (RFC 1123, with underscores besides), an IPv4 or an IPv6 address. No
 * user, port, path, query, zone, white space or percent sign can be in it, so that it is safe as a part of a URI. Two texts that
 * mean the same address are equal: case, brackets, the zeros of IPv6, blanks around a name and a dot at its end do not count.
 */
public final class HostAddress {
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    /** What address parsers take as a number, so that such a name could mean an IPv4 address in disguise. */
    private static final Pattern NUMBER_LAST = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    private final String text;
    private final boolean ipv6;

    private HostAddress(String text, boolean ipv6) {
        this.text = text;
        this.ipv6 = ipv6;
    }

    /**
     * Reads a host name or an IP address; an IPv6 address may stand in brackets.
     *
     * @return empty when the text is anything else; {@link #fault} says why
     */
    public static Optional<HostAddress> of(String text) {
        if (text.length() > 2 * LONGEST_NAME) {
            return Optional.empty();
        }
        String lower = text.strip().toLowerCase(Locale.ROOT);
        boolean bracketed = lower.length() > 2 && lower.startsWith("[") && lower.endsWith("]");
        String bare = bracketed ? lower.substring(1, lower.length() - 1) : lower;
        Optional<int[]> ipv6 = Ipv6.groups(bare);
        if (ipv6.isPresent()) {
            return Optional.of(new HostAddress(Ipv6.text(ipv6.get()), true));
        }
        String name = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        if (bracketed || name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        boolean plain = IPV4.matcher(name).matches()
                || NAME.matcher(name).matches() && !NUMBER_LAST.matcher(name).matches();
        return plain ? Optional.of(new HostAddress(name, false)) : Optional.empty();
    }

    /** Whether both texts mean the same address; texts that are none are compared without regard to case. */
    public static boolean same(String one, String other) {
        Optional<HostAddress> address = of(one);
        return address.isPresent() ? address.equals(of(other)) : one.equalsIgnoreCase(other);
    }

    /** The text in the one form that all texts of the same address have; one that is no address in lower case. */
    public static String canonical(String text) {
        return of(text).map(HostAddress::text).orElseGet(() -> text.toLowerCase(Locale.ROOT));
    }

    /**
     * Why a text is no address, for a person: the first character that is wrong and its place, from 1.
     *
     * @return empty when it is one
     */
    public static Optional<String> fault(String text) {
        if (of(text).isPresent()) {
            return Optional.empty();
        }
        String bare = text.strip();
        if (bare.isEmpty()) {
            return Optional.of("it is empty");
        }
        int leading = text.indexOf(bare.charAt(0));
        for (int i = 0; i < bare.length(); i += Character.charCount(bare.codePointAt(i))) {
            if ("abcdefghijklmnopqrstuvwxyz0123456789_-.".indexOf(Character.toLowerCase(bare.charAt(i))) < 0) {
                return Optional.of(at(text, leading + i, "cannot be in a host name"));
            }
        }
        return Optional.of(labels(text, bare, leading));
    }

    private static String labels(String text, String bare, int leading) {
        int start = 0;
        for (String label : (bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare).split("\\.", -1)) {
            int end = start + label.length();
            if (label.isEmpty()) {
                return at(text, leading + start, "has nothing before it");
            }
            if (label.startsWith("-")) {
                return at(text, leading + start, "cannot begin a part of a host name");
            }
            if (label.endsWith("-")) {
                return at(text, leading + end - 1, "cannot end a part of a host name");
            }
            if (label.length() > LONGEST_LABEL) {
                return "a part of it is longer than " + LONGEST_LABEL + " characters";
            }
            start = end + 1;
        }
        return bare.length() > LONGEST_NAME
                ? "it is longer than " + LONGEST_NAME + " characters"
                : "it ends in a number, and is no IPv4 address";
    }

    private static String at(String text, int index, String what) {
        int character = text.codePointAt(Math.min(index, text.length() - 1));
        boolean printable = character > ' ' && character <= '~' || Character.isLetterOrDigit(character);
        return (printable ? "'" + Character.toString(character) + "'" : "U+%04X".formatted(character)) + " at position "
                + (text.codePointCount(0, index) + 1) + " " + what;
    }

    /** The address in lower case, an IPv6 address as RFC 5952 writes it and without brackets. */
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
