package org.pimtools.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The machine's own {@code sshd} on loopback. It lets one key in, as the user who runs this; its sessions have an environment
 * of their own, so that several servers can stand for several hosts.
 */
public final class SshServer implements AutoCloseable {
    private static final Path PRIVILEGES = Path.of("/run/sshd");

    private final Scratch scratch = new Scratch("sshd");
    private final Path log = scratch.file("server.log", "");
    private final String program;
    private final Path authorized;
    private final Map<String, String> environment;
    private final String session;
    private final String hostKey;
    private int port;
    private RunningServer process;

    /** @param session a line of the configuration, or nothing */
    private SshServer(Path authorized, Map<String, String> environment, String session) {
        Tools.require(
                !System.getProperty("user.name").equals("root") || Files.isDirectory(PRIVILEGES),
                "sshd needs the directory " + PRIVILEGES + " when root starts it: run mkdir " + PRIVILEGES);
        this.program = Tools.require("sshd").toString();
        this.authorized = authorized;
        this.environment = Map.copyOf(environment);
        this.session = session;
        try {
            hostKey = scratch.read(makeKey(scratch.path().resolve("host-key"))).strip();
            process = Ports.start(Ports::free, this::startOn);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /**
     * Starts a server. As root it needs {@code /run/sshd}, as Debian's own service makes it.
     *
     * @param authorized the public key that is let in
     * @param environment of its sessions
     */
    public static SshServer start(Path authorized, Map<String, String> environment) {
        return new SshServer(authorized, environment, "");
    }

    /**
     * Starts a server whose sessions run a program, whatever their client asks for.
     *
     * @param session gets what the client asked for as the variable {@code SSH_ORIGINAL_COMMAND}
     */
    public static SshServer startWith(Path authorized, Path session) {
        return new SshServer(authorized, Map.of(), "ForceCommand " + session);
    }

    /**
     * Makes a key without a passphrase.
     *
     * @param file of the private key
     * @return the file of the public one
     */
    public static Path makeKey(Path file) {
        return makeKey(file, "");
    }

    /** As {@link #makeKey(Path)}, with a passphrase. */
    public static Path makeKey(Path file, String passphrase) {
        ServerProcess.outputOf(new ProcessBuilder(
                Tools.require("ssh-keygen").toString(),
                "-q",
                "-t",
                "ed25519",
                "-N",
                passphrase,
                "-f",
                file.toString()));
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    /** The server's public key: type and key. */
    public String hostKey() {
        return hostKey.substring(0, hostKey.lastIndexOf(' '));
    }

    /** The line of a {@code known_hosts} file by which a client knows the server. */
    public String knownHost() {
        return "[%s]:%d %s".formatted(host(), port, hostKey());
    }

    /** Ends the server and its sessions at once, as when the host is lost; what runs in them is killed, too. */
    public void kill() {
        process.kill();
    }

    /** Starts the server again, on the same port. */
    public void restart() {
        process.kill();
        process = Ports.start(() -> port, this::startOn);
    }

    @Override
    public void close() {
        process.kill();
        scratch.close();
    }

    private Optional<RunningServer> startOn(int candidate) {
        Path config = scratch.file("sshd_config", """
                ListenAddress %s
                Port %d
                HostKey %s
                AuthorizedKeysFile %s
                PasswordAuthentication no
                UsePAM no
                StrictModes no
                PidFile none
                MaxStartups 100
                Subsystem sftp internal-sftp
                %s
                %s
                """.formatted(
                        Ports.LOOPBACK,
                        candidate,
                        scratch.path().resolve("host-key"),
                        authorized.toAbsolutePath(),
                        environment.isEmpty() ? "" : setEnv(),
                        session));
        Optional<RunningServer> started = new ThisMachine()
                .start(
                        new ListeningServer(scratch, log, "Server listening on"),
                        Map.of(),
                        List.of(program, "-D", "-e", "-f", config.toString()));
        started.ifPresent(server -> port = candidate);
        return started;
    }

    private String setEnv() {
        return environment.entrySet().stream()
                .map(entry -> "\"%s=%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" ", "SetEnv ", ""));
    }
}
