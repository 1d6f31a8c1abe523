package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A vCenter or ESXi host simulated by govmomi's {@code vcsim}, which is required (see {@link Tools#require}).
 *
 * <p>Names, MoRefs, UUIDs and the server's instance UUID are as given: vcsim loads a saved model ({@code -load}), one XML
 * file per managed object, which is written here. So several simulators differ from each other, and 10,000 machines are
 * ready in two seconds. It answers all of a query in one page, whatever the client asks for.
 */
public final class VcSim implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("GOVC_URL=https?://(?:[^@\\s]*@)?127\\.0\\.0\\.1:(\\d+)");
    private static final String NAMESPACES = "<ObjectContent xmlns=\"urn:vim25\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">";

    private final Scratch scratch = new Scratch("vcsim");
    private final Path log = scratch.file("server.log", "");
    private final Options options;
    private final int port;
    private final ServerProcess process;
    private VsphereClient client;

    /**
     * What to simulate.
     *
     * @param certificate shown over TLS; empty for plain HTTP
     * @param delay before each answer
     */
    public record Options(
            VsphereInventory inventory,
            String user,
            String password,
            Optional<ServerCertificate> certificate,
            Duration delay) {
        public Options {
            Objects.requireNonNull(inventory);
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(delay);
        }

        /** TLS with a certificate of its own, a random password, no delay. */
        public static Options of(VsphereInventory inventory) {
            return new Options(
                    inventory,
                    "administrator@vsphere.local",
                    Names.random("v"),
                    Optional.of(Certificates.valid(Certificates.KeyKind.RSA)),
                    Duration.ZERO);
        }

        /** As {@link #of} with {@link VsphereInventory#numbered} machines. */
        public static Options vms(int count) {
            return of(VsphereInventory.numbered(count));
        }

        public Options login(String newUser, String newPassword) {
            return new Options(inventory, newUser, newPassword, certificate, delay);
        }

        public Options certificate(ServerCertificate newCertificate) {
            return new Options(inventory, user, password, Optional.of(newCertificate), delay);
        }

        public Options withoutTls() {
            return new Options(inventory, user, password, Optional.empty(), delay);
        }

        public Options delay(Duration newDelay) {
            return new Options(inventory, user, password, certificate, newDelay);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Options[" + user + ", " + inventory.vms().size() + " machines]";
        }
    }

    private VcSim(Options options, Optional<List<String>> builtIn) {
        this.options = options;
        try {
            String program = Tools.require("vcsim").toString();
            List<String> model;
            if (builtIn.isPresent()) {
                model = builtIn.get();
            } else {
                Path folder = scratch.folder("model");
                writeModel(folder);
                model = List.of("-load", folder.toString());
            }
            process = ServerProcess.start(scratch.path(), log, command(program, model));
            if (!process.awaitReady(() -> URL.matcher(scratch.read(log)).find())) {
                throw new IllegalStateException("vcsim does not start:\n" + scratch.read(log));
            }
            Matcher url = URL.matcher(scratch.read(log));
            url.find();
            port = Integer.parseInt(url.group(1));
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    public static VcSim start(Options options) {
        return new VcSim(options, Optional.empty());
    }

    /** A stand-alone host as the simulator comes, with machines of its own; {@link #inventory} knows nothing of it. */
    public static VcSim esxAsItComes() {
        return new VcSim(Options.of(VsphereInventory.esxi("", List.of())), Optional.of(List.of("-esx")));
    }

    /** The same with that many machines. All such hosts have the same hardware, and the same machines. */
    public static VcSim esxAsItComes(int machines) {
        return new VcSim(
                Options.of(VsphereInventory.esxi("", List.of())),
                Optional.of(List.of("-esx", "-vm", Integer.toString(machines))));
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    /** The address of the SOAP service, {@code https://127.0.0.1:<port>/sdk}. */
    public URI url() {
        return URI.create(
                (options.certificate().isPresent() ? "https" : "http") + "://" + host() + ":" + port + "/sdk");
    }

    public String user() {
        return options.user();
    }

    public String password() {
        return options.password();
    }

    public VsphereInventory inventory() {
        return options.inventory();
    }

    public String serverUuid() {
        return options.inventory().serverUuid();
    }

    /** What it shows over TLS. @throws IllegalStateException without TLS */
    public ServerCertificate certificate() {
        return options.certificate().orElseThrow(() -> new IllegalStateException("no TLS"));
    }

    /** The certificate's SHA-256 as lower-case hexadecimal. @throws IllegalStateException without TLS */
    public String fingerprint() {
        return certificate().sha256();
    }

    /** What the simulator holds now. */
    public synchronized List<VsphereVm> listVms() {
        return client().vms();
    }

    /** Gives a machine another name; MoRef and UUIDs stay. A name that another one has is refused. */
    public synchronized void renameVm(String moRef, String newName) {
        client().rename(moRef, newName);
    }

    /** Sets {@code config.uuid}; the MoRef and {@code config.serverUuid} stay. */
    public synchronized void setBiosUuid(String moRef, String biosUuid) {
        client().setBiosUuid(moRef, biosUuid);
    }

    @Override
    public void close() {
        process.kill();
        scratch.close();
    }

    private VsphereClient client() {
        if (client == null) {
            SSLContext tls =
                    options.certificate().map(ServerCertificate::clientContext).orElse(null);
            client = new VsphereClient(url(), tls, user(), password());
        }
        return client;
    }

    /** The user and the password are given as files, which vcsim reads: arguments are seen by every user of the machine. */
    private List<String> command(String program, List<String> model) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-l",
                Ports.LOOPBACK + ":0",
                "-username",
                scratch.file("user", user()).toString(),
                "-password",
                scratch.file("password", password()).toString(),
                "-delay",
                String.valueOf(options.delay().toMillis()),
                "-tls=" + options.certificate().isPresent()));
        command.addAll(model);
        options.certificate()
                .ifPresent(certificate -> command.addAll(List.of(
                        "-tlscert",
                        certificate.writePem(scratch.path(), "tls").toString(),
                        "-tlskey",
                        scratch.path().resolve("tls.key").toString())));
        return command;
    }

    private void writeModel(Path folder) {
        int number = 0;
        for (VsphereModel.ManagedObject object :
                VsphereModel.of(options.inventory()).objects()) {
            StringBuilder xml =
                    new StringBuilder(NAMESPACES).append(object.ref().element("obj"));
            object.properties()
                    .forEach((path, value) -> xml.append("<propSet><name>")
                            .append(path)
                            .append("</name>")
                            .append(value)
                            .append("</propSet>"));
            try {
                Files.writeString(
                        folder.resolve(String.format(
                                Locale.ROOT,
                                "%07d-%s.xml",
                                number++,
                                object.ref().type())),
                        xml.append("</ObjectContent>"),
                        StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
