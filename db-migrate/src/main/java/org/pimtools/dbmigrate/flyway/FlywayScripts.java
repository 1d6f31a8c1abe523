package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;

/** Flyway's checksum, and how Flyway reads a file. With {@link FlywayComparison} the only use of what Flyway does not offer for use. */
final class FlywayScripts {
    private FlywayScripts() {}

    /** @throws org.pimtools.common.error.ToolException when the file cannot be read, or is not UTF-8 */
    static int checksum(ScriptFile file) {
        try {
            return ChecksumCalculator.calculate(resource(file));
        } catch (FlywayException e) {
            throw ScriptReader.unreadable(
                    file.file(), file.path(), e.getCause() instanceof IOException cause ? cause : new IOException(e));
        }
    }

    static LoadableResource resource(ScriptFile file) {
        return new InFile(file.path());
    }

    /** A file that is read anew each time. */
    private static final class InFile extends LoadableResource {
        private final Path path;

        InFile(Path path) {
            this.path = path;
        }

        @Override
        public Reader read() {
            try {
                return new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder());
            } catch (IOException e) {
                throw new FlywayException(e.getMessage(), e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return path.toString();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path.toString();
        }

        @Override
        public String getFilename() {
            return path.getFileName().toString();
        }

        @Override
        public String getRelativePath() {
            return path.getFileName().toString();
        }
    }
}
