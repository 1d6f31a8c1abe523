package org.pimtools.dbmigrate.flyway;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.resource.LoadableResource;

/** A script as Flyway takes it: read anew each time. */
final class FlywayResource extends LoadableResource {
    private final Path path;

    FlywayResource(Path path) {
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
