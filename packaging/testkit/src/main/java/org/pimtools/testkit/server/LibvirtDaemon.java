package org.pimtools.testkit.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An unprivileged {@code libvirtd} of our own, which serves files of the test driver over TCP (without authentication, on
 * loopback) and over a UNIX socket. The program is required (see {@link Tools#require}).
 */
public final class LibvirtDaemon implements AutoCloseable {
    /** How a client reaches a file. */
    public enum Transport {
        /** Without the daemon, by the client's own driver. */
        DIRECT,
        TCP,
        UNIX
    }

    private final Scratch scratch = new Scratch("libvirt");
    private final Path log = scratch.file("server.log", "");
    private final Optional<UserPrincipal> account = Accounts.toChangeTo();
    private final int port;
    private final ServerProcess process;
    private int files;

    private LibvirtDaemon() {
        try {
            String program = Tools.require("libvirtd").toString();
            scratch.folder("run");
            record Started(int port, ServerProcess process) {}
            Started started = Ports.start(
                    Ports::free,
                    candidate -> start(program, candidate).map(running -> new Started(candidate, running)));
            port = started.port();
            process = started.process();
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    public static LibvirtDaemon start() {
        return new LibvirtDaemon();
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    public Path socket() {
        return scratch.path().resolve("run/libvirt-sock");
    }

    /** Writes a host with these domains where the daemon can read it. */
    public synchronized Path write(List<Libvirt.Domain> domains) {
        Path file = Libvirt.write(scratch.path().resolve("host-" + ++files + ".xml"), domains);
        account.ifPresent(user -> Scratch.give(file, user));
        return file;
    }

    /** The libvirt URI of a file. */
    public String uri(Transport transport, Path file) {
        return switch (transport) {
            case DIRECT -> Libvirt.uri(file);
            case TCP -> "test+tcp://" + host() + ":" + port + file.toAbsolutePath();
            case UNIX -> "test+unix://" + file.toAbsolutePath() + "?socket=" + socket();
        };
    }

    @Override
    public void close() {
        process.kill();
        scratch.close();
    }

    private Optional<ServerProcess> start(String program, int candidate) {
        Path home = scratch.path();
        Path configuration =
                scratch.file("libvirtd.conf", """
                listen_tls = 0
                listen_tcp = 1
                listen_addr = "%s"
                tcp_port = "%d"
                auth_tcp = "none"
                auth_unix_ro = "none"
                auth_unix_rw = "none"
                unix_sock_dir = "%s"
                """.formatted(Ports.LOOPBACK, candidate, home.resolve("run")));
        account.ifPresent(scratch::giveTo);
        List<String> command = new ArrayList<>();
        account.ifPresent(user -> command.addAll(
                List.of(Tools.require("setpriv").toString(), "--reuid=" + user.getName(), "--clear-groups")));
        command.addAll(List.of(
                program,
                "--listen",
                "--config",
                configuration.toString(),
                "--pid-file",
                home.resolve("pid").toString()));
        Map<String, String> environment = Map.of(
                "HOME", home.toString(),
                "XDG_RUNTIME_DIR", home.toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString());
        ServerProcess started = ServerProcess.start(home, log, environment, command);
        if (started.awaitReady(() -> Files.exists(socket()) && listens(candidate))) {
            return Optional.of(started);
        }
        String output = scratch.read(log);
        if (output.contains("Address already in use")) {
            scratch.file("server.log", "");
            return Optional.empty();
        }
        throw new IllegalStateException("libvirtd does not start:\n" + output);
    }

    private static boolean listens(int port) {
        try (var connection = new Socket(Ports.LOOPBACK, port)) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
