package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.hyperv.HypervDouble;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.ServerCertificate;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.EndpointType;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.Simulations;
import org.pimtools.testkit.world.World;

/**
 * The doubles that play a world's public clouds, one of each with an account for each datacenter, and its hosts of Hyper-V; filled with
 * what the world says, and with what the operator has to write into the endpoints file for them.
 */
final class Clouds implements AutoCloseable {
    private static final Pattern LINE_OF_A_KEY = Pattern.compile("[A-Za-z0-9+/]{64}");

    private final World world;
    private final Path directory;
    private final Crowd crowd;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Map<Endpoint, Played> played = new LinkedHashMap<>();

    /**
     * An endpoint that answers.
     *
     * @param entry of the endpoints file, behind the type in {@code match}
     * @param secret some of what must not be seen
     */
    private record Played(String entry, String secret, ServerCertificate certificate) {}

    /**
     * What there is besides what the world says.
     *
     * @param strangers how many machines each account has that the platform does not know
     * @param door where the tools connect to, by the double's port
     */
    record Crowd(int strangers, IntUnaryOperator door) {
        static final Crowd NONE = new Crowd(0, port -> port);

        /** Behind all keys of the world. */
        private static final int FIRST = 5_000_000;

        private <T> List<T> with(List<T> own, IntFunction<T> stranger) {
            List<T> all = new ArrayList<>(own);
            for (int i = 0; i < strangers; i++) {
                all.add(stranger.apply(FIRST + i));
            }
            return all;
        }

        /** Without it the tools spare the double. */
        private String rate() {
            return strangers == 0 ? "" : "rate: 9999\n";
        }
    }

    private Clouds(World world, Path directory, Crowd crowd) {
        this.world = world;
        this.directory = directory;
        this.crowd = crowd;
    }

    /** @param directory takes key files */
    static Clouds start(World world, Path directory, Crowd crowd) {
        Clouds clouds = new Clouds(world, directory, crowd);
        Map<EndpointType, List<Endpoint>> byType = world.endpoints().stream()
                .collect(Collectors.groupingBy(Endpoint::type, TreeMap::new, Collectors.toList()));
        try {
            byType.forEach(clouds::start);
            return clouds;
        } catch (RuntimeException e) {
            clouds.close();
            throw e;
        }
    }

    private void start(EndpointType type, List<Endpoint> endpoints) {
        switch (type) {
            case AMAZON -> amazon(endpoints);
            case AZURE -> azure(endpoints);
            case GOOGLE -> google(endpoints);
            case VCLOUD -> vcloud(endpoints);
            case OCI -> oci(endpoints);
            case HYPERV -> endpoints.forEach(this::hyperv);
            case VCENTER, ESXI, KVM -> {
                // played elsewhere
            }
        }
    }

    private <T extends AutoCloseable> T add(T server) {
        running.push(server);
        return server;
    }

    private void play(Endpoint endpoint, Place place, String entry, String secret, ServerCertificate certificate) {
        world.place(endpoint, place);
        played.put(endpoint, new Played(entry, secret, certificate));
    }

    /** The entry that says of an endpoint where it is, and more. */
    private String moved(Endpoint endpoint, int port, String more) {
        String datacenter = world.datacenters().get(endpoint.datacenter()).id();
        return """
                datacenter: "%s"}
                    address: 127.0.0.1
                    port: %d
                %s""".formatted(datacenter, port, (more + crowd.rate()).indent(4));
    }

    /** Its address and access key are in the database. */
    private void amazon(List<Endpoint> endpoints) {
        Map<String, List<Ec2Instance>> regions = new TreeMap<>();
        endpoints.forEach(endpoint -> regions.put(
                endpoint.region(),
                crowd.with(Simulations.amazon(world, endpoint), key -> Ec2Instance.of(key, "stranger " + key))));
        Ec2Account account = Ec2Account.numbered(1, regions);
        for (Endpoint endpoint : endpoints) {
            account = account.with(endpoint.region(), world.groups(endpoint), world.balancers(endpoint));
        }
        Ec2Double server = add(Ec2Double.start(Ec2Double.Options.of(account)));
        int port = crowd.door().applyAsInt(server.port());
        for (Endpoint endpoint : endpoints) {
            String entry = """
                    account: {region: "%s"}}
                        secret-key: "%s"
                        pin: %s
                        options: {elb-address: "%s:%d"}
                    %s""".formatted(
                            endpoint.region(),
                            account.secretKey(),
                            server.certificate().sha256(),
                            server.host(),
                            port,
                            crowd.rate().indent(4));
            Place place = new Place(server.host(), port, account.accessKey(), account.secretKey());
            play(endpoint, place, entry, account.secretKey(), server.certificate());
        }
    }

