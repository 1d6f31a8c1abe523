package org.pimtools.common.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are read whole, whatever somebody put in their place: a device has no size that could be asked for beforehand. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * All bytes of the file.
     *
     * @param largest in bytes
     * @throws IOException when it cannot be read or is larger
     */
    public static byte[] bytes(Path file, int largest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "it is larger than "
                                + (largest < 1 << 20 ? (largest >> 10) + " KiB" : (largest >> 20) + " MiB"));
            }
            return bytes;
        }
    }

    /**
     * The file as text.
     *
     * @param largest in bytes
     * @throws IOException when it cannot be read, is larger or is not encoded so
     */
    public static String text(Path file, int largest, Charset encoding) throws IOException {
        return encoding.newDecoder()
                .decode(ByteBuffer.wrap(bytes(file, largest)))
                .toString();
    }
}
