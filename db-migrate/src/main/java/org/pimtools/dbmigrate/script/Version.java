package org.pimtools.dbmigrate.script;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of a database, as Flyway's {@code MigrationVersion} writes and compares it: whole numbers of any length with dots between
 * them. {@code 1.10} comes behind {@code 1.9}, and {@code 007}, {@code 7} and {@code 7.0} are one version.
 */
public final class Version implements Comparable<Version> {
    /** What Flyway's column for it holds. */
    private static final int LONGEST = 50;

    private static final Pattern FORM = Pattern.compile("[0-9]+([._][0-9]+)*");
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** Before the first migration. */
    public static final Version NONE = of("0");

    private final String text;
    private final List<BigInteger> parts = new ArrayList<>();

    private Version(String text) {
        this.text = text;
        for (String part : text.split("\\.")) {
            parts.add(new BigInteger(part));
        }
        while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
            parts.remove(parts.size() - 1);
        }
    }

    /** Empty when the text is no version; an underscore stands for a dot, as in the name of a file. */
    public static Optional<Version> parse(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches()
                ? Optional.of(new Version(text.replace('_', '.')))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException when the text is no version */
    public static Version of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The number, for a version that is one and written without zeros in front. */
    public Optional<Long> number() {
        return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** In JSON: a number where {@link #number()} is one, else the text. */
    @JsonValue
    Object json() {
        return number().<Object>map(Long::valueOf).orElse(text);
    }

    public boolean isAbove(Version other) {
        return compareTo(other) > 0;
    }

    public Version orHigher(Version other) {
        return other.isAbove(this) ? other : this;
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int compared = part(i).compareTo(other.part(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private BigInteger part(int place) {
        return place < parts.size() ? parts.get(place) : BigInteger.ZERO;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** As it was written, with dots. */
    @Override
    public String toString() {
        return text;
    }
}
