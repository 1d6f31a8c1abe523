package org.pimtools.common.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the provider IDs of a kind look like: all that can be checked of one while its endpoint cannot be asked. The rules are those
 * by which the inventories make them, see {@code docs/providers.md}.
 *
 * @param pattern of the whole ID; null when what they look like is not known
 * @param usualLength how long one usually is at most, in characters; 0 when that is not known
 * @param example for people; null when there is no pattern
 */
public record ProviderIdShape(Pattern pattern, int usualLength, String example) {
    static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** Whether a text can be a provider ID of any kind: it is not blank and has no control characters. */
    public static boolean canBeOne(String text) {
        if (text.isBlank()) {
            return false;
        }
        // a loop, since a stream of characters for every VM is much of the time that an inventory takes
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static ProviderIdShape of(String pattern, int usualLength, String example) {
        return new ProviderIdShape(Pattern.compile(pattern), usualLength, example);
    }

    static ProviderIdShape unknown(int usualLength) {
        return new ProviderIdShape(null, usualLength, null);
    }

    /** Why the text cannot be an ID of this kind, which people call {@code kind}; empty when it can. */
    Optional<String> fault(String kind, String id) {
        if (pattern == null) {
            return Optional.of("what a provider ID of " + kind + " looks like is not known");
        }
        return pattern.matcher(id).matches()
                ? Optional.empty()
                : Optional.of("a provider ID of " + kind + " looks like " + example);
    }
}
