package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.world.Datacenter;

/** What a person needs who types the runbook's commands on a platform of the lab: the files of its hosts, and the commands. */
final class SetUp {
    private static final String OF_PLAN = " --plan night.plan --api-xml api.xml --state-dir planner";

    private final Platform platform;
    private final Path checkout;
    private final Path directory;

    SetUp(Platform platform, Path checkout, Path directory) {
        this.platform = platform;
        this.checkout = checkout.toAbsolutePath().normalize();
        this.directory = directory;
    }

    /** Writes the controller's {@code api.xml}, the endpoints file, and each host's {@code abiquo.properties}. */
    void writeFiles() {
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() throws IOException {
        Database kinton = platform.kinton();
        Path apiXml = directory.resolve("api.xml");
        Files.writeString(apiXml, """
                <Context>
                  <Resource name="jdbc/abiquoDB" url="jdbc:mysql://%s:%d/%s" username="%s" password="%s"/>
                </Context>
                """.formatted(
                        kinton.server().host(),
                        kinton.server().port(),
                        kinton.name(),
                        kinton.server().user(),
                        kinton.server().password()));
        Files.setPosixFilePermissions(apiXml, PosixFilePermissions.fromString("rw-------"));
        EndpointsFile.fillIn(platform, directory.resolve(Operator.ENDPOINTS));
        for (Datacenter datacenter : platform.world().datacenters()) {
            Path host = Files.createDirectories(directory.resolve(Operator.state(datacenter)));
            HostProperties.write(host.resolve("abiquo.properties"), datacenter, platform.redis(datacenter));
        }
    }

    /** The commands of the runbook in their order, as a shell takes them. */
    List<String> commands() {
        List<String> lines = new ArrayList<>();
        lines.add("cd " + directory);
        for (String tool : List.of("pim-planner", "pim-migrator")) {
            lines.add("%s() { java -jar %s/%s/target/%s.jar \"$@\"; }".formatted(tool, checkout, tool, tool));
        }
        lines.add("# the controller: the plan");
        lines.add("pim-planner plan -o night.plan --endpoints endpoints.yaml --identity-out keys/night.identity"
                + " --api-xml api.xml --state-dir planner");
        lines.add("# every host: a dry run, and with what you decided the migration");
        for (Datacenter datacenter : platform.world().datacenters()) {
            String host = Operator.state(datacenter);
            lines.add("pim-migrator night.plan --identity keys/night.identity" + place(host));
        }
        lines.add("pim-migrator night.plan --identity keys/night.identity" + place("host-1")
                + " --decisions DECISIONS --no-dry-run");
        lines.add("# the controller: how far all are, the database, and whether all is right");
        lines.add("pim-planner overview . --plan night.plan --state-dir planner --page fleet.html");
        lines.add("pim-planner apply ." + OF_PLAN + "    # and with --no-dry-run");
        lines.add("pim-planner verify ." + OF_PLAN);
        lines.add("# every host: whether all is right, and the way back");
        lines.add("pim-migrator verify --identity keys/night.identity" + place("host-1"));
        lines.add("pim-migrator rollback" + place("host-1") + "    # and with --no-dry-run");
        return lines;
    }

    private static String place(String host) {
        return " --config %s/abiquo.properties --state-dir %s/state".formatted(host, host);
    }
}