    private void azure(List<Endpoint> endpoints) {
        Map<String, List<AzureVm>> subscriptions = new TreeMap<>();
        endpoints.forEach(endpoint -> subscriptions.put(
                endpoint.subscription(),
                crowd.with(Simulations.azure(world, endpoint), key -> AzureVm.of(key, "stranger-" + key))));
        AzureApp app = AzureApp.numbered(1, subscriptions);
        for (Endpoint endpoint : endpoints) {
            app = app.with(endpoint.subscription(), world.azureNetworks(endpoint));
        }
        AzureDouble server = add(AzureDouble.start(AzureDouble.Options.of(app)));
        int port = crowd.door().applyAsInt(server.port());
        for (Endpoint endpoint : endpoints) {
            String more = """
                    subscription: "%s"
                    tenant: "%s"
                    authority: "%s"
                    client-id: "%s"
                    client-secret: "%s"
                    pin: %s
                    options: {name-from: tag}
                    """.formatted(
                            endpoint.subscription(),
                            app.tenant(),
                            server.host() + ":" + port,
                            app.clientId(),
                            app.clientSecret(),
                            server.certificate().sha256());
            play(
                    endpoint,
                    new Place(server.host(), port, app.clientId(), app.clientSecret()),
                    moved(endpoint, port, more),
                    app.clientSecret(),
                    server.certificate());
        }
    }

