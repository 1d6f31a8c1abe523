package org.pimtools.planner.sqlfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;

/** Reads one literal row. What it reads must be written the same way again, so that there is one spelling of each row. */
final class TupleParser {
    private static final int LONGEST_NUMBER = 18;

    private final String text;
    private int position;

    private TupleParser(String text) {
        this.text = text;
    }

    /** The row that the text holds, which must have the number {@code n}. */
    static SqlRow parse(SqlTarget target, long n, String text) throws SyntaxException {
        TupleParser parser = new TupleParser(text);
        SqlRow row = parser.row(target, n);
        try {
            if (SqlFragments.tuple(n, row).equals(text)) {
                return row;
            }
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("a value that no file of the migrator can hold");
        }
        throw new SyntaxException("a row is not written as the migrator writes it");
    }

    private SqlRow row(SqlTarget target, long n) throws SyntaxException {
        expect("(");
        if (number() != n) {
            throw new SyntaxException("a row is missing, moved or there twice");
        }
        expect(",");
        long idVm = number();
        List<KeyCell> key = new ArrayList<>();
        for (KeyColumn column : target.keyColumns()) {
            expect(",");
            key.add(
                    switch (column.type()) {
                        case NUMBER -> KeyCell.of(number());
                        case TEXT -> KeyCell.of(text());
                    });
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < target.guardColumns().size() + 2; i++) {
            expect(",");
            values.add(value());
        }
        int guards = target.guardColumns().size();
        expect(")");
        return new SqlRow(idVm, key, values.subList(0, guards), values.get(guards), values.get(guards + 1));
    }

    private long number() throws SyntaxException {
        int start = position;
        if (position < text.length() && text.charAt(position) == '-') {
            position++;
        }
        while (position < text.length() && Character.digit(text.charAt(position), 10) >= 0) {
            position++;
        }
        try {
            if (position - start <= LONGEST_NUMBER) {
                return Long.parseLong(text, start, position, 10);
            }
        } catch (NumberFormatException e) {
            throw new SyntaxException("a number is expected");
        }
        throw new SyntaxException("a number is too long");
    }

    private String text() throws SyntaxException {
        String value = value();
        if (value == null) {
            throw new SyntaxException("a key is not NULL");
        }
        return value;
    }

    private String value() throws SyntaxException {
        if (accept("NULL")) {
            return null;
        }
        if (accept("'")) {
            return upToQuote();
        }
        accept("_utf8mb4 ");
        expect("X'");
        try {
            byte[] bytes = HexFormat.of().parseHex(upToQuote());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new SyntaxException("a value is not hexadecimal UTF-8");
        }
    }

    private String upToQuote() throws SyntaxException {
        int end = text.indexOf('\'', position);
        if (end < 0) {
            throw new SyntaxException("a value has no end");
        }
        String value = text.substring(position, end);
        position = end + 1;
        return value;
    }

    private boolean accept(String word) {
        boolean there = text.startsWith(word, position);
        position += there ? word.length() : 0;
        return there;
    }

    private void expect(String word) throws SyntaxException {
        if (!accept(word)) {
            throw new SyntaxException("a row of literal values is expected");
        }
    }
}
