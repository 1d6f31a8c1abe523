package org.pimtools.migrator.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pimtools.common.signature.SigningKey;

/** A host's key whose file is gone already. */
final class SampleKey {
    static final SigningKey KEY = make();

    private SampleKey() {}

    private static SigningKey make() {
        try {
            Path folder = Files.createTempDirectory("host-key");
            Path file = folder.resolve("host.key");
            try {
                return SigningKey.loadOrCreate(file, SigningKey.Owner.HOST);
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
