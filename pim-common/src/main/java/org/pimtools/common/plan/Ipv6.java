package org.pimtools.common.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/** IPv6 addresses as texts (RFC 4291), and the one text that each of them has (RFC 5952). */
final class Ipv6 {
    private static final int GROUPS = 8;
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");

    private Ipv6() {}

    /** The eight groups of an address in lower case, without brackets and zone; empty when the text is none. */
    static Optional<int[]> groups(String text) {
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return read(text, groups, 0, true) == GROUPS ? Optional.of(groups) : Optional.empty();
        }
        int left = read(text.substring(0, gap), groups, 0, false);
        int[] behind = new int[GROUPS];
        int right = read(text.substring(gap + 2), behind, 0, true);
        if (left < 0 || right < 0 || left + right >= GROUPS) {
            return Optional.empty();
        }
        System.arraycopy(behind, 0, groups, GROUPS - right, right);
        return Optional.of(groups);
    }

    /**
     * Reads groups into an array.
     *
     * @param ipv4MayEnd whether the last may be an IPv4 address, which is two groups
     * @return how many there are, or -1 when the text is none or has more than fit
     */
    private static int read(String text, int[] groups, int from, boolean ipv4MayEnd) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = from;
        for (int i = 0; i < parts.length; i++) {
            boolean ipv4 = ipv4MayEnd
                    && i == parts.length - 1
                    && HostAddress.IPV4.matcher(parts[i]).matches();
            if (count + (ipv4 ? 2 : 1) > GROUPS
                    || !ipv4 && !GROUP.matcher(parts[i]).matches()) {
                return -1;
            }
            if (ipv4) {
                String[] octets = parts[i].split("\\.");
                groups[count++] = Integer.parseInt(octets[0]) << 8 | Integer.parseInt(octets[1]);
                groups[count++] = Integer.parseInt(octets[2]) << 8 | Integer.parseInt(octets[3]);
            } else {
                groups[count++] = Integer.parseInt(parts[i], 16);
            }
        }
        return count;
    }

    /** The text of RFC 5952: no leading zeros, and the first longest run of two or more zero groups as {@code ::}. */
    static String text(int[] groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
