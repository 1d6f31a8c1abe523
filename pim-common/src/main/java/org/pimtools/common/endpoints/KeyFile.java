package org.pimtools.common.endpoints;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.file.Exposure;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;
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
     * @param warnings that others may read or replace it, too
     */
    record Read(Optional<Secret> content, Optional<String> fault, List<String> warnings) {
        private static Read failed(String fault) {
            return new Read(Optional.empty(), Optional.of(fault), List.of());
        }
    }

    static Read read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Read.failed("there is no file " + file);
            }
            String text = SmallFile.text(file, LARGEST, StandardCharsets.UTF_8);
            return text.isEmpty()
                    ? Read.failed("the file " + file + " is empty")
                    : new Read(Optional.of(Secret.of(text)), Optional.empty(), Exposure.warnings(file, "the file"));
        } catch (IOException e) {
            return Read.failed("cannot read " + file + ": " + FileFailure.reason(e));
        }
    }
}
