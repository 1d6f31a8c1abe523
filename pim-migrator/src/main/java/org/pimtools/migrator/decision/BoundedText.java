package org.pimtools.migrator.decision;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text whose lines, and whose values from one token to the next, have a bounded length: one endless value neither fills the memory
 * nor keeps the YAML scanner busy, whose time grows with the square of a line's length.
 */
final class BoundedText extends FilterReader {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_VALUE = 16 * 1024 * 1024;
    private static final long LONGEST_FILE = 256L * 1024 * 1024;

    private long all;
    private int value;
    private int column;
    private int line = 1;

    BoundedText(Reader text) {
        super(text);
    }

    /** A new value begins. */
    void nextValue() {
        value = 0;
    }

    /** The line that is read, from 1. */
    int line() {
        return line;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int i = offset; i < offset + read; i++) {
            boolean ends = buffer[i] == '\n';
            column = ends ? 0 : column + 1;
            line += ends ? 1 : 0;
            if (column > LONGEST_LINE) {
                throw new TooLong("the line has more than " + LONGEST_LINE + " characters");
            }
        }
        all += Math.max(0, read);
        if (all > LONGEST_FILE) {
            throw new TooLong("the file has more than " + (LONGEST_FILE >> 20)
                    + " MiB: take out the entries that are not decided, or decide by code and endpoint");
        }
        value += Math.max(0, read);
        if (value > LONGEST_VALUE) {
            throw new TooLong("the value that ends here has more than " + LONGEST_VALUE + " characters");
        }
        return read;
    }

    /** Something that nobody wrote by hand. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(String message) {
            super(message);
        }
    }
}
