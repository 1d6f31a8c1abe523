package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Inventories for libvirt's test driver. Source: "Test driver" and "Domain XML format" of libvirt's documentation. */
public final class Libvirt {
    private static final int RUNNING = 1;
    private static final int SHUT_OFF = 5;

    /**
     * A virtual machine of a simulated host; names and UUIDs are unique on one.
     *
     * @param uuid in its usual 36 characters
     * @param mac of its only network card, or null when it has none
     * @param disk the path of its only disk, or null when it has none
     */
    public record Domain(String name, String uuid, boolean running, String mac, String disk) {
        public Domain {
            Objects.requireNonNull(name);
            Objects.requireNonNull(uuid);
        }

        /** Without network card and disk. */
        public Domain(String name, String uuid, boolean running) {
            this(name, uuid, running, null, null);
        }

        private String devices() {
            String xml = "";
            if (disk != null) {
                xml += "<disk type=\"file\" device=\"disk\"><source file=\"%s\"/><target dev=\"vda\"/></disk>"
                        .formatted(Xml.escape(disk));
            }
            if (mac != null) {
                xml += "<interface type=\"network\"><mac address=\"%s\"/><source network=\"default\"/></interface>"
                        .formatted(Xml.escape(mac));
            }
            return xml.isEmpty() ? "" : "<devices>" + xml + "</devices>";
        }
    }

    private Libvirt() {}

    /** Whether libvirt's client library, of which the test driver is a part, is in one of the usual folders. */
    public static boolean isInstalled() {
        return isInstalledIn(Path.of("/"));
    }

    /** As {@link #isInstalled()}, for what is started in a root of its own. */
    public static boolean isInstalledIn(Path root) {
        return Stream.of("usr/local/lib", "usr/lib", "usr/lib64", "lib", "lib64")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .flatMap(Libvirt::withSubfolders)
                .anyMatch(folder -> Files.isRegularFile(folder.resolve("libvirt.so.0")));
    }

    /** Debian keeps libraries in a folder per architecture. */
    private static Stream<Path> withSubfolders(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return Stream.concat(
                    Stream.of(folder), all.filter(each -> each.toString().endsWith("-linux-gnu")).toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a host with these domains; every connection to the file gets a copy of its own. */
    public static Path write(Path file, List<Domain> domains) {
        StringBuilder xml = new StringBuilder("<node xmlns:test=\"http://libvirt.org/schemas/domain/test/1.0\">\n");
        for (Domain domain : domains) {
            xml.append("<domain type=\"test\"><name>%s</name><uuid>%s</uuid><memory>1024</memory>"
                            .formatted(Xml.escape(domain.name()), Xml.escape(domain.uuid())))
                    .append("<os><type>hvm</type></os>%s<test:runstate>%d</test:runstate></domain>\n"
                            .formatted(domain.devices(), domain.running() ? RUNNING : SHUT_OFF));
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
