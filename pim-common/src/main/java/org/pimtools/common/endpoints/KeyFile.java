package org.pimtools.common.endpoints;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.secret.Secret;

/** Reads a file that holds a secret, such as a private key, so that the plan can carry it in its sealed part. */
final class KeyFile {
    private static final int LARGEST = 64 * 1024;

    private KeyFile() {}

    /**
     * What came of it.
     *
     * @param content empty when there is a fault
     * @param fault why it cannot be taken, without anything of its content
     * @param warning that others may read it, too
     */
    record Read(Optional<Secret> content, Optional<String> fault, Optional<String> warning) {
        private static Read failed(String fault) {
            return new Read(Optional.empty(), Optional.of(fault), Optional.empty());
        }
    }

    static Read read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Read.failed("there is no file " + file);
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
            if (bytes.length == 0 || bytes.length > LARGEST) {
                return Read.failed("the file " + file + " is empty or larger than " + LARGEST / 1024 + " KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Read(
                    Optional.of(Secret.of(text)),
                    Optional.empty(),
                    PrivateFiles.isOpenToOthers(file)
                            ? Optional.of("others than its owner may read " + file + ": run chmod 600 on it")
                            : Optional.empty());
        } catch (CharacterCodingException e) {
            return Read.failed("the file " + file + " is no text in UTF-8");
        } catch (IOException e) {
            return Read.failed("cannot read " + file + ": " + FileFailure.reason(e));
        }
    }
}
