package org.pimtools.testkit.mutation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Changes contents a little: bytes, characters, lines and pieces of the format are put in, left out, repeated, swapped and
 * replaced. The same seed gives the same changes in the same order.
 */
public final class Mutator {
    private static final int MOST_CHANGES = 5;
    private static final int LONGEST_CUT = 60;
    private static final int MOST_REPEATS = 20_000;

    /** What troubles readers of any format. */
    private static final List<String> ANYWHERE = List.of(
            "\0",
            "\n",
            "\r\n",
            "\t",
            "\u001b[2J",
            "\ufeff",
            "\u2028",
            "\u202e",
            "😀",
            "\\",
            "\"",
            "'",
            "`",
            ";",
            "--",
            "/*",
            "<script>",
            "$(id)",
            "%s%n",
            "../",
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "-1",
            "1e999",
            "2147483648",
            "9223372036854775808",
            "99999999999999999999999999999999");

    private static final List<String> YAML = List.of(
            "&a ",
            "*a",
            "!!java.net.URL ",
            "!binary |",
            "? ",
            "<<: ",
            "--- ",
            "...\n",
            "%YAML 1.1\n",
            "|",
            "[",
            "{",
            "]",
            "}",
            "- ",
            ": ",
            "#",
            "~",
            "  ");

    private final Random random;
    private final List<byte[]> pieces;
    private long made;

    /** @param pieces of the format, put in here and there besides what troubles every reader */
    public Mutator(long seed, String... pieces) {
        this.random = new Random(seed);
        this.pieces = Stream.concat(ANYWHERE.stream(), Arrays.stream(pieces))
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Of YAML. @param pieces of the format that is written in it */
    public static Mutator ofYaml(long seed, String... pieces) {
        return new Mutator(
                seed, Stream.concat(YAML.stream(), Arrays.stream(pieces)).toArray(String[]::new));
    }

    /** Changed in one to five places; at times the same as before. */
    public byte[] of(byte[] content) {
        byte[] changed = content;
        for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; left--) {
            changed = once(changed);
        }
        made += changed.length;
        return changed;
    }

    /** The bytes of all contents that were made so far. */
    long made() {
        return made;
    }

    /** {@link #of(byte[])} for text. */
    public String of(String content) {
        return new String(of(content.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** One of the values. */
    public <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    private byte[] once(byte[] content) {
        int at = random.nextInt(content.length + 1);
        int end = Math.min(content.length, at + random.nextInt(LONGEST_CUT));
        byte[] cut = Arrays.copyOfRange(content, at, end);
        return switch (random.nextInt(12)) {
            case 0, 1 -> replaced(content, at, at, piece());
            case 2 -> replaced(content, at, end, piece());
            case 3 -> replaced(content, at, Math.min(content.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 4 -> replaced(content, at, Math.min(content.length, at + 1), character());
            case 5 -> replaced(content, at, end, new byte[0]);
            case 6 -> insertedElsewhere(content, cut);
            case 7 -> random.nextInt(4) == 0 ? Arrays.copyOf(content, at) : content;
            case 8 -> replaced(content, at, at, repeated(cut));
            default -> lines(content);
        };
    }

    private byte[] piece() {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private byte[] character() {
        char any = (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000);
        return String.valueOf(any).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] insertedElsewhere(byte[] content, byte[] cut) {
        int at = random.nextInt(content.length + 1);
        return replaced(content, at, at, cut);
    }

    /** Seldom many times: most inputs shall stay small. */
    private byte[] repeated(byte[] cut) {
        int times = random.nextInt(20) == 0 ? random.nextInt(MOST_REPEATS) : random.nextInt(4);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(cut);
        }
        return out.toByteArray();
    }

    /** A line is left out, there twice, or in the place of another. */
    private byte[] lines(byte[] content) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                lines.add(Arrays.copyOfRange(content, start, i + 1));
                start = i + 1;
            }
        }
        lines.add(Arrays.copyOfRange(content, start, content.length));
        int one = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(one);
            case 1 -> lines.add(other, lines.get(one));
            default -> Collections.swap(lines, one, other);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        lines.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] replaced(byte[] content, int from, int to, byte[] by) {
        byte[] changed = new byte[content.length - (to - from) + by.length];
        System.arraycopy(content, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(content, to, changed, from + by.length, content.length - to);
        return changed;
    }
}
