package org.pimtools.common.datacenter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a Remote Services host and the platform's database both call a datacenter: {@code abiquo.datacenter.id} and
 * {@code datacenter.uuid}. Often a UUID, but any text will do: set-up tools take the name of the host. Blanks around it do not count, nor
 * does the case of a UUID.
 */
public final class DatacenterId implements Comparable<DatacenterId> {
    /** As many characters as the column of the database takes. */
    public static final int LONGEST = 40;

    /** Stands for what no datacenter has; no datacenter can be called so. */
    public static final DatacenterId NOWHERE = new DatacenterId("00000000-0000-0000-0000-000000000000");

    /** For messages about a text that {@link #parse} does not take. */
    public static final String WHAT = "the identity of a datacenter";

    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private final String text;

    private DatacenterId(String text) {
        this.text = text;
    }

    /** The identity that a text is; empty when {@link #fault} has something to say, or for null. */
    public static Optional<DatacenterId> of(String text) {
        if (text == null || fault(text).isPresent()) {
            return Optional.empty();
        }
        String stripped = text.strip();
        return Optional.of(new DatacenterId(isUuid(stripped) ? stripped.toLowerCase(Locale.ROOT) : stripped));
    }

    /**
     * Reads what {@link #toString} gave, {@link #NOWHERE} too.
     *
     * @throws IllegalArgumentException when it is not written so
     */
    @JsonCreator
    public static DatacenterId parse(String text) {
        if (NOWHERE.text.equals(text)) {
            return NOWHERE;
        }
        return of(text).filter(id -> id.text.equals(text)).orElseThrow(IllegalArgumentException::new);
    }

    /** Why a text is no identity, to be read behind its name: {@code is blank}. */
    public static Optional<String> fault(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Optional.of("is blank");
        }
        int length = stripped.codePointCount(0, stripped.length());
        if (length > LONGEST) {
            return Optional.of("has " + length + " characters; " + LONGEST + " are the most");
        }
        if (stripped.equals(NOWHERE.text)) {
            return Optional.of("is the UUID that stands for none");
        }
        return Optional.empty();
    }

    static boolean isUuid(String text) {
        return UUID.matcher(text).matches();
    }

    @Override
    public int compareTo(DatacenterId other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DatacenterId id && text.equals(id.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /** The identity itself: any characters, so that it must be quoted wherever it could become a command. */
    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
