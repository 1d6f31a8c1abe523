package org.pimtools.testkit.server;

import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code mariadbd} with its data in a temporary directory. */
final class MariaDbInstance {
    private final Scratch scratch = new Scratch("mariadb");
    private final Path data = scratch.folder("data");
    private final ListeningServer server =
            new ListeningServer(scratch, scratch.file("server.log", ""), "ready for connections");
    private final Optional<UserPrincipal> account = Accounts.toChangeTo();
    private final MariaDbPrograms programs;
    private final List<String> options;
    private final Optional<Path> setUp;
    private int port;
    private RunningServer running;

    /**
     * Starts a server.
     *
     * @param setUpStatements run at each start on what was installed before the first; empty for a server that gets all that it holds
     *     from another one
     */
    MariaDbInstance(MariaDbPrograms programs, Optional<String> setUpStatements, List<String> options) {
        this.programs = programs;
        this.options = List.copyOf(options);
        this.setUp = setUpStatements.map(statements -> scratch.file("set-up.sql", statements));
        try {
            account.ifPresent(scratch::giveTo);
            if (setUp.isPresent()) {
                install();
            }
            running = Ports.start(Ports::free, this::startOn);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    Path socket() {
        return scratch.path().resolve("s");
    }

    MariaDbPrograms programs() {
        return programs;
    }

    RunningServer running() {
        return running;
    }

    /** Where its data and its socket are. */
    Path directory() {
        return scratch.path();
    }

    /** Ends the server at once, as a crash would. */
    void kill() {
        running.kill();
    }

    /** Starts the server again on its data and port; one that still runs is stopped first. */
    void restart() {
        running.stop();
        running = Ports.start(() -> port, this::startOn);
    }

    /** The data is thrown away, so nothing is gained by letting the server write it out. */
    void close() {
        running.kill();
        scratch.close();
    }

    /**
     * Forced, since the installer would else refuse a machine that cannot look up its own name; with a directory of its own for temporary
     * tables, since every server that starts takes away those that it finds in the common one.
     */
    private void install() {
        List<String> command = new ArrayList<>(List.of(programs.installer().toString(), "--no-defaults", "--force"));
        command.addAll(programs.baseDirectoryOption());
        command.add("--datadir=" + data);
        command.add("--tmpdir=" + scratch.path());
        command.add("--skip-test-db");
        command.add("--auth-root-authentication-method=normal");
        account.ifPresent(user -> command.addAll(programs.platform().accountOption(user)));
        programs.platform().run(server, programs.environment(), command);
    }

    private Optional<RunningServer> startOn(int candidate) {
        List<String> command = new ArrayList<>(List.of(programs.server().toString(), "--no-defaults"));
        command.addAll(programs.baseDirectoryOption());
        command.addAll(List.of(
                "--datadir=" + data,
                "--tmpdir=" + scratch.path(),
                "--socket=" + socket(),
                "--pid-file=" + scratch.path().resolve("pid"),
                "--bind-address=" + Ports.LOOPBACK,
                "--port=" + candidate,
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-use-native-aio=0",
                "--max-allowed-packet=64M"));
        setUp.ifPresent(file -> command.add("--init-file=" + file));
        account.ifPresent(user -> command.addAll(programs.platform().accountOption(user)));
        command.addAll(options);
        Optional<RunningServer> started = programs.platform().start(server, programs.environment(), command);
        started.ifPresent(listening -> port = candidate);
        return started;
    }
}
