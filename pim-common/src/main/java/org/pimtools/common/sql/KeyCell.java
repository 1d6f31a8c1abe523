package org.pimtools.common.sql;

import java.util.Objects;

/** The value of one column of a row's key: an integer or a text. It prints as {@code 12} or {@code 'a'}. */
public sealed interface KeyCell {
    /** What a key column holds. */
    enum Type {
        NUMBER,
        TEXT
    }

    Type type();

    /** The value as a {@link Long} or a {@link String}, which JSON can write. */
    Object plain();

    /** The value as a literal in ASCII. */
    String literal();

    /** Adds the value to a row's checksum. */
    void addTo(RowChecksum checksum);

    /** An integer. */
    record Number(long value) implements KeyCell {
        @Override
        public Type type() {
            return Type.NUMBER;
        }

        @Override
        public Object plain() {
            return value;
        }

        @Override
        public String literal() {
            return Long.toString(value);
        }

        @Override
        public void addTo(RowChecksum checksum) {
            checksum.ascii("," + value);
        }

        @Override
        public String toString() {
            return literal();
        }
    }

    /** A text, which may be anything: it is compared byte by byte. */
    record Text(String value) implements KeyCell {
        public Text {
            Objects.requireNonNull(value);
        }

        @Override
        public Type type() {
            return Type.TEXT;
        }

        @Override
        public Object plain() {
            return value;
        }

        @Override
        public String literal() {
            return SqlLiterals.text(value);
        }

        @Override
        public void addTo(RowChecksum checksum) {
            checksum.text(value);
        }

        @Override
        public String toString() {
            return "'" + value + "'";
        }
    }

    static KeyCell of(long value) {
        return new Number(value);
    }

    static KeyCell of(String value) {
        return new Text(value);
    }

    /** What {@link #plain} gave: a number for a {@link Long}, a text for everything else. */
    static KeyCell ofPlain(Object plain) {
        return plain instanceof Long number ? of(number.longValue()) : of(plain.toString());
    }
}
