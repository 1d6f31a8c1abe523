package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.Traits;
import org.pimtools.testkit.world.World;

/**
 * The inventory that a dry run reads of one cloud, of which the plan has few machines and the cloud many, against a bare paged read as a
 * process of its own; both from the first connection to the last byte of an answer.
 */
final class CloudContest implements Contest {
    private static final int PLANNED = 100;
    private static final Pattern ENTRY = Pattern.compile("(?m)^ +([a-z-]+): \"?([^\"\n]*)\"?$");

    private final Platform platform;
    private final Operator operator;
    private final Tap tap;
    private final Path login;
    private final int machines;

    private CloudContest(Platform platform, Operator operator, Tap tap, Path login, int machines) {
        this.platform = platform;
        this.operator = operator;
        this.tap = tap;
        this.login = login;
        this.machines = machines;
    }

    static CloudContest start(EndpointType type, Trial.Setting setting) {
        World world = World.of(1, new Size(1, PLANNED), Traits.clean().with(new Traits.Sites(Set.of(type), 0)));
        Tap[] tap = new Tap[1];
        Clouds.Crowd crowd = new Clouds.Crowd(setting.size(), port -> {
            tap[0] = Tap.before("127.0.0.1", port);
            return tap[0].port();
        });
        Platform platform = Platform.start(
                world, setting.directory().resolve("platform"), Platform.Vsphere.DOUBLE, BackupSite.none(world), crowd);
        try {
            Files.createDirectories(setting.directory());
            Operator operator = new Operator(platform, setting.checkout(), setting.directory());
            EndpointsFile.fillIn(platform, setting.directory().resolve(Operator.ENDPOINTS));
            operator.planner()
                    .run(operator.plan(Operator.PLAN).toArray(String[]::new))
                    .good("pim-planner");
            return new CloudContest(
                    platform, operator, tap[0], login(platform, setting.directory(), type), setting.size());
        } catch (IOException e) {
            platform.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /** What the endpoints file says, for whoever reads the cloud without the tools. */
    private static Path login(Platform platform, Path directory, EndpointType type) throws IOException {
        Endpoint endpoint = platform.world().endpoints().stream()
                .filter(each -> each.type() == type)
                .findFirst()
                .orElseThrow();
        Place place = platform.world().place(endpoint);
        Properties login = new Properties();
        login.setProperty("port", Integer.toString(place.port()));
        for (MatchResult line :
                ENTRY.matcher(platform.clouds().entry(endpoint)).results().toList()) {
            login.setProperty(line.group(1), line.group(2));
        }
        login.setProperty("kind", type.name());
        login.setProperty("region", endpoint.region());
        login.setProperty("access-key", place.user());
        login.setProperty("base", "https://127.0.0.1:" + login.getProperty("port"));
        login.setProperty(
                "certificate",
                platform.clouds()
                        .certificate(endpoint)
                        .writePem(directory, "cloud")
                        .toString());
        Path file = directory.resolve("cloud.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            login.store(writer, null);
        }
        return file;
    }

    @Override
    public Duration ours() {
        String[] dryRun = operator.run(
                        Operator.PLAN, platform.world().datacenters().get(0))
                .toArray(String[]::new);
        return tap.during(() -> operator.migrator().asInstalled().run(dryRun).good("pim-migrator"));
    }

    @Override
    public Duration other() {
        ProcessBuilder bare = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BareCloud.class.getName(),
                login.toString(),
                Integer.toString(machines)));
        return tap.during(() -> Tool.run(bare).good("the bare read"));
    }

    @Override
    public void close() {
        tap.close();
        platform.close();
    }
}
