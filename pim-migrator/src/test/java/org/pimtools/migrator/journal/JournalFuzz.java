package org.pimtools.migrator.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** What a coverage-guided fuzzer calls: a journal of any bytes is read or refused, and nothing else. */
public final class JournalFuzz {
    private static final Path FILE = file();

    private JournalFuzz() {}

    /** @param data a journal as it is, or one that is {@link #toBeVouchedFor} */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data.length > 0 && data[0] == 1 ? vouchedFor(data) : data);
        try {
            Journal.read(FILE, entry -> {});
        } catch (ToolException e) {
            if (e.exitCode() != ExitCode.INVALID_INPUT) {
                throw e;
            }
        }
    }

    /** An input whose lines get their checksums before it is read, so that what stands behind them is changed as well. */
    static byte[] toBeVouchedFor(List<byte[]> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1);
        lines.forEach(line -> {
            out.writeBytes(line);
            out.write('\n');
        });
        return out.toByteArray();
    }

    private static byte[] vouchedFor(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] checksum = CheckedLine.FIRST;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = 1; i < data.length; i++) {
            if (data[i] != '\n') {
                line.write(data[i]);
            } else if (line.size() > 0) {
                checksum = CheckedLine.append(line.toByteArray(), checksum, out);
                line.reset();
            }
        }
        return out.toByteArray();
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("journal", ".jsonl");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
