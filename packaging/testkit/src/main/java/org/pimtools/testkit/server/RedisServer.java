package org.pimtools.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/**
 * A real Redis server on loopback with its data in a temporary directory: the machine's own, else the one of
 * embedded-redis. It saves as Redis does by default, so a crash loses what was not saved.
 */
public final class RedisServer implements AutoCloseable {
    private final Scratch scratch = new Scratch("redis");
    // "ready" is in the middle of the line before version 4
    private final ListeningServer server =
            new ListeningServer(scratch, scratch.file("server.log", ""), "eady to accept connections");
    private final Platform platform;
    private final List<String> options;
    private final String program;
    private int port;
    private RunningServer running;

    private RedisServer(RedisRelease release, List<String> options) {
        this.options = options;
        this.platform = release.platform();
        this.program = release.program(scratch.path()).toString();
        try {
            running = Ports.start(Ports::free, candidate -> startOn(candidate));
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /**
     * Starts a server.
     *
     * @param options as on the command line of {@code redis-server}, such as {@code "--requirepass", "x"}; with
     *     {@code --tls-cert-file} the port speaks TLS and nothing else
     */
    public static RedisServer start(String... options) {
        return start(RedisRelease.OF_THIS_RUN, options);
    }

    /** Starts a server of a release, with options that it knows. */
    public static RedisServer start(RedisRelease release, String... options) {
        return new RedisServer(release, List.of(options));
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    /** The process id, as this machine sees it. */
    public long pid() {
        return running.pid();
    }

    /** Ends the server at once, as a crash would: what it had not saved is lost. */
    public void kill() {
        running.kill();
    }

    /**
     * Starts the server again on what it saved, on the same port; one that still runs is stopped first.
     *
     * @param more options for this time
     */
    public void restart(String... more) {
        running.stop();
        running = Ports.start(() -> port, candidate -> startOn(candidate, more));
    }

    /** The file of what it saved last. */
    public Path dump() {
        return scratch.path().resolve("dump.rdb");
    }

    /**
     * How often each command was called since the start or the last {@link #resetCommandStats}, by lower-case name
     * ({@code config|get} for a subcommand). Connecting for this adds to {@code auth}, {@code hello}, {@code client|…}
     * and {@code info}. Source: INFO commandstats, Redis documentation. Not for a server that speaks TLS.
     */
    public Map<String, Long> commandStats() {
        try (Jedis jedis = connect()) {
            Map<String, Long> calls = new TreeMap<>();
            jedis.info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_"))
                    .forEach(line -> calls.put(
                            line.substring("cmdstat_".length(), line.indexOf(':')),
                            Long.valueOf(line.substring(line.indexOf("calls=") + 6, line.indexOf(',')))));
            return calls;
        }
    }

    public void resetCommandStats() {
        try (Jedis jedis = connect()) {
            jedis.configResetStat();
        }
    }

    /** Ends the server and deletes its data. */
    @Override
    public void close() {
        running.kill();
        scratch.close();
    }

    private Jedis connect() {
        int password = options.indexOf("--requirepass") + 1;
        return new Jedis(
                host(),
                port,
                DefaultJedisClientConfig.builder()
                        .password(password == 0 ? null : options.get(password))
                        .build());
    }

    private Optional<RunningServer> startOn(int candidate, String... more) {
        List<String> command = new ArrayList<>(List.of(
                program, "--bind", Ports.LOOPBACK, "--dir", scratch.path().toString(), "--daemonize", "no"));
        command.addAll(
                options.contains("--tls-cert-file")
                        ? List.of("--port", "0", "--tls-port", String.valueOf(candidate))
                        : List.of("--port", String.valueOf(candidate)));
        command.addAll(options);
        command.addAll(List.of(more));
        Optional<RunningServer> started = platform.start(server, Map.of(), command);
        started.ifPresent(listening -> port = candidate);
        return started;
    }
}