    private void google(List<Endpoint> endpoints) {
        Map<Endpoint, GoogleProject> projects = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> projects.put(
                endpoint,
                GoogleProject.of(
                                "lab-" + (endpoint.datacenter() + 1),
                                crowd.with(
                                        Simulations.google(world, endpoint),
                                        key -> GoogleInstance.of(key, "stranger-" + key)))
                        .with(world.googleNetworks(endpoint))));
        GoogleDouble server =
                add(GoogleDouble.start(GoogleDouble.Options.of(projects.values().toArray(GoogleProject[]::new))));
        int port = crowd.door().applyAsInt(server.port());
        projects.forEach((endpoint, project) -> {
            String keyFile = project.keyFile("https://127.0.0.1:" + port + "/token");
            String more = """
                    project: "%s"
                    key-file: "%s"
                    pin: %s
                    options: {name-from: metadata}
                    """.formatted(
                            project.id(),
                            key(project.id() + ".json", keyFile),
                            server.certificate().sha256());
            play(
                    endpoint,
                    new Place("127.0.0.1", port, project.email(), ""),
                    moved(endpoint, port, more),
                    partOf(keyFile),
                    server.certificate());
        });
    }

    private void vcloud(List<Endpoint> endpoints) {
        Map<Endpoint, VcdOrganisation> organisations = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> organisations.put(
                endpoint,
                VcdOrganisation.of(
                        "Org-" + (endpoint.datacenter() + 1),
                        crowd.with(Simulations.vcloud(world, endpoint), key -> VcdVm.of(key, "stranger " + key)))));
        VcdDouble server =
                add(VcdDouble.start(VcdDouble.Options.of(organisations.values().toArray(VcdOrganisation[]::new))));
        int port = crowd.door().applyAsInt(server.port());
        organisations.forEach((endpoint, organisation) -> {
            String more = """
                    organisation: "%s"
                    user: "%s"
                    password: "%s"
                    pin: %s
                    """.formatted(
                            organisation.name(),
                            organisation.user(),
                            organisation.password(),
                            server.certificate().sha256());
            play(
                    endpoint,
                    new Place(server.host(), port, organisation.user(), organisation.password()),
                    moved(endpoint, port, more),
                    organisation.password(),
                    server.certificate());
        });
    }

    /** The instances are in two compartments. */
    private void oci(List<Endpoint> endpoints) {
        Map<Endpoint, OciTenancy> tenancies = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            List<OciInstance> instances =
                    crowd.with(Simulations.oci(world, endpoint), key -> OciInstance.of(key, "stranger " + key));
            int half = instances.size() / 2;
            int number = endpoint.datacenter() + 1;
            OciTenancy tenancy =
                    OciTenancy.numbered(number, instances.subList(0, half), instances.subList(half, instances.size()));
            tenancies.put(endpoint, tenancy.with(OciTenancy.compartment(number, 1), world.ociNetworks(endpoint)));
        }
        OciDouble server =
                add(OciDouble.start(OciDouble.Options.of(tenancies.values().toArray(OciTenancy[]::new))));
        int port = crowd.door().applyAsInt(server.port());
        tenancies.forEach((endpoint, tenancy) -> {
            String key = tenancy.key().pkcs8();
            String more = """
                    tenancy: "%s"
                    user: "%s"
                    fingerprint: "%s"
                    key-file: "%s"
                    pin: %s
                    options: {identity: "%s:%d"}
                    """.formatted(
                            tenancy.id(),
                            tenancy.user(),
                            tenancy.key().fingerprint(),
                            key("oci-" + (endpoint.datacenter() + 1) + ".pem", key),
                            server.certificate().sha256(),
                            server.host(),
                            port);
            play(
                    endpoint,
                    new Place(server.host(), port, tenancy.user(), ""),
                    moved(endpoint, port, more),
                    partOf(key),
                    server.certificate());
        });
    }

    private void hyperv(Endpoint endpoint) {
        HypervDouble.Options options = HypervDouble.Options.of(
                crowd.with(Simulations.hyperv(world, endpoint), key -> HypervVm.of(key, "stranger " + key)));
        HypervDouble server = add(HypervDouble.start(options));
        String more = """
                user: "%s"
                password: "%s"
                pin: %s
                """.formatted(
                options.user(), options.password(), options.certificate().sha256());
        play(
                endpoint,
                new Place("127.0.0.1", world.place(endpoint).port(), options.user(), options.password()),
                moved(endpoint, crowd.door().applyAsInt(server.port()), more),
                options.password(),
                options.certificate());
    }

    /** Writes a key that the endpoints file names. */
    private Path key(String name, String content) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(name).toAbsolutePath();
            Files.writeString(file, content);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the private half. */
    private static String partOf(String key) {
        Matcher lines = LINE_OF_A_KEY.matcher(key);
        String last = "";
        while (lines.find()) {
            last = lines.group();
        }
        return last;
    }

    /** The endpoint's entry of the endpoints file, behind its type in {@code match}. */
    String entry(Endpoint endpoint) {
        return played.get(endpoint).entry();
    }

    /** The certificate that an endpoint shows. */
    ServerCertificate certificate(Endpoint endpoint) {
        return played.get(endpoint).certificate();
    }

    /** Where each endpoint answers. */
    List<String> places() {
        return played.keySet().stream()
                .map(endpoint -> {
                    Place place = world.place(endpoint);
                    return "%s https://%s:%d as %s, with what %s has"
                            .formatted(endpoint.type(), place.host(), place.port(), place.user(), Operator.ENDPOINTS);
                })
                .toList();
    }

    /** Some of each secret, for whoever looks that nobody shows it. */
    List<String> secrets() {
        return played.values().stream().map(Played::secret).toList();
    }

    /** How many endpoints of each type there are, as people know them. */
    List<String> description() {
        Map<EndpointType, Long> counts = played.keySet().stream()
                .collect(Collectors.groupingBy(Endpoint::type, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " of " + called(each.getKey()))
                .toList();
    }

    private static String called(EndpointType type) {
        return switch (type) {
            case AMAZON -> "Amazon EC2";
            case AZURE -> "Azure";
            case GOOGLE -> "Google";
            case VCLOUD -> "vCloud";
            case OCI -> "OCI";
            case HYPERV -> "Hyper-V";
            case VCENTER, ESXI, KVM -> throw new IllegalArgumentException(type + " is played elsewhere");
        };
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
