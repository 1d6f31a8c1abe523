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
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.ChangeKind;

/**
 * The frozen work of a migration: numbered changes that do not change any more. JSON Lines, described in
 * {@code docs/journal-format.md}.
 */
public final class WorkFile {
    /** How the lines of each kind begin, as they are written here: the others are not parsed when one kind is read. */
    private static final Map<ChangeKind, byte[]> PREFIXES = Stream.of(ChangeKind.values())
            .collect(Collectors.toMap(
                    kind -> kind,
                    kind -> ("{\"kind\":\"" + kind.label() + "\"").getBytes(StandardCharsets.US_ASCII),
                    (one, other) -> one,
                    () -> new EnumMap<>(ChangeKind.class)));

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
                    "nothing was changed; free or fix the disk, then run again",
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
        SortedMap<String, Integer> counts = new TreeMap<>();
        try (Lines lines = new Lines(file)) {
            Optional<Lines.Line> line = lines.next();
            WorkLine.Header header = null;
            while (line.isPresent() && line.get().complete()) {
                Lines.Line current = line.get();
                line = lines.next();
                if (current.number() == 1) {
                    header = line(file, current.bytes(), WorkLine.Header.class);
                    requireVersion(file, header);
                }
                if (line.isEmpty()) {
                    WorkLine.End end = line(file, current.bytes(), WorkLine.End.class);
                    String found = HexFormat.of().formatHex(digest.digest());
                    if (header != null && end.equals(new WorkLine.End(counts, found))) {
                        return new WorkFile(file, header, end);
                    }
                    break;
                }
                PREFIXES.forEach((kind, prefix) -> {
                    if (startsWith(current.bytes(), prefix)) {
                        counts.merge(kind.label(), 1, Integer::sum);
                    }
                });
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

    /** Reads the changes of one kind in order, in batches of {@code size} and a smaller last one. */
    public <C extends Change> void changes(Class<C> type, int size, Consumer<List<C>> batch) {
        try (Stream<C> changes = changes(type)) {
            List<C> next = new ArrayList<>(size);
            for (Iterator<C> all = changes.iterator(); all.hasNext(); ) {
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
        return changes(Change.SetRow.class);
    }

    /** Reads the changes of one kind in order; to be closed. */
    public <C extends Change> Stream<C> changes(Class<C> type) {
        byte[] prefix = PREFIXES.get(ChangeKind.of(type));
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

    private static void requireVersion(Path file, WorkLine.Header header) {
        int version = header.version() == null ? 1 : header.version();
        if (version != WorkLine.VERSION) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the frozen work " + file + " has format " + version + ", this version reads format "
                            + WorkLine.VERSION,
                    version < WorkLine.VERSION
                            ? "finish or roll back that migration with the version of pim-tools that began it"
                            : "install the version of pim-tools that began that migration, or a newer one");
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
        private final SortedMap<String, Integer> counts = new TreeMap<>();
        private int last;

        Writer(OutputStream out) {
            this.out = out;
        }

        void change(Change change) throws IOException {
            counts.merge(change.kind().label(), 1, Integer::sum);
            if (change.no() != ++last) {
                throw new IllegalArgumentException("change " + change.no() + " is at position " + last);
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
            WorkLine.End end = new WorkLine.End(counts, HexFormat.of().formatHex(digest.digest()));
            out.write(Json.write(LINE_WRITER, end));
            out.write('\n');
        }
    }
}
