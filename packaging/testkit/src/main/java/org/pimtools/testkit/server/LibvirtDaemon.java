package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An unprivileged {@code libvirtd} of our own, which serves files of the test driver over TCP (without authentication, on
 * loopback) and over a UNIX socket, and to those of one CA over TLS. The program is required (see {@link Tools#require}).
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
    private final Optional<Tls> tls;
    private final int port;
    private final int tlsPort;
    private final ServerProcess process;
    private int files;

    /** What it shows, and whose certificates it accepts. */
    private record Tls(ServerCertificate server, ServerCertificate authority) {}

    private LibvirtDaemon(Optional<Tls> tls) {
        this.tls = tls;
        try {
            String program = Tools.require("libvirtd").toString();
            scratch.folder("run/libvirt");
            record Started(int port, int tlsPort, ServerProcess process) {}
            Started started = Ports.start(Ports::free, candidate -> {
                int second = Ports.free();
                return start(program, candidate, second).map(running -> new Started(candidate, second, running));
            });
            port = started.port();
            tlsPort = started.tlsPort();
            process = started.process();
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    public static LibvirtDaemon start() {
        return new LibvirtDaemon(Optional.empty());
    }

    /**
     * Starts one that listens for TLS, too, and lets nobody in there without a certificate of the authority.
     *
     * @param server a certificate for loopback
     */
    public static LibvirtDaemon startWithTls(ServerCertificate server, ServerCertificate authority) {
        return new LibvirtDaemon(Optional.of(new Tls(server, authority)));
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    /** Of one that was started with TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    public Path socket() {
        return scratch.path().resolve("run/libvirt/libvirt-sock");
    }

    /**
     * A program for sessions of {@code sshd} on this host: it runs what libvirt's client asks for as the daemon's own
     * user. libvirt's helper there looks for the socket of the test driver's daemon where root's would be; a second one
     * before it, in the session's path, has it look where the user's is. It starts no daemon of its own.
     */
    public Path sshSession() {
        Path helper = scratch.folder("bin").resolve("virt-ssh-helper");
        executable(helper, """
                #!/bin/sh
                exec %s "test+unix${2#test}"
                """.formatted(Tools.require("virt-ssh-helper")));
        Path session = scratch.path().resolve("session");
        executable(session, """
                #!/bin/sh
                export HOME="%1$s" XDG_RUNTIME_DIR="%1$s/run" PATH="%1$s/bin:$PATH" LIBVIRT_AUTOSTART=0
                exec %2$s /bin/sh -c "$SSH_ORIGINAL_COMMAND"
                """.formatted(scratch.path(), String.join(" ", asAccount())));
        account.ifPresent(scratch::giveTo);
        return session;
    }

    private static void executable(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is put before a command so that it runs as the account to change to; empty without one. */
    private List<String> asAccount() {
        return account.map(user ->
                        List.of(Tools.require("setpriv").toString(), "--reuid=" + user.getName(), "--clear-groups"))
                .orElse(List.of());
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

    private Optional<ServerProcess> start(String program, int candidate, int tlsCandidate) {
        Path home = scratch.path();
        tls.ifPresent(shown -> {
            shown.server().writePem(home, "server");
            scratch.file("ca.crt", shown.authority().certificatePem());
        });
        Path configuration = scratch.file("libvirtd.conf", """
                listen_tls = %1$d
                listen_tcp = 1
                listen_addr = "%2$s"
                tcp_port = "%3$d"
                auth_tcp = "none"
                auth_unix_ro = "none"
                auth_unix_rw = "none"
                unix_sock_dir = "%4$s"
                tls_port = "%6$d"
                auth_tls = "none"
                key_file = "%5$s/server.key"
                cert_file = "%5$s/server.crt"
                ca_file = "%5$s/ca.crt"
                """.formatted(
                        tls.isPresent() ? 1 : 0, Ports.LOOPBACK, candidate, socket().getParent(), home, tlsCandidate));
        account.ifPresent(scratch::giveTo);
        List<String> command = new ArrayList<>(asAccount());
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
        if (started.awaitReady(
                () -> Files.exists(socket()) && listens(candidate) && (tls.isEmpty() || listens(tlsCandidate)))) {
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
