package org.pimtools.planner.apply;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.planner.verify.RowDifference;

/**
 * The list of what {@code apply} left out, as JSON Lines: a first line with the plan, a row a line, a last line with their number. A run that goes on writes the
 * list again, in the place of its own, and never in that of another file.
 */
public final class Skipped {
    private final Path file;
    private final UUID plan;

    /** @throws ToolException when the file can not be written, or another one is in its place */
    public Skipped(Path file, UUID plan) throws IOException {
        this.file = file;
        this.plan = plan;
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !isOurs()) {
            AtomicFile.requireNew(file);
        }
    }

    private boolean isOurs() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        byte[] begin = begin().getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Arrays.equals(begin, in.readNBytes(begin.length));
        }
    }

    private String begin() {
        return "{\"line\":\"start\",\"format\":\"pim-skipped\",\"version\":1,\"plan\":\"" + plan + "\"";
    }

    /** Writes all rows. It is on the disk when the call returns. */
    public void write(Iterable<RowDifference> rows) throws IOException {
        AtomicFile.write(file, out -> {
            out.write((begin() + "}\n").getBytes(StandardCharsets.US_ASCII));
            JsonGenerator json = JsonLines.generator(out);
            long count = 0;
            for (RowDifference row : rows) {
                write(json, row);
                count++;
            }
            json.writeStartObject();
            json.writeStringField("line", "end");
            json.writeNumberField("rows", count);
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        });
    }

    private static void write(JsonGenerator json, RowDifference row) throws IOException {
        json.writeStartObject();
        json.writeStringField("line", "row");
        json.writeStringField("file", row.file());
        json.writeStringField("owner", row.owner().word());
        json.writeNumberField("idVm", row.idVm());
        json.writeStringField("table", row.table());
        json.writeArrayFieldStart("key");
        for (KeyCell part : row.key()) {
            json.writeObject(part.plain());
        }
        json.writeEndArray();
        json.writeStringField("kind", row.kind().name());
        json.writeStringField("column", row.column());
        json.writeStringField("expected", row.expected());
        json.writeStringField("found", row.found());
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
