package org.pimtools.common.plan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/** What a coverage-guided fuzzer calls: a plan of any bytes is read or refused, and nothing else. */
public final class PlanFuzz {
    private static final Path FILE = file();

    private PlanFuzz() {}

    /** @param data a plan as it is, compressed or not, or one that is {@link #toBeCompressed} */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data.length > 0 && data[0] == 1 ? compressed(data) : data);
        try (PlanReader reader = PlanReader.open(FILE)) {
            while (reader.next() != null) {}
        } catch (ToolException e) {
            if (e.exitCode() != ExitCode.INVALID_INPUT) {
                throw e;
            }
        }
    }

    /** An input that is compressed before it is read, so that what is inside is changed as well. */
    static byte[] toBeCompressed(byte[] plan) {
        byte[] input = new byte[plan.length + 1];
        input[0] = 1;
        System.arraycopy(plan, 0, input, 1, plan.length);
        return input;
    }

    private static byte[] compressed(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data, 1, data.length - 1);
        }
        return out.toByteArray();
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".plan");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
