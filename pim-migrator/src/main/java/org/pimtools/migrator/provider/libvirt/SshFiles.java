package org.pimtools.migrator.provider.libvirt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.migrator.inventory.EndpointException;

/**
 * The files of a login by {@code ssh}.
 *
 * @param program what libvirt's client calls
 * @param log what ssh itself says
 */
record SshFiles(PrivateFolder folder, Path program, Path log) implements Material {
    private static final int LONGEST = 16 * 1024;

    @Override
    public SortedMap<String, String> parameters() {
        // without a terminal nobody can be asked for anything
        return new TreeMap<>(Map.of("command", program.toString(), "no_tty", "1"));
    }

    @Override
    public EndpointException explained(EndpointException seen) {
        try (InputStream in = Files.newInputStream(log)) {
            String said = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return SshFault.of(said.strip(), seen);
        } catch (IOException e) {
            return seen;
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
