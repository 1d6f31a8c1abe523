package org.pimtools.common.provider;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One option that endpoints of a kind can have in the endpoints file.
 *
 * @param otherwise what holds when it is not given, or null when it has no default
 * @param values what is accepted
 * @param rule for people: what is accepted, after "is"
 */
public record ProviderOption(String name, String otherwise, Pattern values, String rule) {
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    public ProviderOption {
        Objects.requireNonNull(name);
        Objects.requireNonNull(values);
        Objects.requireNonNull(rule);
    }

    /** One of some words, of which the first is the default. */
    static ProviderOption choice(String name, String... words) {
        Set<String> sorted = new TreeSet<>(Set.of(words));
        return new ProviderOption(
                name, words[0], Pattern.compile(String.join("|", sorted)), "none of " + String.join(", ", words));
    }

    /** A text of 1 to 256 characters without control characters. */
    static ProviderOption text(String name, String otherwise) {
        return new ProviderOption(
                name, otherwise, TEXT, "not a text of 1 to 256 characters without control characters");
    }

    /** A text as above that holds at least one of some words, of which the first is the default. */
    static ProviderOption textWith(String name, String... words) {
        String oneOf = Stream.of(words).map(Pattern::quote).collect(Collectors.joining("|"));
        return new ProviderOption(
                name,
                words[0],
                Pattern.compile("(?=.*(?:" + oneOf + "))" + TEXT.pattern()),
                "not a text of 1 to 256 characters with " + String.join(" or ", words) + " in it");
    }

    /** A text that only what uses it can judge. */
    static ProviderOption judgedLater(String name) {
        return new ProviderOption(name, null, Pattern.compile("(?s).{0,300}"), "longer than 300 characters");
    }

    /** Why the value is not accepted; empty when it is. */
    public Optional<String> fault(String value) {
        return values.matcher(value).matches() ? Optional.empty() : Optional.of(name + " is " + rule);
    }
}
