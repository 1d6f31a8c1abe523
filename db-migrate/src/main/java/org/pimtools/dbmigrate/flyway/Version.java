package org.pimtools.dbmigrate.flyway;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;

/**
 * A version of a database, as Flyway writes and compares it: numbers with dots between them, of any length. {@code 1.10} comes behind
 * {@code 1.9}, and {@code 007}, {@code 7} and {@code 7.0} are one version.
 */
public final class Version implements Comparable<Version> {
    /** Before the first migration. */
    public static final Version NONE = new Version(MigrationVersion.fromVersion("0"));

    /** What Flyway's column for it holds. */
    private static final int LONGEST = 50;

    private static final Pattern FORM = Pattern.compile("[0-9]+([._][0-9]+)*");
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,17}");

    private final MigrationVersion version;

    private Version(MigrationVersion version) {
        this.version = version;
    }

    /** Empty when the text is no version; an underscore stands for a dot, as in the name of a file. */
    public static Optional<Version> parse(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches()
                ? Optional.of(new Version(MigrationVersion.fromVersion(text)))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException when the text is no version */
    public static Version of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The number, for a version that is a whole one from 1 and written without leading zeros. */
    public Optional<Long> whole() {
        return WHOLE.matcher(toString()).matches() ? Optional.of(Long.parseLong(toString())) : Optional.empty();
    }

    @Override
    public int compareTo(Version other) {
        return version.compareTo(other.version);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version);
    }

    /** As it was written, with dots. */
    @Override
    public String toString() {
        return version.getVersion();
    }
}
