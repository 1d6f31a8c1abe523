package org.pimtools.migrator.journal;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.migrator.step.Change;

/**
 * The frozen work of a migration: numbered changes that do not change any more. JSON Lines, described in
 * {@code docs/journal-format.md}.
 */
public final class WorkFile {
    private static final byte[] REKEY = "{\"kind\":\"rekey\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SET_ROW = "{\"kind\":\"setRow\"".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectWriter CHANGE_WRITER = Json.writerOf(Change.class);
    private static final ObjectReader CHANGE_READER = Json.readerOf(Change.class);
    private static final ObjectWriter LINE_WRITER = Json.writerOf(WorkLine.class);
    private static final ObjectReader LINE_READER = Json.readerOf(WorkLine.class);

    private final Path file;
    private final WorkLine.Header header;
    private final WorkLine.End end;

    private WorkFile(Path file, WorkLine.Header header, WorkLine.End end) {
        this.file = file;
        this.header = header;
        this.end = end;
    }

    /**
     * Writes the work so that it is there whole or not at all: the point of no return.
     *
     * @throws IllegalArgumentException when the changes are not numbered from 1 without a gap
     * @throws ToolException when the file cannot be written; nothing is frozen then
     */
    public static WorkFile freeze(Path file, WorkLine.Header header, Iterable<? extends Change> changes) {
        try {
            AtomicFile.write(file, out -> {
                Writer writer = new Writer(out);
                writer.line(Json.write(LINE_WRITER, header));
                for (Change change : changes) {
                    writer.change(change);
                }
                writer.end();
            });
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot freeze the work as " + file + ": " + FileFailure.reason(e),
                    "nothing was changed; free or mend the disk, then run again",
                    e);
        }
        return open(file);
    }

    /**
     * Opens a frozen work after checking every byte of it.
     *
     * @throws ToolException when the file is damaged or cannot be read
     */
    public static WorkFile open(Path file) {
        MessageDigest digest = sha256();
        int rekeys = 0;
        int setRows = 0;
        try (Lines lines = new Lines(file)) {
            Optional<Lines.Line> line = lines.next();
            WorkLine.Header header = null;
            while (line.isPresent() && line.get().complete()) {
                Lines.Line current = line.get();
                line = lines.next();
                if (current.number() == 1) {
                    header = line(file, current.bytes(), WorkLine.Header.class);
                }
                if (line.isEmpty()) {
                    WorkLine.End end = line(file, current.bytes(), WorkLine.End.class);
                    String found = HexFormat.of().formatHex(digest.digest());
                    if (header != null && end.equals(new WorkLine.End(rekeys, setRows, found))) {
                        return new WorkFile(file, header, end);
                    }
                    break;
                }
                rekeys += startsWith(current.bytes(), REKEY) ? 1 : 0;
                setRows += startsWith(current.bytes(), SET_ROW) ? 1 : 0;
                digest.update(current.bytes());
                digest.update((byte) '\n');
            }
            throw damaged(file, null);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot read the frozen work " + file + ": " + FileFailure.reason(e),
                    "make the file readable for this user, then run again",
                    e);
        }
    }

    public WorkLine.Header header() {
        return header;
    }

    /** How many changes there are, and their digest. */
    public WorkLine.End end() {
        return end;
    }

    public Path file() {
        return file;
    }

    /** Reads the re-keyings in order, in batches of {@code size} and a smaller last one. */
    public void rekeys(int size, Consumer<List<Change.Rekey>> batch) {
        try (Stream<Change.Rekey> rekeys = changes(REKEY, Change.Rekey.class)) {
            List<Change.Rekey> next = new ArrayList<>(size);
            for (Iterator<Change.Rekey> all = rekeys.iterator(); all.hasNext(); ) {
                next.add(all.next());
                if (next.size() == size) {
                    batch.accept(next);
                    next = new ArrayList<>(size);
                }
            }
            if (!next.isEmpty()) {
                batch.accept(next);
            }
        }
    }

    /** Reads the row changes in order; to be closed. */
    public Stream<Change.SetRow> setRows() {
        return changes(SET_ROW, Change.SetRow.class);
    }

    /** Of the kind whose lines begin so, which is how this class writes them: the others are not parsed. */
    private <C extends Change> Stream<C> changes(byte[] prefix, Class<C> type) {
        try {
            Lines lines = new Lines(file);
            return Stream.generate(() -> next(lines))
                    .takeWhile(Optional::isPresent)
                    .map(line -> line.orElseThrow().bytes())
                    .filter(bytes -> startsWith(bytes, prefix))
                    .map(bytes -> type.cast(parse(bytes)))
                    .onClose(() -> close(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Change parse(byte[] line) {
        try {
            return CHANGE_READER.readValue(line);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static <L extends WorkLine> L line(Path file, byte[] line, Class<L> type) {
        try {
            return LINE_READER.readValue(line, type);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static Optional<Lines.Line> next(Lines lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Lines lines) {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static ToolException damaged(Path file, Throwable cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the frozen work " + file + " is damaged",
                "put the file back from a copy; without one, move its directory away and keep it, and migrate again with a new plan",
                cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Writer {
        private final OutputStream out;
        private final MessageDigest digest = sha256();
        private int rekeys;
        private int setRows;

        Writer(OutputStream out) {
            this.out = out;
        }

        void change(Change change) throws IOException {
            if (change instanceof Change.Rekey) {
                rekeys++;
            } else {
                setRows++;
            }
            if (change.no() != rekeys + setRows) {
                throw new IllegalArgumentException("change " + change.no() + " stands at " + (rekeys + setRows));
            }
            line(Json.write(CHANGE_WRITER, change));
        }

        void line(byte[] json) throws IOException {
            out.write(json);
            out.write('\n');
            digest.update(json);
            digest.update((byte) '\n');
        }

        void end() throws IOException {
            WorkLine.End end = new WorkLine.End(rekeys, setRows, HexFormat.of().formatHex(digest.digest()));
            out.write(Json.write(LINE_WRITER, end));
            out.write('\n');
        }
    }
}
