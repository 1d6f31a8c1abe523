package org.pimtools.migrator.state;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.common.signature.SigningKey;

/** What is known of the VMs when their work is frozen, kept as a result file, so that a resume can tell the whole result. */
public final class Resolved {
    private Resolved() {}

    /**
     * Writes the file.
     *
     * @param key the host's, which signs it
     * @param content writes the lines between the first and the last, and tells how it ended
     */
    public static void write(
            Path file, ResultLine.Start start, SigningKey key, Function<Consumer<ResultLine>, ExitCode> content)
            throws IOException {
        AtomicFile.write(file, out -> {
            try (ResultWriter writer = new ResultWriter(leftOpen(out), key)) {
                writer.write(start);
                ExitCode exit = content.apply(line -> {
                    try {
                        writer.write(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                writer.write(new ResultLine.End(Instant.now(), exit.code(), Map.of(), null));
            }
        });
    }

    private static OutputStream leftOpen(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Reads the lines between the first and the last. */
    public static ResultLine.Start read(Path file, Consumer<ResultLine> content) {
        try (ResultReader reader = ResultReader.open(file)) {
            for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                if (!(line instanceof ResultLine.End)) {
                    content.accept(line);
                }
            }
            return reader.start();
        }
    }
}
