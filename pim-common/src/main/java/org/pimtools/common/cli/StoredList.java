package org.pimtools.common.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import org.pimtools.common.json.JsonText;

/** A list in JSON that does not fit into memory, in a file without a name, of which nothing stays behind. */
final class StoredList implements Closeable {
    private final FileChannel file;

    private StoredList(FileChannel file) {
        this.file = file;
    }

    /** Reads the values once. */
    static StoredList of(Iterable<?> values) {
        try {
            StoredList list = new StoredList(FileChannel.open(
                    Files.createTempFile("pim-", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE));
            try {
                list.fill(values);
            } catch (IOException | RuntimeException | Error e) {
                list.close();
                throw e;
            }
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(Iterable<?> values) throws IOException {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        out.write('[');
        Iterator<?> iterator = values.iterator();
        while (iterator.hasNext()) {
            out.write(JsonText.of(iterator.next()).getBytes(StandardCharsets.US_ASCII));
            if (iterator.hasNext()) {
                out.write(',');
            }
        }
        out.write(']');
        out.flush();
    }

    void writeTo(OutputStream out) throws IOException {
        file.position(0);
        Channels.newInputStream(file).transferTo(out);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
