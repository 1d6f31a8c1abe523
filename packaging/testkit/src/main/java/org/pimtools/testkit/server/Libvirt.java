package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Inventories for libvirt's test driver. Source: "Test driver" and "Domain XML format" of libvirt's documentation. */
public final class Libvirt {
    private static final int RUNNING = 1;
    private static final int SHUT_OFF = 5;

    /** A virtual machine of a simulated host; names and UUIDs are unique on one. @param uuid in its usual 36 characters */
    public record Domain(String name, String uuid, boolean running) {
        public Domain {
            Objects.requireNonNull(name);
            Objects.requireNonNull(uuid);
        }
    }

    private Libvirt() {}

    /** Writes a host with these domains; every connection to the file gets a copy of its own. */
    public static Path write(Path file, List<Domain> domains) {
        StringBuilder xml = new StringBuilder("<node xmlns:test=\"http://libvirt.org/schemas/domain/test/1.0\">\n");
        for (Domain domain : domains) {
            xml.append("<domain type=\"test\"><name>%s</name><uuid>%s</uuid><memory>1024</memory>"
                            .formatted(Xml.escape(domain.name()), Xml.escape(domain.uuid())))
                    .append("<os><type>hvm</type></os><test:runstate>%d</test:runstate></domain>\n"
                            .formatted(domain.running() ? RUNNING : SHUT_OFF));
        }
        try {
            return Files.writeString(file, xml.append("</node>\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of such a file without a daemon: {@code test:///path}. */
    public static String uri(Path file) {
        return "test://" + file.toAbsolutePath();
    }
}
